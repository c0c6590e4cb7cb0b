/** By what each list can be sorted, and how rows keep their places meanwhile. */
import type {Conversation, Endpoint, Flow} from '../../engine/snapshot.js';
import type {Listed, ListId, Lists} from './lists.js';

export interface Sorting {
	/** Id of a column of the list. */
	column: string;
	descending: boolean;
}

type Value<Item> = (row: Listed<Item>) => number | string;

const time = (stamp: string | null) => (stamp === null ? 0 : Number(stamp));

/** Column id → what it is sorted by, in the order in which `s` goes through them; the first one is where a list begins. */
const TALKERS: Readonly<Record<string, Value<Endpoint>>> = {
	rate: ({rate}) => rate.sorting,
	sent: ({rate, item}) => rate.forth ?? item.bytesSent,
	received: ({rate, item}) => rate.back ?? item.bytesReceived,
	total: ({item}) => item.bytesSent + item.bytesReceived,
	packets: ({item}) => item.packetsSent + item.packetsReceived,
	address: ({item}) => addressOrder(item.address),
	name: ({item}) => item.name ?? '',
};
const CONVERSATIONS: Readonly<Record<string, Value<Conversation>>> = {
	rate: ({rate}) => rate.sorting,
	total: ({item}) => item.bytes,
	packets: ({item}) => item.packets,
	a: ({item}) => addressOrder(item.a),
	b: ({item}) => addressOrder(item.b),
};
const FLOWS: Readonly<Record<string, Value<Flow>>> = {
	rate: ({rate}) => rate.sorting,
	total: ({item}) => item.bytes,
	packets: ({item}) => item.packets,
	age: ({item}) => -time(item.first),
	application: ({item}) => item.application ?? item.transport,
	server: ({item}) => item.serverName ?? '',
	state: ({item}) => item.tcpState ?? '',
	a: ({item}) => addressOrder(item.a.address),
	b: ({item}) => addressOrder(item.b.address),
};

const VALUES = {talkers: TALKERS, conversations: CONVERSATIONS, flows: FLOWS} as const;

/** Sorts IPv4 by number, before IPv6. */
function addressOrder(address: string): string {
	return address.includes(':')
		? `~${address}`
		: address
				.split('.')
				.map(part => part.padStart(3, '0'))
				.join('.');
}

export const BY_RATE: Sorting = {column: 'rate', descending: true};

export const sortColumns = (list: ListId): string[] => Object.keys(VALUES[list]);

/** The sorting by a column as one expects it first: figures from the largest, text from its beginning. */
export function sortedBy(column: string): Sorting {
	return {column, descending: !['address', 'name', 'a', 'b', 'application', 'server', 'state'].includes(column)};
}

export function nextSorting(list: ListId, {column}: Sorting): Sorting {
	const columns = sortColumns(list);
	return sortedBy(columns[(columns.indexOf(column) + 1) % columns.length]);
}

/** A row moves up only past one that is clearly slower: this many times, and this many bytes per second. */
const CLEARLY = 1.15;
const AT_LEAST = 64;

/**
 * The next order of the keys of a list. Sorted by rate, rows keep their places; one moves up to the first row that its
 * smoothed rate is clearly above of. Who is new is put in by the same rule, from the end.
 *
 * @param previous keys in the order shown so far; none = sorted anew
 */
export function nextOrder(previous: readonly string[], lists: Lists, list: ListId, sorting: Sorting): string[] {
	const rows = lists[list] as ReadonlyMap<string, Listed<never>>;
	const value = VALUES[list][sorting.column] as Value<never>;
	const present = previous.filter(key => rows.has(key));
	const known = new Set(present);
	const fresh = [...rows.keys()].filter(key => !known.has(key));
	const values = new Map<string, number | string>();
	for (const [key, row] of rows) {
		values.set(key, value(row));
	}
	const compare = (a: string, b: string) => {
		const [x, y] = [values.get(a)!, values.get(b)!];
		const order = x < y ? -1 : x > y ? 1 : 0;
		return sorting.descending ? -order : order;
	};
	if (sorting.column !== 'rate' || present.length === 0) {
		return [...present, ...fresh].sort(compare);
	}
	const order = [...present, ...fresh.sort(compare)];
	// from the slowest to the fastest is the same list upside down
	const downwards = sorting.descending ? order : order.reverse();
	for (let index = 1; index < downwards.length; index++) {
		const key = downwards[index];
		const rate = values.get(key) as number;
		const place = downwards.findIndex(
			(other, row) => row < index && rate > (values.get(other) as number) * CLEARLY + AT_LEAST,
		);
		if (place !== -1) {
			downwards.splice(index, 1);
			downwards.splice(place, 0, key);
		}
	}
	return sorting.descending ? downwards : downwards.reverse();
}

/** The order while it is held: rows keep their places, those that are gone leave, new ones come at the end. */
export function heldOrder(previous: readonly string[], lists: Lists, list: ListId): string[] {
	const rows = lists[list] as ReadonlyMap<string, unknown>;
	const present = previous.filter(key => rows.has(key));
	const known = new Set(present);
	return [...present, ...[...rows.keys()].filter(key => !known.has(key))];
}
