/** What is exact in any number of snapshots, added up: totals, drops, protocols, sizes, stops. */
import type {
	AtLeast,
	DistinctRange,
	PacketSizes,
	ProtocolCount,
	Snapshot,
	SnapshotDetail,
	SnapshotDrops,
	SnapshotFleet,
	SnapshotTime,
	StopReason,
} from '../../engine/snapshot.js';
import {addHealth} from './health.js';
import {earlier, later} from './times.js';

/** Everything of a snapshot that is neither a list of rows nor where it is from. */
export type Counters = Pick<
	Snapshot,
	| 'time'
	| 'totals'
	| 'drops'
	| 'protocols'
	| 'tunnels'
	| 'encapsulations'
	| 'otherProtocols'
	| 'packetSizes'
	| 'decodeStops'
	| 'detail'
	| 'health'
> & {evicted: {endpoints: number; conversations: number; flows: number}};

export function addCounters(parts: readonly Counters[]): Counters {
	const names = (of: (part: Counters) => readonly ProtocolCount[]) => addNamed(parts.map(of));
	const totals = {
		packets: 0,
		bytes: 0,
		capturedBytes: 0,
		truncatedPackets: 0,
		malformedPackets: 0,
		packetsWithoutTimestamp: 0,
	};
	const evicted = {endpoints: 0, conversations: 0, flows: 0};
	for (const part of parts) {
		addFields(totals, part.totals);
		addFields(evicted, part.evicted);
	}
	return {
		time: wholeTime(parts.map(({time}) => time)),
		totals,
		drops: addDrops(parts.map(({drops}) => drops)),
		protocols: {
			link: names(({protocols}) => protocols.link),
			network: names(({protocols}) => protocols.network),
			transport: names(({protocols}) => protocols.transport),
			application: names(({protocols}) => protocols.application),
		},
		tunnels: names(({tunnels}) => tunnels),
		encapsulations: names(({encapsulations}) => encapsulations),
		otherProtocols: names(({otherProtocols}) => otherProtocols),
		packetSizes: addSizes(parts.map(({packetSizes}) => packetSizes)),
		decodeStops: addStops(parts.map(({decodeStops}) => decodeStops)),
		detail: leastDetail(parts.map(({detail}) => detail)),
		...healthOf(parts),
		evicted,
	};
}

export function countersOf(snapshot: Snapshot): Counters {
	const {time, totals, drops, protocols, tunnels, encapsulations, otherProtocols, packetSizes, decodeStops, detail} =
		snapshot;
	const {endpoints, conversations, flows, health} = snapshot;
	return {
		time,
		totals,
		drops,
		protocols,
		tunnels,
		encapsulations,
		otherProtocols,
		packetSizes,
		decodeStops,
		detail,
		...(health && {health}),
		evicted: {endpoints: endpoints.evicted, conversations: conversations.evicted, flows: flows.evicted},
	};
}

/** Of each kind of drop what is known, and of how many it is not. */
export function knownDrops(all: readonly SnapshotDrops[]): SnapshotFleet['drops'] {
	const of = (id: keyof SnapshotDrops): AtLeast => ({
		atLeast: all.reduce((sum, drops) => sum + (drops[id] ?? 0), 0),
		unknownOn: all.filter(drops => drops[id] === null).length,
	});
	return {kernel: of('kernel'), interface: of('interface'), queue: of('queue')};
}

/** One that cannot know makes the sum unknown. */
export function addDrops(all: readonly SnapshotDrops[]): SnapshotDrops {
	const of = (id: keyof SnapshotDrops) =>
		all.some(drops => drops[id] === null) ? null : all.reduce((sum, drops) => sum + (drops[id] ?? 0), 0);
	return {kernel: of('kernel'), interface: of('interface'), queue: of('queue')};
}

/** @param estimate of keys that all saw together, or null */
export function distinctRange(counts: readonly number[], estimate: number | null): DistinctRange {
	const low = Math.max(0, ...counts);
	const high = counts.reduce((sum, count) => sum + count, 0);
	return {low, high, estimate: estimate === null ? null : Math.min(high, Math.max(low, estimate))};
}

function addFields<Fields extends Record<keyof Fields, number>>(to: Fields, from: Fields): void {
	for (const name in to) {
		(to[name] as number) += from[name];
	}
}

/** The rows of all lists, those of one key as one. @param add what a row counts to that of its key */
function summed<Row extends object>(
	lists: readonly (readonly Row[])[],
	key: (row: Row) => string | number,
	add: (to: Row, row: Row) => void,
): Row[] {
	const sums = new Map<string | number, Row>();
	for (const list of lists) {
		for (const row of list) {
			const name = key(row);
			const sum = sums.get(name);
			if (sum === undefined) {
				sums.set(name, {...row});
			} else {
				add(sum, row);
			}
		}
	}
	return [...sums.values()];
}

function addTraffic(to: {packets: number; bytes: number}, row: {packets: number; bytes: number}): void {
	to.packets += row.packets;
	to.bytes += row.bytes;
}

/** Sorted by packets, then bytes, then name, as every list of protocols. */
const addNamed = (lists: readonly (readonly ProtocolCount[])[]) =>
	summed(lists, ({name}) => name, addTraffic).sort(
		(a, b) => b.packets - a.packets || b.bytes - a.bytes || (a.name < b.name ? -1 : 1),
	);

const addSizes = (lists: readonly (readonly PacketSizes[])[]) =>
	summed(lists, ({from}) => from, addTraffic).sort((a, b) => a.from - b.from);

const addStops = (lists: readonly (readonly StopReason[])[]) =>
	summed(
		lists,
		({layer, reason}) => `${layer} ${reason}`,
		(to, {packets}) => {
			to.packets += packets;
		},
	).sort((a, b) => b.packets - a.packets);

/** Of those that tell of it: versions before 0.2 do not. */
function healthOf(parts: readonly Counters[]): Pick<Counters, 'health'> {
	const known = parts.flatMap(({health}) => health ?? []);
	return known.length === 0 ? {} : {health: addHealth(known)};
}

/** The level of the sensor that gives the least detail, and what all of them counted so. */
function leastDetail(all: readonly SnapshotDetail[]): SnapshotDetail {
	const packets = {unrecognised: 0, withoutFlow: 0, totalsOnly: 0};
	for (const each of all) {
		addFields(packets, each.packets);
	}
	const level = Math.max(0, ...all.map(each => each.level)) as SnapshotDetail['level'];
	return {level, packets};
}

function wholeTime(times: readonly SnapshotTime[]): SnapshotTime {
	let [min, max]: (string | null)[] = [null, null];
	for (const time of times) {
		min = earlier(min, time.min ?? time.first);
		max = later(max, time.max ?? time.last);
	}
	return {first: min, last: max, min, max};
}
