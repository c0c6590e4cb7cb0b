import {describe, expect, it} from 'vitest';
import {Analyzer} from '../../../source/engine/collector/analyzer.js';
import {Hasher} from '../../../source/engine/collector/hash.js';
import {Network, Packet} from '../../../source/engine/decode/packet.js';
import {longestProbe} from './probes.js';
import {seededFill} from './random.js';

const patterns: Array<[string, (i: number) => [number, number, number, number]]> = [
	['addresses in a row', i => [0, 0, 0, 0x0a000000 + i]],
	['addresses that differ in their first byte and last bits', i => [0, 0, 0, ((i & 255) << 24) | (i >>> 8)]],
	['addresses 65,536 apart', i => [0, 0, 0, i << 16 || i]],
	['IPv6 interface identifiers in a row', i => [0x20010db8, 0, 0, i]],
	['IPv6 networks in a row', i => [0x20010db8, i, 0, 1]],
];

describe('Hasher', () => {
	it.each(patterns)('spreads %s', (_, address) => {
		const hasher = new Hasher(seededFill(1));
		const hashes = Array.from({length: 50_000}, (_, i) => hasher.address(...address(i)));
		expect(longestProbe(hashes)).toBeLessThan(120);
	});

	it('spreads the flows of a port scan', () => {
		const hasher = new Hasher(seededFill(2));
		const hashes = Array.from({length: 65_536}, (_, port) => hasher.flow(1, 2, 40_000, port, 6));
		expect(longestProbe(hashes)).toBeLessThan(120);
	});

	// What an attacker chooses: addresses, which addresses talk (rows are given in order of appearance), ports.
	it.each<[string, (hasher: Hasher, key: number) => number]>([
		['addresses', (hasher, key) => hasher.address(0, 0, 0, key)],
		['IPv6 addresses', (hasher, key) => hasher.address(0x20010db8, 0, key, 1)],
		[
			'conversations',
			(hasher, key) =>
				hasher.pair(hasher.address(0, 0, 0, key & 0xfff), hasher.address(0, 0, 0, 0x1000 + (key >>> 12))),
		],
		['flows', (hasher, key) => hasher.flow(0, 1, key & 0xffff, key >>> 16, 6)],
	])('cannot be aimed at: %s that collide in one run do not collide in another', (_, hash) => {
		const one = new Hasher(seededFill(3));
		const mask = 1023;
		const colliding: number[] = [];
		for (let key = 0; colliding.length < 1000; key++) {
			if ((hash(one, key) & mask) === 0) {
				colliding.push(key);
			}
		}
		expect(longestProbe(colliding.map(key => hash(one, key) & mask))).toBe(1000);
		const other = new Hasher();
		expect(longestProbe(colliding.map(key => hash(other, key)))).toBeLessThan(120);
	});

	it('gives both directions of a flow the same hash, and another to other ports and protocols', () => {
		const hasher = new Hasher(seededFill(4));
		const a = hasher.address(0, 0, 0, 1);
		const b = hasher.address(0, 0, 0, 2);
		const flow = hasher.flow(a, b, 50_000, 80, 6);
		expect(hasher.flow(b, a, 80, 50_000, 6)).toBe(flow);
		expect(hasher.pair(b, a)).toBe(hasher.pair(a, b));
		const others = [
			hasher.flow(a, b, 80, 50_000, 6),
			hasher.flow(a, b, 50_000, 81, 6),
			hasher.flow(a, b, 50_000, 80, 17),
			hasher.flow(a, a, 50_000, 80, 6),
		];
		expect(others).not.toContain(flow);
	});

	it('is drawn anew for each analysis: what only it decides comes out differently', () => {
		// Past their limit tables estimate how many keys there were, from the keys' hashes alone.
		const estimates = Array.from({length: 3}, () => {
			const {tables} = new Analyzer({
				top: 10,
				safe: text => text,
				limits: {endpoints: 1024, conversations: 1024, flows: 1024},
			});
			const packet = Object.assign(new Packet(), {
				network: Network.ipv4,
				addressed: 1,
				wireLength: 60,
				nanoseconds: -1,
			});
			for (let i = 0; i < 20_000; i++) {
				packet.source3 = i;
				packet.destination3 = -1 - i;
				tables.countPair(packet);
			}

			return tables.endpoints.distinct(4);
		});
		expect(new Set(estimates).size).toBeGreaterThan(1);
	});
});
