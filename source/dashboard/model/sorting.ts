/** By what each list can be sorted, and how rows keep their places meanwhile. */
import type {Conversation, Endpoint, Flow} from '../../engine/snapshot.js';
import {echoRoundTrip, retransmitted, roundTrip} from '../../engine/tcp-figures.js';
import {type FlowWay, flowWay} from './flow-way.js';
import type {Listed, ListId, Lists} from './lists.js';

export interface Sorting {
	/** Id of a column of the list. */
	column: string;
	descending: boolean;
}

/** @param inside as in `RowsRequest` */
type Value<Item> = (row: Listed<Item>, inside: readonly string[]) => number | string;

const age = (first: string | null) => (first === null ? Number.NEGATIVE_INFINITY : -Number(first));

const rates = {
	rate: ({rate}: Listed<unknown>) => rate.bytes ?? 0,
	avg2: ({rate}: Listed<unknown>) => rate.avg2?.bytes ?? 0,
	avg10: ({rate}: Listed<unknown>) => rate.avg10?.bytes ?? 0,
	avg40: ({rate}: Listed<unknown>) => rate.avg40?.bytes ?? 0,
};

/** Column id → what it is sorted by, in the order in which `s` goes through them. */
const TALKERS: Readonly<Record<string, Value<Endpoint>>> = {
	...rates,
	sent: ({rate, item}) => rate.forth ?? item.bytesSent,
	received: ({rate, item}) => rate.back ?? item.bytesReceived,
	total: ({item}) => item.bytesSent + item.bytesReceived,
	packets: ({item}) => item.packetsSent + item.packetsReceived,
	application: ({application}) => textOrder(application ?? null),
	process: ({process}) => textOrder(process ?? null),
	address: ({item}) => addressOrder(item.address),
	name: ({item}) => textOrder(item.name),
};
const CONVERSATIONS: Readonly<Record<string, Value<Conversation>>> = {
	...rates,
	total: ({item}) => item.bytes,
	packets: ({item}) => item.packets,
	rtt: ({item}) => echoRoundTrip(item.icmpEcho) ?? -1,
	a: ({item}) => addressOrder(item.a),
	b: ({item}) => addressOrder(item.b),
};
const FLOWS: Readonly<Record<string, Value<Flow>>> = {
	...rates,
	total: ({item}) => item.bytes,
	packets: ({item}) => item.packets,
	in: (row, inside) => wayOrder(flowWay(row, 'in', inside)),
	out: (row, inside) => wayOrder(flowWay(row, 'out', inside)),
	rtt: ({item}) => roundTrip(item) ?? -1,
	retrans: ({item}) => retransmitted(item) ?? -1,
	age: ({item}) => age(item.first),
	application: ({item}) => item.application ?? item.transport,
	process: ({item}) => textOrder(item.process?.name ?? null),
	server: ({item}) => textOrder(item.serverName),
	state: ({item}) => textOrder(item.tcpState),
	a: ({item}) => addressOrder(item.a.address),
	b: ({item}) => addressOrder(item.b.address),
};

const VALUES = {talkers: TALKERS, conversations: CONVERSATIONS, flows: FLOWS} as const;

const wayOrder = ({rate, total}: FlowWay) => rate.bytes ?? total;

/** What has no text comes last. */
const textOrder = (text: string | null) => (text === null || text === '' ? '\u{10ffff}' : text);

/** Sorts IPv4 by number, before IPv6. */
function addressOrder(address: string): string {
	return address.includes(':')
		? `~${address}`
		: address
				.split('.')
				.map(part => part.padStart(3, '0'))
				.join('.');
}

/** Where each list begins: steady enough to be read, and new enough to be now. */
export const BY_RATE: Sorting = {column: 'avg10', descending: true};

const AVERAGES: readonly string[] = ['avg2', 'avg10', 'avg40'];

/** Which rates of a list are known. */
export interface KnownRates {
	/** There are rates of this moment; otherwise there are totals only. */
	isLive: boolean;
	/** There are averages as well. */
	hasAverages: boolean;
	/** Columns that there are none of: nobody looks for processes, or names are not shown. */
	lacks?: readonly string[];
}

/** What stands for a column that there is none of. */
const INSTEAD: Readonly<Record<string, string>> = {process: 'application', name: 'address'};

/** The column that a list is sorted by in fact, which is one of those shown: without averages by the rate, without rates by totals. */
export function shownColumn(column: string, {isLive, hasAverages, lacks = []}: KnownRates): string {
	if (lacks.includes(column)) {
		return INSTEAD[column];
	}
	const isAverage = AVERAGES.includes(column);
	if (!isLive) {
		return isAverage || column === 'rate' ? 'total' : column;
	}
	return isAverage && !hasAverages ? 'rate' : column;
}

/** What is asked of the analysis, which knows rates and totals as columns of their own. */
export function askedColumn(list: ListId, column: string, known: KnownRates): string {
	const shown = shownColumn(column, known);
	switch (`${list} ${shown}`) {
		case 'talkers sent':
			return known.isLive ? 'forth' : shown;
		case 'talkers received':
			return known.isLive ? 'back' : shown;
		case 'flows in':
			return known.isLive ? shown : 'received';
		case 'flows out':
			return known.isLive ? shown : 'sent';
		default:
			return shown;
	}
}

export const sortColumns = (list: ListId, {lacks = []}: Pick<KnownRates, 'lacks'> = {}): string[] =>
	Object.keys(VALUES[list]).filter(column => !lacks.includes(column));

/** The sorting by a column as one expects it first: figures from the largest, text from its beginning. */
export function sortedBy(column: string): Sorting {
	return {
		column,
		descending: !['address', 'name', 'a', 'b', 'application', 'process', 'server', 'state'].includes(column),
	};
}

export function nextSorting(list: ListId, {column}: Sorting, known: KnownRates): Sorting {
	const columns = sortColumns(list).filter(each => shownColumn(each, known) === each || each === column);
	const at = columns.indexOf(columns.includes(column) ? column : shownColumn(column, known));
	return sortedBy(columns[(at + 1) % columns.length]);
}

/**
 * The keys of a list's rows in the order of what is shown in the column; rows that are equal in it as they came.
 * @param inside as in `RowsRequest`
 */
export function nextOrder(lists: Lists, list: ListId, sorting: Sorting, inside: readonly string[] = []): string[] {
	const rows = [...(lists[list] as ReadonlyMap<string, Listed<never>>).values()].filter(({place}) => place !== null);
	const value = VALUES[list][sorting.column] as Value<never>;
	const values = new Map(rows.map((row): [string, number | string] => [row.key, value(row, inside)]));
	const compare = (a: string, b: string) => {
		const [x, y] = [values.get(a)!, values.get(b)!];
		const order = x < y ? -1 : x > y ? 1 : 0;
		return sorting.descending ? -order : order;
	};
	return rows.map(({key}) => key).sort(compare);
}

/** The order while it is held: rows keep their places, those that are gone leave, new ones come at the end. */
export function heldOrder(previous: readonly string[], lists: Lists, list: ListId): string[] {
	const rows = lists[list] as ReadonlyMap<string, Listed<unknown>>;
	const present = previous.filter(key => rows.has(key));
	const known = new Set(present);
	const fresh = [...rows].filter(([key, {place}]) => place !== null && !known.has(key));
	return [...present, ...fresh.map(([key]) => key)];
}
