/**
 * The rows of the three lists, each with its rates: those of the analysis's tables that somebody looks at, in their order there.
 * What a row does "now" is what was counted of it in the last whole second, as for all other figures.
 */
import {
	conversationKey,
	endpointKey,
	flowKey,
	LIST_NAMES,
	type ListAnswer,
	type ListName,
	type Row,
	type RowsAnswer,
	type WindowCounts,
	type WindowTotals,
} from '../../engine/rows.js';
import type {Conversation, Endpoint, Flow, Snapshot} from '../../engine/snapshot.js';

import {onceForEach} from './once-for-each.js';

export {conversationKey, flowKey} from '../../engine/rows.js';

/** Per second; null = not known yet. */
export interface Rate {
	bytes: number | null;
	packets: number | null;
	/** Bytes: what an endpoint sends, a flow's `a` to `b`; everything of a conversation. */
	forth: number | null;
	back: number | null;
	packetsForth: number | null;
	packetsBack: number | null;
	/** Over the last 2, 10 and 40 seconds. */
	avg2: Average | null;
	avg10: Average | null;
	avg40: Average | null;
}

/** Per second. */
export interface Average {
	bytes: number;
	packets: number;
}

export interface Listed<Item> {
	/** Identity of the row, as long as the capture lasts. */
	key: string;
	item: Item;
	rate: Rate;
	/** Its place in the whole list, from 0; null where it is known for another reason than its place. */
	place: number | null;
	/** Of a host: that of its largest flow. */
	application?: string | null;
	/** Of a host: that of the largest of its flows whose process is known; absent where nobody looks. */
	process?: string | null;
}

/** All those inside in one row. */
export interface OwnHosts {
	hosts: number;
	row: Listed<Endpoint>;
	/** The largest of them, for their names. */
	largest: readonly Endpoint[];
}

export interface Lists {
	talkers: ReadonlyMap<string, Listed<Endpoint>>;
	conversations: ReadonlyMap<string, Listed<Conversation>>;
	flows: ReadonlyMap<string, Listed<Flow>>;
}

export type ListId = ListName;
export const LIST_IDS: readonly ListId[] = LIST_NAMES;

export const NO_LISTS: Lists = {talkers: new Map(), conversations: new Map(), flows: new Map()};

/** Which rows of a whole list are known. */
export interface Extent {
	/** Rows of the whole list. */
	total: number;
	/** Those of them that could be looked at: all, but of a fleet or of a second of the past. */
	known: number;
	/** Those of them that the view filter finds. */
	found: number;
	/** Place of the first one known, among those found. */
	offset: number;
	/** Flows that are left out since they have closed. */
	closed?: number;
	/** Rows are looked for still: there are at least so many. */
	partial?: true;
}

export type Extents = Readonly<Record<ListId, Extent>>;

export const NO_RATE: Rate = {
	bytes: null,
	packets: null,
	forth: null,
	back: null,
	packetsForth: null,
	packetsBack: null,
	avg2: null,
	avg10: null,
	avg40: null,
};

/** The lists of an answer, safe to be shown as it is; the same as before, of the same answer. */
export const listsOf: (answer: RowsAnswer) => Lists = onceForEach(({second, windows, lists}) => {
	const rows = <Item>({rows: ranked, pinned}: ListAnswer<Item>) =>
		new Map(
			[
				...pinned.map(row => listed(row, null, second, windows)),
				...ranked.map(row => listed(row, row.place, second, windows)),
			].map((row): [string, Listed<Item>] => [row.key, row]),
		);
	return {
		talkers: rows<Endpoint>(lists.talkers),
		conversations: rows<Conversation>(lists.conversations),
		flows: rows<Flow>(lists.flows),
	};
});

/** Rows to be looked back at, whatever is in sight now; null where they are those of the lists. */
export const notableOf: (answer: RowsAnswer) => Lists | null = onceForEach(({second, windows, lists}) => {
	const rows = <Item>({notable}: ListAnswer<Item>) =>
		new Map(notable?.map((row, place): [string, Listed<Item>] => [row.key, listed(row, place, second, windows)]));
	return Object.values(lists).some(({notable}) => notable === null)
		? null
		: {
				talkers: rows<Endpoint>(lists.talkers),
				conversations: rows<Conversation>(lists.conversations),
				flows: rows<Flow>(lists.flows),
			};
});

export const ownOf = ({second, windows, own}: RowsAnswer): OwnHosts | null =>
	own && {...own, row: listed(own.row, null, second, windows)};

export const extentsOf = ({lists}: RowsAnswer): Extents => eachList(list => ({...extent(lists[list])}));

const extent = ({total, known, found, offset, closed, partial}: Extent): Extent => ({
	...{total, known, found, offset},
	...(closed !== undefined && {closed}),
	...(partial && {partial}),
});

function listed<Item>(
	{key, item, windows, application, process}: Row<Item>,
	place: number | null,
	second: number | null,
	totals: readonly WindowTotals[],
): Listed<Item> {
	const row = {
		...{key, item, place},
		...(application !== undefined && {application}),
		...(process !== undefined && {process}),
	};
	if (second === null) {
		return {...row, rate: NO_RATE};
	}
	const [now] = windows;
	const [packetsForth, packetsBack, bytesForth, bytesBack] = now;
	const mean = (
		[packetsForth, packetsBack, bytesForth, bytesBack]: WindowCounts,
		{seconds}: WindowTotals,
	): Average => ({
		bytes: (bytesForth + bytesBack) / seconds,
		packets: (packetsForth + (packetsBack ?? 0)) / seconds,
	});
	const average = (window: number) => (windows[window] === undefined ? null : mean(windows[window], totals[window]));
	return {
		...row,
		rate: {
			...mean(now, totals[0]),
			forth: bytesForth / totals[0].seconds,
			back: bytesBack / totals[0].seconds,
			packetsForth: packetsBack === null ? null : packetsForth / totals[0].seconds,
			packetsBack: packetsBack === null ? null : packetsBack / totals[0].seconds,
			avg2: average(1),
			avg10: average(2),
			avg40: average(3),
		},
	};
}

export const eachList = <Value>(of: (list: ListId) => Value): Record<ListId, Value> => ({
	talkers: of('talkers'),
	conversations: of('conversations'),
	flows: of('flows'),
});

const keyed = <Item>(items: readonly Item[], keyOf: (item: Item) => string) =>
	new Map(
		items.map((item, place): [string, Listed<Item>] => {
			const key = keyOf(item);
			return [key, {key, item, place, rate: NO_RATE}];
		}),
	);

/** The rows that a snapshot itself has, without rates. */
export function listsOfSnapshot({endpoints, conversations, flows}: Snapshot): {lists: Lists; extents: Extents} {
	const all = {talkers: endpoints, conversations, flows};
	return {
		lists: {
			talkers: keyed(endpoints.top, endpointKey),
			conversations: keyed(conversations.top, conversationKey),
			flows: keyed(flows.top, flowKey),
		},
		extents: eachList(list => {
			const {distinct, top} = all[list];
			return {total: distinct, known: top.length, found: top.length, offset: 0};
		}),
	};
}

/** The same rows without rates: what is shown is no moment. */
export function withoutRates(lists: Lists): Lists {
	const quiet = <Item>(rows: ReadonlyMap<string, Listed<Item>>) =>
		new Map([...rows].map(([key, row]): [string, Listed<Item>] => [key, {...row, rate: NO_RATE}]));
	return {talkers: quiet(lists.talkers), conversations: quiet(lists.conversations), flows: quiet(lists.flows)};
}
