/**
 * The rows of the three lists, each with its rate. Rows come from the snapshot's top lists (by total) and from what was
 * busiest since the snapshot before; one that has just fallen out of both stays while it still reads as busy.
 */
import type {Conversation, Endpoint, Flow, Snapshot} from '../../engine/snapshot.js';
import {smooth} from './smooth.js';

/** Time constants in seconds: what is shown follows quickly, what is sorted by does not twitch. */
const SHOWN = 1.5;
const SORTED = 2;
/** Bytes per second below which a row that no list has any more is let go, and rows at most. */
const QUIET = 64;
const MOST = 250;

/** Per second; null = not known yet. */
export interface Rate {
	bytes: number | null;
	packets: number | null;
	/** Bytes: what an endpoint sends, a flow's `a` to `b`; everything of a conversation. */
	forth: number | null;
	back: number | null;
	/** Bytes, slowly. */
	sorting: number;
}

export interface Listed<Item> {
	/** Identity of the row, as long as the capture lasts. */
	key: string;
	item: Item;
	rate: Rate;
}

export interface Lists {
	talkers: ReadonlyMap<string, Listed<Endpoint>>;
	conversations: ReadonlyMap<string, Listed<Conversation>>;
	flows: ReadonlyMap<string, Listed<Flow>>;
}

export type ListId = keyof Lists;
export const LIST_IDS: readonly ListId[] = ['talkers', 'conversations', 'flows'];

export const NO_LISTS: Lists = {talkers: new Map(), conversations: new Map(), flows: new Map()};

/** Rows that stay although no list has them any more. */
export interface Kept {
	/** Whatever they do: somebody reads them. */
	keys: ReadonlySet<string>;
	/** All of them, as long as there are not too many: the order is held, and none may jump because another one goes. */
	isHeld: boolean;
}

const NONE: Kept = {keys: new Set(), isHeld: false};

const NO_RATE: Rate = {bytes: null, packets: null, forth: null, back: null, sorting: 0};

interface Counts {
	packets: number;
	forth: number;
	back: number;
}

/** What a row is known by, and what is counted of it. */
interface Kind<Item> {
	key(item: Item): string;
	counts(item: Item): Counts;
}

export const conversationKey = ({a, b}: Pick<Conversation, 'a' | 'b'>) => `${a} ${b}`;
export const flowKey = ({transport, a, b}: Pick<Flow, 'transport' | 'a' | 'b'>) =>
	`${transport} ${a.address} ${a.port} ${b.address} ${b.port}`;

const TALKERS: Kind<Endpoint> = {
	key: ({address}) => address,
	counts: ({packetsSent, packetsReceived, bytesSent, bytesReceived}) => ({
		packets: packetsSent + packetsReceived,
		forth: bytesSent,
		back: bytesReceived,
	}),
};
const CONVERSATIONS: Kind<Conversation> = {
	key: conversationKey,
	counts: ({packets, bytes}) => ({packets, forth: bytes, back: 0}),
};
const FLOWS: Kind<Flow> = {
	key: flowKey,
	counts: ({packets, aToB, bToA}) => ({packets, forth: aToB.bytes, back: bToA.bytes}),
};

/**
 * @param seconds since the previous lists; null = rates cannot be told (the first snapshot, a file)
 */
export function nextLists(previous: Lists, snapshot: Snapshot, seconds: number | null, kept: Kept = NONE): Lists {
	const {endpoints, conversations, flows} = snapshot;
	const recent = snapshot.recent !== null && snapshot.recent.seconds > 0 ? snapshot.recent : null;
	const span = recent?.seconds ?? 0;
	return {
		talkers: nextList(TALKERS, previous.talkers, endpoints.top, endpoints.distinct, seconds, kept, {
			seconds: span,
			rows: recent?.endpoints.map(item => ({
				item,
				counts: {packets: item.recent.packets, forth: item.recent.bytesSent, back: item.recent.bytesReceived},
			})),
		}),
		conversations: nextList(
			CONVERSATIONS,
			previous.conversations,
			conversations.top,
			conversations.distinct,
			seconds,
			kept,
			{
				seconds: span,
				rows: recent?.conversations.map(item => ({
					item,
					counts: {packets: item.recent.packets, forth: item.recent.bytes, back: 0},
				})),
			},
		),
		flows: nextList(FLOWS, previous.flows, flows.top, flows.distinct, seconds, kept, {
			seconds: span,
			rows: recent?.flows.map(item => ({
				item,
				counts: {packets: item.recent.packets, forth: item.recent.aToB, back: item.recent.bToA},
			})),
		}),
	};
}

function nextList<Item>(
	kind: Kind<Item>,
	previous: ReadonlyMap<string, Listed<Item>>,
	top: readonly Item[],
	distinct: number,
	seconds: number | null,
	kept: Kept,
	recent: {seconds: number; rows: readonly {item: Item; counts: Counts}[] | undefined},
): ReadonlyMap<string, Listed<Item>> {
	const rows = new Map<string, Listed<Item>>();
	for (const {item, counts} of recent.rows ?? []) {
		const key = kind.key(item);
		const rate = rateAfter(previous.get(key)?.rate, counts, recent.seconds);
		rows.set(key, {key, item, rate});
	}
	// where the list has everybody, one who was not in it was not there
	const hasEverybody = distinct <= top.length;
	for (const item of top) {
		const key = kind.key(item);
		if (rows.has(key)) {
			continue;
		}
		const before = previous.get(key);
		if (seconds === null || (before === undefined && !hasEverybody)) {
			const {forth, back} = kind.counts(item);
			// without rates the largest come first
			rows.set(key, {key, item, rate: before?.rate ?? {...NO_RATE, sorting: seconds === null ? forth + back : 0}});
			continue;
		}
		const from = before === undefined ? {packets: 0, forth: 0, back: 0} : kind.counts(before.item);
		rows.set(key, {key, item, rate: rateAfter(before?.rate, minus(kind.counts(item), from), seconds)});
	}
	for (const [key, row] of previous) {
		const stays = kept.keys.has(key) || ((kept.isHeld || row.rate.sorting >= QUIET) && rows.size < MOST);
		if (seconds !== null && !rows.has(key) && stays) {
			rows.set(key, {...row, rate: rateAfter(row.rate, {packets: 0, forth: 0, back: 0}, seconds)});
		}
	}
	return rows;
}

const minus = (to: Counts, from: Counts): Counts => ({
	packets: Math.max(0, to.packets - from.packets),
	forth: Math.max(0, to.forth - from.forth),
	back: Math.max(0, to.back - from.back),
});

function rateAfter(before: Rate | undefined, counts: Counts, seconds: number): Rate {
	const shown = (previous: number | null | undefined, value: number) =>
		smooth(previous ?? null, value / seconds, seconds, SHOWN);
	const bytes = counts.forth + counts.back;
	return {
		bytes: shown(before?.bytes, bytes),
		packets: shown(before?.packets, counts.packets),
		forth: shown(before?.forth, counts.forth),
		back: shown(before?.back, counts.back),
		sorting: smooth(
			before === undefined || before.bytes === null ? null : before.sorting,
			bytes / seconds,
			seconds,
			SORTED,
		),
	};
}
