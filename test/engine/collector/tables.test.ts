import {describe, expect, it} from 'vitest';
import {DISTINCT_STANDARD_ERROR} from '../../../source/engine/collector/distinct.js';
import {Hasher} from '../../../source/engine/collector/hash.js';
import {Tables} from '../../../source/engine/collector/tables.js';
import {Network, Packet} from '../../../source/engine/decode/packet.js';
import {seeded, seededFill} from './random.js';

interface Truth {
	sent: number;
	received: number;
}

interface Counted {
	packets: number;
	bytes: number;
}

type Version = 4 | 6;
type Random = () => number;

/**
 * The words of a numbered host. An odd number's IPv6 address has the words of its IPv4 address; the others share their first
 * words, and many of them the last.
 */
function wordsOf(version: Version, host: number): [number, number, number, number] {
	return version === 4 || host % 2 === 1 ? [0, 0, 0, host] : [0x20010db8, 0, host >>> 4, host & 15];
}

/** `VERSION/HOST` of an endpoint's row. */
function hostOf({endpoints}: Tables, row: number): string {
	const [word0, , word2, word3] = endpoints.words.subarray(row * 16, row * 16 + 4);
	return `${endpoints.version(row)}/${word0 === 0 ? word3 : (word2 << 4) | word3}`;
}

/** Two ends in either order. */
function pairOf(x: string, y: string): string {
	return [x, y].sort().join();
}

function countFlow(tables: Tables, packet: Packet): void {
	tables.prepare([packet], 1);
	tables.countFlow(packet, 0);
}

/** More than twenty hosts of two versions fill. */
const ROOMY = {endpoints: 1024, conversations: 1024, flows: 4096};
const SMALL = {endpoints: 1024, conversations: 1024, flows: 2048};

/** Feeds packets between numbered hosts to tables of a size and to plain Maps. */
function simulate(
	seed: number,
	packets: number,
	host: (random: Random, i: number) => number,
	versions: readonly Version[] = [4],
	limits = SMALL,
) {
	const random = seeded(seed);
	const hasher = new Hasher(seededFill(seed));
	const tables = new Tables(limits, 10, true, hasher);
	const endpoints = new Map<string, Truth>();
	const pairs = new Map<string, Counted>();
	const flows = new Map<string, Counted>();
	let bytes = 0;
	const packet = Object.assign(new Packet(), {addressed: 1, transport: 6, nanoseconds: 0});
	const count = (map: Map<string, Counted>, key: string, length: number) => {
		const counted = map.get(key) ?? map.set(key, {packets: 0, bytes: 0}).get(key)!;
		counted.packets++;
		counted.bytes += length;
	};
	for (let i = 0; i < packets; i++) {
		const version = versions[i % versions.length];
		const source = host(random, i);
		const destination = host(random, i);
		const port = 1024 + Math.floor(random() * 4);
		const length = 60 + Math.floor(random() * 1000);
		bytes += length;
		packet.network = version === 4 ? Network.ipv4 : Network.ipv6;
		[packet.source0, packet.source1, packet.source2, packet.source3] = wordsOf(version, source);
		[packet.destination0, packet.destination1, packet.destination2, packet.destination3] = wordsOf(
			version,
			destination,
		);
		packet.sourcePort = port;
		packet.destinationPort = 80;
		packet.wireLength = length;
		packet.seconds = i;
		const truth = (address: string) =>
			endpoints.get(address) ?? endpoints.set(address, {sent: 0, received: 0}).get(address)!;
		const [from, to] = [`${version}/${source}`, `${version}/${destination}`];
		truth(from).sent += length;
		truth(to).received += length;
		count(pairs, pairOf(from, to), length);
		// Every eighth belongs to no flow, as a fragment or an echo request does.
		if (i % 8 === 7) {
			tables.countPair(packet);
		} else {
			countFlow(tables, packet);
			count(flows, pairOf(`${from}:${port}`, `${to}:80`), length);
		}
	}

	tables.flush();
	return {tables, hasher, endpoints, pairs, flows, bytes};
}

/** What the tables hold, by their own endpoints: never two rows of the same endpoints. */
function rowsOf(tables: Tables) {
	const {conversations, flows} = tables;
	const read = (rows: number, key: (row: number) => string) => {
		const read = new Map(Array.from({length: rows}, (_, row) => [key(row), row]));
		expect(read.size).toBe(rows);
		return read;
	};
	return {
		conversations: read(conversations.rows, row =>
			pairOf(hostOf(tables, conversations.low(row)), hostOf(tables, conversations.high(row))),
		),
		flows: read(flows.rows, row => {
			const [a, aPort, b, bPort] = flows.endpoints(row);
			return pairOf(`${hostOf(tables, a)}:${aPort}`, `${hostOf(tables, b)}:${bPort}`);
		}),
	};
}

