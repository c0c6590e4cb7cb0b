/** Keys that traffic chooses cannot be chosen so that looking them up takes longer the more there are. */
import {afterEach, describe, expect, it, vi} from 'vitest';
import {Analyzer} from '../../../source/engine/collector/analyzer.js';
import {Bandwidth} from '../../../source/engine/collector/bandwidth.js';
import {Hasher} from '../../../source/engine/collector/hash.js';
import {NameTable} from '../../../source/engine/collector/name-table.js';
import {NumberIndex} from '../../../source/engine/collector/number-index.js';
import {longestProbe} from './probes.js';

const KEYS = 16_000;
/** As many as random ones may need, and some more. */
const MOST_PROBES = 120;

afterEach(() => vi.restoreAllMocks());

/** x with x * factor = 1 in 32 bits (Newton's iteration). */
function inverse(factor: number): number {
	let x = factor;
	for (let i = 0; i < 5; i++) {
		x = Math.imul(x, 2 - Math.imul(factor, x));
	}
	return x;
}

/** The whole number that V8 hashes to `hash` where it keys a Map by it: ComputeUnseededHash backwards. */
function numberOfHash(hash: number): number {
	let h = hash ^ (hash >>> 16);
	h = Math.imul(h, inverse(2057));
	for (let shift = 4; shift < 32; shift *= 2) {
		h ^= h >>> shift;
	}
	h = Math.imul(h, inverse(5));
	h ^= (h >>> 12) ^ (h >>> 24);
	return Math.imul((h + 1) | 0, inverse(32_767));
}

/** All lie in one chain of a Map of up to 131,072 entries. */
const chosen = Array.from({length: KEYS}, (_, i) => numberOfHash(i << 16));

/** What V8 makes of it. */
function hashOfNumber(number: number): number {
	let h = number | 0;
	h = (~h + (h << 15)) | 0;
	h ^= h >>> 12;
	h = (h + (h << 2)) | 0;
	h ^= h >>> 4;
	h = Math.imul(h, 2057);
	return h ^ (h >>> 16);
}

class Recording extends Hasher {
	readonly hashes = new Set<number>();

	override address(...words: Parameters<Hasher['address']>): number {
		const hash = super.address(...words);
		this.hashes.add(hash);
		return hash;
	}
}

describe('numbers that collide in a Map', () => {
	it('collide there', () => {
		expect(longestProbe(chosen.slice(0, 2000).map(number => hashOfNumber(number) & 0xffff))).toBe(2000);
	});

	it('are spread like any other in an index of our own', () => {
		const hasher = new Recording();
		const index = new NumberIndex(2, hasher);
		// One that is out of order: before it there is no hash.
		index.enter(Number.MAX_SAFE_INTEGER);
		for (const key of chosen) {
			index.enter(key);
		}
		expect(hasher.hashes.size).toBeGreaterThan(KEYS - 10);
		expect(longestProbe([...hasher.hashes])).toBeLessThan(MOST_PROBES);
	});

	it('are seconds like any other', () => {
		const bandwidth = new Bandwidth(86_400);
		const find = vi.spyOn(NumberIndex.prototype, 'find');
		for (let round = 0; round < 2; round++) {
			for (const key of chosen) {
				bandwidth.add(key, 0, 60);
			}
		}
		expect(find.mock.calls.length).toBeGreaterThanOrEqual(2 * KEYS);
		const {samples} = bandwidth.snapshot();
		expect(samples).toHaveLength(KEYS);
		expect(new Set(samples.map(({packets, bytes}) => `${packets} ${bytes}`))).toEqual(new Set(['2 120']));
	});

	it('are addresses like any other to the names', () => {
		const hasher = new Recording();
		const table = new NameTable(32_768, name => name, hasher);
		for (const key of chosen) {
			table.name(4, 0, 0, 0, key, 'a.example', 'dns');
		}
		expect(chosen.every(key => table.of(4, 0, 0, 0, key) !== null)).toBe(true);
		expect(hasher.hashes.size).toBeGreaterThan(KEYS - 10);
		expect(longestProbe([...hasher.hashes])).toBeLessThan(MOST_PROBES);
	});
});

it('link types that change with every packet are each noted once', () => {
	const packet = new Uint8Array(4);
	const analyzer = new Analyzer({top: 1, safe: text => text, limits: {endpoints: 8, conversations: 8, flows: 8}});
	for (let i = 0; i < 65_536; i++) {
		analyzer.packet(packet, 0, 4, 4, 0, -1, (7 * i) % 60_000);
	}
	expect(analyzer.linkTypes).toEqual(Array.from({length: 60_000}, (_, i) => (7 * i) % 60_000));
});

describe('NumberIndex', () => {
	const apart = [0, -1, 1, 2 ** 31, -(2 ** 31), 2 ** 53, 2.7e19, -9.2e18, ...chosen.slice(1, 3000)];
	const ascending = [...apart].sort((a, b) => a - b);

	it.each([
		['as they are', apart],
		['in order', ascending],
		['in order until the last', [...ascending.filter(number => number !== 7), 7]],
		['backwards', [...ascending].reverse()],
	])('knows numbers of every kind by the place that they came to, %s', (_order, numbers) => {
		const index = new NumberIndex(1);
		for (const [place, number] of numbers.entries()) {
			expect(index.find(number)).toBe(-1);
			expect(index.enter(number)).toBe(place);
		}

		expect(numbers.map(number => index.find(number))).toEqual([...numbers.keys()]);
		expect(numbers.map((_, place) => index.key(place))).toEqual(numbers);
		expect(index.find(-0)).toBe(numbers.indexOf(0));
		expect(index.find(5.5)).toBe(-1);
	});
});
