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

function countFlow(tables: Tables, packet: Packet): void {
	tables.prepare([packet], 1);
	tables.countFlow(packet, 0);
}

/** Feeds packets between numbered hosts to small tables and to plain Maps. */
function simulate(seed: number, packets: number, host: (random: () => number, i: number) => number) {
	const random = seeded(seed);
	const hasher = new Hasher(seededFill(seed));
	const tables = new Tables({endpoints: 1024, conversations: 1024, flows: 2048}, 10, true, hasher);
	const endpoints = new Map<number, Truth>();
	const pairs = new Map<string, number>();
	const flows = new Map<string, number>();
	let bytes = 0;
	const packet = Object.assign(new Packet(), {network: Network.ipv4, addressed: 1, transport: 6, nanoseconds: 0});
	for (let i = 0; i < packets; i++) {
		const source = host(random, i);
		const destination = host(random, i);
		const port = 1024 + Math.floor(random() * 4);
		const length = 60 + Math.floor(random() * 1000);
		bytes += length;
		packet.source3 = source;
		packet.destination3 = destination;
		packet.sourcePort = port;
		packet.destinationPort = 80;
		packet.wireLength = length;
		packet.seconds = i;
		countFlow(tables, packet);
		const truth = (address: number) =>
			endpoints.get(address) ?? endpoints.set(address, {sent: 0, received: 0}).get(address)!;
		truth(source).sent += length;
		truth(destination).received += length;
		const pair = [source, destination].sort((x, y) => x - y).join();
		pairs.set(pair, (pairs.get(pair) ?? 0) + length);
		const ends = [`${source}:${port}`, `${destination}:80`].sort().join();
		flows.set(ends, (flows.get(ends) ?? 0) + length);
	}

	tables.settle();
	return {tables, hasher, endpoints, pairs, flows, bytes};
}

describe('Tables with room for all', () => {
	it('count every endpoint, conversation and flow exactly', () => {
		const {tables, endpoints, pairs, flows} = simulate(1, 20_000, random => 1 + Math.floor(random() * 20));
		expect(tables.endpoints.distinct(4)).toBe(endpoints.size);
		expect(tables.conversations.distinct()).toBe(pairs.size);
		expect(tables.flows.distinct(6)).toBe(flows.size);
		for (let row = 0; row < tables.endpoints.rows; row++) {
			const truth = endpoints.get(tables.endpoints.words[row * 16 + 3])!;
			expect(tables.endpoints.doubles[row * 8 + 6]).toBe(truth.sent);
			expect(tables.endpoints.doubles[row * 8 + 7]).toBe(truth.received);
		}

		const sum = (map: Map<string, number>) => [...map.values()].reduce((a, b) => a + b, 0);
		const rows = (count: number) => Array.from({length: count}, (_, row) => row);
		expect(rows(tables.conversations.rows).reduce((total, row) => total + tables.conversations.bytes(row), 0)).toBe(
			sum(pairs),
		);
		expect(rows(tables.flows.rows).reduce((total, row) => total + tables.flows.bytes(row), 0)).toBe(sum(flows));
	});
});

describe.each([11, 12, 13])('Tables that are too small (seed %i)', seed => {
	// One packet in ten is from a handful of talkers, the rest from addresses that are seen once or twice.
	const {tables, hasher, endpoints, bytes} = simulate(seed, 60_000, (random, i) =>
		random() < 0.1 ? 1 + Math.floor(random() * 5) : 1000 + Math.floor(random() * 40_000) + (i & 1),
	);

	it('stay within their limits and count what they gave up', () => {
		expect(tables.endpoints.rows).toBeLessThanOrEqual(1024);
		expect(tables.conversations.rows).toBeLessThanOrEqual(1024);
		expect(tables.flows.rows).toBeLessThanOrEqual(2048);
		expect(tables.endpoints.evicted).toBeGreaterThan(0);
		expect(tables.conversations.evicted).toBeGreaterThan(0);
	});

	it('keep every endpoint above 1 % of the bytes, with its error bound', () => {
		const top = tables.endpoints.top.top();
		const shown = new Map(top.map(row => [tables.endpoints.words[row * 16 + 3], row]));
		const heavy = [...endpoints].filter(([, {sent, received}]) => sent + received > bytes / 100);
		expect(heavy.length).toBe(5);
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
			const {sent, received} = endpoints.get(tables.endpoints.words[row * 16 + 3])!;
			const counted = tables.endpoints.bytes(row);
			expect(counted).toBeLessThanOrEqual(sent + received);
			expect(counted + tables.endpoints.doubles[row * 8 + 3]).toBeGreaterThanOrEqual(sent + received);
		}
	});

	it('estimate how many there were', () => {
		const error = Math.abs(tables.endpoints.distinct(4) - endpoints.size) / endpoints.size;
		expect(error).toBeLessThan(4 * DISTINCT_STANDARD_ERROR);
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
			const [a, aPort, b, bPort] = tables.flows.ends(row);
			expect(Math.max(a, b)).toBeLessThan(known);
			const hash = hasher.flow(tables.endpoints.hash(a), tables.endpoints.hash(b), aPort, bPort, 6);
			expect(tables.flows.row(hash, b, a, bPort, aPort, 6)).toBe(row);
		}
	});
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
		tables.settle();
		tables.settle();
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
		tables.settle();
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
		expect(flows.ends(flow)).toEqual([host, 50_000, host, 80]);
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