const VERSIONS: ReadonlyArray<[string, Version[]]> = [
	['IPv4', [4]],
	['IPv6', [6]],
	['both', [4, 6]],
];

describe.each(VERSIONS)('Tables with room for all (%s)', (_, versions) => {
	const {tables, endpoints, pairs, flows} = simulate(
		1,
		20_000,
		random => 1 + Math.floor(random() * 20),
		versions,
		ROOMY,
	);

	it('count every endpoint, conversation and flow exactly', () => {
		const ofVersion = (version: Version) => [...endpoints.keys()].filter(key => key.startsWith(`${version}/`)).length;
		expect(tables.endpoints.distinct(4)).toBe(ofVersion(4));
		expect(tables.endpoints.distinct(6)).toBe(ofVersion(6));
		expect(tables.conversations.distinct()).toBe(pairs.size);
		expect(tables.flows.distinct(6)).toBe(flows.size);
		for (let row = 0; row < tables.endpoints.rows; row++) {
			const truth = endpoints.get(hostOf(tables, row))!;
			expect(tables.endpoints.doubles[row * 8 + 6]).toBe(truth.sent);
			expect(tables.endpoints.doubles[row * 8 + 7]).toBe(truth.received);
		}

		const sum = (map: Map<string, Counted>) => [...map.values()].reduce((total, {bytes}) => total + bytes, 0);
		const rows = (count: number) => Array.from({length: count}, (_, row) => row);
		expect(rows(tables.conversations.rows).reduce((total, row) => total + tables.conversations.bytes(row), 0)).toBe(
			sum(pairs),
		);
		expect(rows(tables.flows.rows).reduce((total, row) => total + tables.flows.bytes(row), 0)).toBe(sum(flows));
	});

	it('count each conversation and flow as its own ends had it', () => {
		const rows = rowsOf(tables);
		const {conversations: c, flows: f} = tables;
		expect(
			new Map([...rows.conversations].map(([k, row]) => [k, {packets: c.packets(row), bytes: c.bytes(row)}])),
		).toEqual(pairs);
		expect(
			new Map(
				[...rows.flows].map(([k, row]) => [k, {packets: f.packets(row, 0) + f.packets(row, 1), bytes: f.bytes(row)}]),
			),
		).toEqual(flows);
	});
});

// One packet in ten is from a handful of talkers, the rest from addresses that are seen once or twice.
const manyHosts = (random: Random, i: number) =>
	random() < 0.1 ? 1 + Math.floor(random() * 5) : 1000 + Math.floor(random() * 40_000) + (i & 1);
/** Fewer addresses, of which each is seen often: pairs and flows outnumber them. */
const fewHosts = (random: Random) => 1 + Math.floor(random() ** 3 * 600);

