/** Keys aimed at the hash of another run cost an analyzer no more than keys at random: in all three tables. */
import {describe, expect, it} from 'vitest';
import {Analyzer} from '../../../source/engine/collector/analyzer.js';
import {Hasher} from '../../../source/engine/collector/hash.js';
import {seeded, seededFill} from './random.js';

const KEYS = 6000;
const ROUNDS = 10;
const RAW_IP = 101;
const LENGTH = 28;

/** IPv4 and UDP headers, one packet after another. */
function packets(keys: Array<{from: number; to: number; ports: number}>): Uint8Array {
	const bytes = new Uint8Array(keys.length * LENGTH);
	const view = new DataView(bytes.buffer);
	for (const [i, {from, to, ports}] of keys.entries()) {
		const at = i * LENGTH;
		view.setUint32(at, 0x4500_0000 | LENGTH);
		view.setUint16(at + 8, 0x4011);
		view.setUint32(at + 12, from);
		view.setUint32(at + 16, to);
		view.setUint32(at + 20, ports);
		view.setUint16(at + 24, 8);
	}

	return bytes;
}

/** Microseconds of CPU, the least of some tries: other programs take their share of the rest. */
function cost(bytes: Uint8Array): number {
	let least = Number.POSITIVE_INFINITY;
	for (let attempt = 0; attempt < 3; attempt++) {
		const analyzer = new Analyzer({top: 10, safe: text => text});
		const before = process.cpuUsage();
		for (let round = 0; round < ROUNDS; round++) {
			for (let at = 0; at < bytes.length; at += LENGTH) analyzer.packet(bytes, at, at + LENGTH, LENGTH, 0, 0, RAW_IP);
		}

		analyzer.tables.settle();
		const {user, system} = process.cpuUsage(before);
		expect(analyzer.tables.flows.rows).toBe(KEYS);
		least = Math.min(least, user + system);
	}

	return least;
}

/** Keys whose hash ends in zeros under a hasher that the attacker knows. */
function aimed(hash: (hasher: Hasher, key: number) => number): number[] {
	const known = new Hasher(seededFill(9));
	const keys: number[] = [];
	for (let key = 1; keys.length < KEYS; key++) if ((hash(known, key) & 1023) === 0) keys.push(key);
	return keys;
}

const random = seeded(4);
const anywhere = () => Math.floor(random() * 2 ** 32);
const baseline = cost(packets(Array.from({length: KEYS}, () => ({from: 1, to: anywhere(), ports: anywhere()}))));

describe('keys aimed at another run', () => {
	it('cost no more as addresses', () => {
		const keys = aimed((hasher, key) => hasher.address(0, 0, 0, key));
		expect(cost(packets(keys.map(key => ({from: 1, to: key, ports: 0x1234_5678}))))).toBeLessThan(4 * baseline);
	});

	it('cost no more as conversations', () => {
		// The first address has row 0, each new one the next: the attacker knows the pair of rows.
		const known = new Hasher(seededFill(9));
		const keys: Array<{from: number; to: number; ports: number}> = [];
		for (let low = 0; keys.length < KEYS; low++) {
			for (let high = low + 1; high < 4000 && keys.length < KEYS; high++) {
				if ((known.pair(low, high) & 1023) === 0) keys.push({from: 1 + low, to: 1 + high, ports: 0x1234_5678});
			}
		}

		expect(cost(packets(keys))).toBeLessThan(4 * baseline);
	});

	it('cost no more as flows', () => {
		const keys = aimed((hasher, key) => hasher.flow(0, 1, key, 17));
		expect(cost(packets(keys.map(ports => ({from: 1, to: 2, ports}))))).toBeLessThan(4 * baseline);
	});
});
