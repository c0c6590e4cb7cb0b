/**
 * The rows of a fleet as somebody looks at them: what its sensors list, in the order of the merged lists; whoever looks sorts them. A row's
 * rate is what it did between the last two messages of each sensor that lists it, per second.
 */
import {foundKeys, type Matchable} from '../engine/row-match.js';
import {
	conversationKey,
	endpointKey,
	flowKey,
	type Items,
	type ListAnswer,
	type ListName,
	type Row,
	type RowsAnswer,
	type RowsRequest,
	type WindowCounts,
	windowBytes,
} from '../engine/rows.js';
import type {Snapshot} from '../engine/snapshot.js';

/** Seconds that are told each time, as many as may have ended since the last one. */
const TOLD_SECONDS = 40;

/** @param whole with as many rows as may be looked at @param second the last one that all sensors have told; null = none yet */
export function fleetRows(whole: Snapshot, {search}: RowsRequest, second: number | null): RowsAnswer {
	const {endpoints, conversations, flows, recent, bandwidth} = whole;
	const all = {
		talkers: rowsOf(
			endpoints.top,
			(recent?.endpoints ?? []).map(({recent: did, ...item}) => ({
				item,
				did: [did.packets, null, did.bytesSent, did.bytesReceived],
			})),
			endpointKey,
		),
		conversations: rowsOf(
			conversations.top,
			(recent?.conversations ?? []).map(({recent: did, ...item}) => ({
				item,
				did: [did.packets, 0, did.bytes, 0],
			})),
			conversationKey,
		),
		flows: rowsOf(
			flows.top,
			(recent?.flows ?? []).map(({recent: did, ...item}) => ({
				item,
				did: [did.packets, null, did.aToB, did.bToA],
			})),
			flowKey,
			turned,
		),
	};
	const found = foundKeys(
		{talkers: matchable(all.talkers), conversations: matchable(all.conversations), flows: matchable(all.flows)},
		search,
	);
	const answer = <List extends ListName>(list: List, total: number): ListAnswer<Items[List]> => {
		const known = all[list] as Row<Items[List]>[];
		const rows = found === null ? known : known.filter(({key}) => found[list].has(key));
		return {
			...{total: Math.max(total, known.length), known: known.length, found: rows.length, offset: 0},
			rows: rows.map((row, place) => ({...row, place})),
			pinned: [],
			notable: null,
		};
	};
	const samples = bandwidth.samples.map(({time, packets, bytes}) => ({
		second: Math.floor(Number(time)),
		packets,
		bytes,
	}));
	const now = samples.find(sample => sample.second === second);
	return {
		second,
		windows: [{seconds: 1, packets: now?.packets ?? 0, bytes: now?.bytes ?? 0, outsideFlows: null}],
		seconds:
			second === null ? [] : samples.filter(each => each.second <= second && each.second > second - TOLD_SECONDS),
		// whose packets are inside is another question for each sensor
		inside: null,
		own: null,
		lists: {
			talkers: answer('talkers', endpoints.distinct),
			conversations: answer('conversations', conversations.distinct),
			flows: answer('flows', flows.distinct),
		},
	};
}

interface Doing<Item> {
	item: Item;
	did: WindowCounts;
}

/**
 * @param top by totals @param lately what was done lately, with totals
 * @param turn the same from the other end, where that may be the one that `top` begins with
 */
function rowsOf<Item>(
	top: readonly Item[],
	lately: readonly Doing<Item>[],
	keyOf: (item: Item) => string,
	turn: (doing: Doing<Item>) => Doing<Item> = doing => doing,
): Row<Item>[] {
	const rows = new Map(top.map((item): [string, Doing<Item>] => [keyOf(item), {item, did: [0, 0, 0, 0]}]));
	for (const doing of lately) {
		const other = turn(doing);
		const known = rows.get(keyOf(doing.item)) === undefined && rows.has(keyOf(other.item)) ? other : doing;
		const key = keyOf(known.item);
		rows.set(key, {item: rows.get(key)?.item ?? known.item, did: known.did});
	}
	return [...rows].map(([key, {item, did}]) => ({key, item, place: 0, windows: [did]}));
}

/** Sensors need not agree on who sent first. */
const turned = ({item, did}: Doing<Items['flows']>): Doing<Items['flows']> => ({
	item: {...item, a: item.b, b: item.a, aToB: item.bToA, bToA: item.aToB},
	did: [did[0], did[1], did[3], did[2]],
});

const matchable = <Item>(rows: readonly Row<Item>[]): Matchable<Item>[] =>
	rows.map(({key, item, windows: [now]}) => ({key, item, rate: windowBytes(now)}));