describe.each([
	[11, [4] as Version[]],
	[12, [6] as Version[]],
	[13, [4, 6] as Version[]],
])('Tables that are too small (seed %i, IP version %j)', (seed, versions) => {
	const {tables, hasher, endpoints, bytes} = simulate(seed, 60_000, manyHosts, versions);
	const talkers = 5 * versions.length;

	it('stay within their limits and count what they gave up', () => {
		expect(tables.endpoints.rows).toBeLessThanOrEqual(1024);
		expect(tables.conversations.rows).toBeLessThanOrEqual(1024);
		expect(tables.flows.rows).toBeLessThanOrEqual(2048);
		expect(tables.endpoints.evicted).toBeGreaterThan(0);
		expect(tables.conversations.evicted).toBeGreaterThan(0);
	});

	it('keep every endpoint above 1 % of the bytes, with its error bound', () => {
		const top = tables.endpoints.top.top();
		const shown = new Map(top.map(row => [hostOf(tables, row), row]));
		const heavy = [...endpoints].filter(([, {sent, received}]) => sent + received > bytes / 100 / versions.length);
		expect(heavy.length).toBe(talkers);
		for (const [address, {sent, received}] of heavy) {
			const row = shown.get(address);
			expect(row).toBeDefined();
			const counted = tables.endpoints.bytes(row!);
			const error = tables.endpoints.doubles[row! * 8 + 3];
			expect(counted).toBeLessThanOrEqual(sent + received);
			expect(counted + error).toBeGreaterThanOrEqual(sent + received);
		}
	});

	it('never claim more than was there', () => {
		for (let row = 0; row < tables.endpoints.rows; row++) {
			const {sent, received} = endpoints.get(hostOf(tables, row))!;
			const counted = tables.endpoints.bytes(row);
			expect(counted).toBeLessThanOrEqual(sent + received);
			expect(counted + tables.endpoints.doubles[row * 8 + 3]).toBeGreaterThanOrEqual(sent + received);
		}
	});

	it('estimate how many there were', () => {
		const distinct = tables.endpoints.distinct(4) + tables.endpoints.distinct(6);
		expect(Math.abs(distinct - endpoints.size) / endpoints.size).toBeLessThan(4 * DISTINCT_STANDARD_ERROR);
	});

	it('keep conversations and flows on endpoints that are still there', () => {
		const known = tables.endpoints.rows;
		for (let row = 0; row < tables.conversations.rows; row++) {
			expect(tables.conversations.low(row)).toBeLessThan(tables.conversations.high(row) + 1);
			expect(tables.conversations.high(row)).toBeLessThan(known);
			// The row is found again under its own key: the index was rebuilt right.
			expect(tables.conversations.row(tables.conversations.high(row), tables.conversations.low(row))).toBe(row);
		}

		for (let row = 0; row < tables.flows.rows; row++) {
			const [a, aPort, b, bPort] = tables.flows.endpoints(row);
			expect(Math.max(a, b)).toBeLessThan(known);
			const hash = hasher.flow(tables.endpoints.hash(a), tables.endpoints.hash(b), aPort, bPort, 6);
			expect(tables.flows.row(hash, b, a, bPort, aPort, 6)).toBe(row);
		}
	});
});

describe.each([
	['all', SMALL, manyHosts],
	['endpoints alone', {endpoints: 256, conversations: 65_536, flows: 65_536}, fewHosts],
	['conversations alone', {endpoints: 2048, conversations: 512, flows: 65_536}, fewHosts],
	['flows alone', {endpoints: 2048, conversations: 65_536, flows: 512}, fewHosts],
	['endpoints and conversations', {endpoints: 512, conversations: 512, flows: 65_536}, fewHosts],
] as const)('What tables count of a pair that are too small: %s', (_, limits, hosts) => {
	it.each(VERSIONS)('is never more than its own packets, nor less by more than the error bound (%s)', (_, versions) => {
		const {tables, pairs, flows} = simulate(21, 20_000, hosts, versions, limits);
		expect(tables.endpoints.evicted > 0).toBe(limits.endpoints < 2048);
		const rows = rowsOf(tables);
		const {conversations: c, flows: f} = tables;
		const wrong = [
			...[...rows.conversations].filter(([pair, row]) => {
				const truth = pairs.get(pair)!;
				const missing = truth.bytes - c.bytes(row);
				return missing < 0 || missing > c.errorBytes(row) || c.packets(row) > truth.packets;
			}),
			...[...rows.flows].filter(([ends, row]) => {
				const missing = flows.get(ends)!.bytes - f.bytes(row);
				return missing < 0 || missing > f.errorBytes(row);
			}),
		];
		expect(wrong).toEqual([]);
		expect(rows.conversations.size).toBeGreaterThan(100);
	});
});

it('tells IPv6 flows apart whose addresses fold to the same word in the cache of flows', () => {
	const random = seeded(3);
	const word = () => Math.floor(random() * 2 ** 32) | 0;
	// By the birthday bound some five of so many random addresses meet one that is still cached, whatever folds them.
	const FLOWS = 400_000;
	const limits = {endpoints: FLOWS + 3, conversations: FLOWS + 2, flows: FLOWS + 2};
	const tables = new Tables(limits, 10, false, new Hasher(seededFill(3)));
	const packet = Object.assign(new Packet(), {network: Network.ipv6, addressed: 1, transport: 17, wireLength: 100});
	Object.assign(packet, {sourcePort: 5000, destinationPort: 53, destination3: 1, nanoseconds: -1});
	for (let i = 0; i < FLOWS; i++) {
		packet.source0 = word();
		packet.source1 = word();
		packet.source2 = word();
		packet.source3 = word();
		countFlow(tables, packet);
	}
	expect(tables.flows.rows).toBe(FLOWS);
	expect(tables.endpoints.rows).toBe(FLOWS + 1);
});

