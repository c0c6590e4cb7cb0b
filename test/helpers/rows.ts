/** Rows as an analysis would tell them, made of the top lists of two snapshots. */
import {listsOfSnapshot} from '../../source/dashboard/model/lists.js';
import {found} from '../../source/dashboard/model/search.js';
import {
	conversationKey,
	endpointKey,
	flowKey,
	isInside,
	type ListAnswer,
	type ListName,
	NO_ROWS,
	type OwnRow,
	type Row,
	type RowsAnswer,
	type RowsRequest,
	WINDOWS,
	type WindowCounts,
	windowBytes,
} from '../../source/engine/rows.js';
import type {Conversation, Endpoint, Flow, Snapshot} from '../../source/engine/snapshot.js';

const COUNTS = {
	talkers: (item: Endpoint) => [item.packetsSent, item.packetsReceived, item.bytesSent, item.bytesReceived],
	conversations: (item: Conversation) => [item.packets, 0, item.bytes, 0],
	flows: (item: Flow) => [item.aToB.packets, item.bToA.packets, item.aToB.bytes, item.bToA.bytes],
};

const less = (to: readonly number[], from: readonly number[] | undefined): WindowCounts => {
	const [packetsForth, packetsBack, bytesForth, bytesBack] = to.map((value, i) =>
		Math.max(0, value - (from?.[i] ?? 0)),
	);
	return [packetsForth, packetsBack, bytesForth, bytesBack];
};

/**
 * @param seconds between the two snapshots: all windows are so long
 * @param wanted the second that they end with; that of the last sample when null
 */
export function rowsBetween(
	before: Snapshot | null,
	after: Snapshot,
	seconds: number,
	request: RowsRequest = NO_ROWS,
	wanted: number | null = null,
): RowsAnswer {
	const last = after.bandwidth.samples.at(-1);
	const second = before === null ? null : (wanted ?? (last === undefined ? 0 : Math.floor(Number(last.time))));
	const {lists} = listsOfSnapshot(after);
	const list = <Item>(
		name: ListName,
		items: readonly Item[],
		past: readonly Item[] | undefined,
		keyOf: (item: Item) => string,
		distinct: number,
	): ListAnswer<Item> => {
		const counts = COUNTS[name] as (item: Item) => number[];
		const known = new Map(past?.map(item => [keyOf(item), counts(item)]));
		const through = found(lists, name, request.search);
		const rows = items
			.map((item): Row<Item> => {
				const key = keyOf(item);
				const windows = WINDOWS.map(() => less(counts(item), known.get(key)));
				const application = name === 'talkers' ? {application: applicationOf(after, key)} : {};
				return {key, item, place: 0, windows, ...application};
			})
			.filter(({key}) => through === null || through.has(key))
			.filter(({key}) => name !== 'talkers' || !isOwn(key))
			.sort((a, b) => ranking(b) - ranking(a))
			.map((row, place) => ({...row, place}));
		const hidden = items.length > 0 && through === null ? Math.max(0, distinct - items.length) : 0;
		return {total: distinct, known: distinct, found: rows.length + hidden, offset: 0, rows, pinned: [], notable: null};
	};
	const isFolded = request.isFolded && request.inside.length > 0;
	const isOwn = (address: string) => isFolded && isInside(address, request.inside);
	const ranking = ({windows: [now]}: Row<unknown>) => (second === null ? 0 : windowBytes(now));
	const totals = {
		packets: after.totals.packets - (before?.totals.packets ?? 0),
		bytes: after.totals.bytes - (before?.totals.bytes ?? 0),
	};
	return {
		second,
		windows: WINDOWS.map(() => ({seconds, ...totals, outsideFlows: 0})),
		seconds: second === null ? [] : [{second, packets: totals.packets / seconds, bytes: totals.bytes / seconds}],
		inside: null,
		own: isFolded ? ownOf(before, after, request.inside) : null,
		lists: {
			talkers: list('talkers', after.endpoints.top, before?.endpoints.top, endpointKey, after.endpoints.distinct),
			conversations: list(
				'conversations',
				after.conversations.top,
				before?.conversations.top,
				conversationKey,
				after.conversations.distinct,
			),
			flows: list('flows', after.flows.top, before?.flows.top, flowKey, after.flows.distinct),
		},
	};
}

function ownOf(before: Snapshot | null, after: Snapshot, inside: readonly string[]): OwnRow {
	const own = after.endpoints.top.filter(({address}) => isInside(address, inside));
	const past = before?.endpoints.top.filter(({address}) => isInside(address, inside)) ?? [];
	const sums = (hosts: readonly Endpoint[]) =>
		[0, 1, 2, 3].map(index => hosts.reduce((all, host) => all + COUNTS.talkers(host)[index], 0));
	const [packetsSent, packetsReceived, bytesSent, bytesReceived] = sums(own);
	const [first] = own;
	const item = {...first, packetsSent, packetsReceived, bytesSent, bytesReceived};
	const windows = WINDOWS.map(() => less(sums(own), sums(past)));
	return {hosts: own.length, row: {key: 'own', item, place: -1, windows}, largest: own.slice(0, 8)};
}

function applicationOf({flows}: Snapshot, address: string): string | null {
	const largest = flows.top
		.filter(({a, b}) => a.address === address || b.address === address)
		.sort((x, y) => y.bytes - x.bytes)
		.at(0);
	return largest === undefined ? null : (largest.application ?? largest.transport);
}