describe('Tables between snapshots', () => {
	it('agree with each other after each settling, also for pairs without a flow and one address talking to itself', () => {
		const hasher = new Hasher(seededFill(6));
		const tables = new Tables({endpoints: 64, conversations: 64, flows: 64}, 10, true, hasher);
		const packet = Object.assign(new Packet(), {
			network: Network.ipv6,
			addressed: 1,
			transport: 17,
			wireLength: 100,
			nanoseconds: -1,
		});
		const say = (from: number, to: number, ports: [number, number] | null) => {
			Object.assign(packet, {source0: 1, source3: from, destination0: 1, destination3: to});
			[packet.sourcePort, packet.destinationPort] = ports ?? [-1, -1];
			if (ports) {
				countFlow(tables, packet);
			} else {
				tables.countPair(packet);
			}
		};

		say(1, 2, [5, 6]);
		say(2, 1, [6, 5]);
		say(2, 1, [6, 5]);
		say(1, 2, null);
		say(3, 3, [7, 8]);
		say(3, 3, [8, 7]);
		tables.flush();
		tables.flush();
		const {endpoints, conversations, flows} = tables;
		const row = (address: number) => endpoints.row(hasher.address(1, 0, 0, address), 6, 1, 0, 0, address);
		const counters = (address: number) => [...endpoints.doubles.subarray(row(address) * 8 + 4, row(address) * 8 + 8)];
		expect(counters(1)).toEqual([2, 2, 200, 200]);
		expect(counters(2)).toEqual([2, 2, 200, 200]);
		expect(counters(3)).toEqual([2, 2, 200, 200]);
		expect(conversations.bytes(conversations.row(row(1), row(2)))).toBe(400);
		expect(conversations.packets(conversations.row(row(3), row(3)))).toBe(2);
		expect(flows.rows).toBe(2);
		say(1, 2, [5, 6]);
		tables.flush();
		expect(counters(1)).toEqual([3, 2, 300, 200]);
	});
});

describe('FlowTable', () => {
	const make = () => new Tables({endpoints: 64, conversations: 64, flows: 64}, 10, false, new Hasher(seededFill(5)));

	it('tells the directions apart, also between one address and itself', () => {
		const {endpoints, flows} = make();
		const host = endpoints.row(0x7f000001, 4, 0, 0, 0, 0x7f000001);
		const flow = flows.row(1, host, host, 50_000, 80, 6);
		expect(flows.direction(flow, host, 50_000)).toBe(0);
		flows.count(flow, 0, 100, 1, 0);
		expect(flows.row(1, host, host, 80, 50_000, 6)).toBe(flow);
		expect(flows.direction(flow, host, 80)).toBe(1);
		flows.count(flow, 1, 40, 2, 5);
		expect([flows.bytesOf(flow, 0), flows.bytesOf(flow, 1)]).toEqual([100, 40]);
		expect(flows.endpoints(flow)).toEqual([host, 50_000, host, 80]);
		expect(flows.times(flow)).toEqual({first: [1, 0], last: [2, 5]});
	});

	it('has no times without timestamps', () => {
		const {endpoints, flows} = make();
		const flow = flows.row(1, endpoints.row(1, 4, 0, 0, 0, 1), endpoints.row(2, 4, 0, 0, 0, 2), 1, 2, 17);
		flows.count(flow, 0, 100, 0, -1);
		expect(flows.times(flow)).toBeNull();
	});

	it('keeps what recognition said and remembers', () => {
		const {endpoints, flows} = make();
		const flow = flows.row(1, endpoints.row(1, 4, 0, 0, 0, 1), endpoints.row(2, 4, 0, 0, 0, 2), 1, 2, 17);
		flows.recognised(flow, 0, false, 2);
		expect([flows.application(flow), flows.settled(flow), flows.shown(flow), flows.memory(flow)]).toEqual([
			0,
			false,
			1,
			2,
		]);
		const memory = {half: 'a handshake'};
		flows.recognised(flow, 200, false, memory);
		expect([flows.application(flow), flows.settled(flow), flows.shown(flow), flows.memory(flow)]).toEqual([
			200,
			false,
			2,
			memory,
		]);
		flows.recognised(flow, 200, true, null);
		expect([flows.application(flow), flows.settled(flow), flows.shown(flow), flows.memory(flow)]).toEqual([
			200,
			true,
			3,
			null,
		]);
		expect(flows.protocol(flow)).toBe(17);
	});
});
