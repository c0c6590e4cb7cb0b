/** Keys that traffic chooses cannot be chosen so that looking them up takes longer the more there are. */
import {describe, expect, it} from 'vitest';
import {Analyzer} from '../../../source/engine/collector/analyzer.js';
import {Bandwidth} from '../../../source/engine/collector/bandwidth.js';
import {NameTable} from '../../../source/engine/collector/name-table.js';
import {NumberIndex} from '../../../source/engine/collector/number-index.js';

const KEYS = 16_000;
/** Before, the chosen ones took several hundred times as long. */
const MOST = 30;

/** x with x * factor = 1 in 32 bits (Newton's iteration). */
function inverse(factor: number): number {
	let x = factor;
	for (let i = 0; i < 5; i++) x = Math.imul(x, 2 - Math.imul(factor, x));
	return x;
}

/** The whole number that V8 hashes to `hash` where it keys a Map by it: ComputeUnseededHash backwards. */
function numberOfHash(hash: number): number {
	let h = hash ^ (hash >>> 16);
	h = Math.imul(h, inverse(2057));
	for (let shift = 4; shift < 32; shift *= 2) h ^= h >>> shift;
	h = Math.imul(h, inverse(5));
	h ^= (h >>> 12) ^ (h >>> 24);
	return Math.imul((h + 1) | 0, inverse(32_767));
}

/** All lie in one chain of a Map of up to 131,072 entries. */
const chosen = Array.from({length: KEYS}, (_, i) => numberOfHash(i << 16));
const harmless = Array.from({length: KEYS}, (_, i) => 7 * i);

function milliseconds(work: () => void): number {
	const start = performance.now();
	work();
	return performance.now() - start;
}

/** How many times as long the work takes with chosen keys; the best of three, as others use the machine too. */
function slowdown(work: (keys: readonly number[]) => void): number {
	work(harmless);
	const best = (keys: readonly number[]) => Math.min(...[0, 1, 2].map(() => milliseconds(() => work(keys))));
	return best(chosen) / best(harmless);
}

describe('numbers that collide in a Map', () => {
	it('are seconds like any other', () => {
		const seconds = (keys: readonly number[]) => {
			const bandwidth = new Bandwidth(86_400);
			for (let round = 0; round < 2; round++) for (const key of keys) bandwidth.add(key, 60);
			expect(bandwidth.snapshot().samples).toHaveLength(KEYS);
		};
		expect(slowdown(seconds)).toBeLessThan(MOST);
	});

	it('are addresses like any other', () => {
		const addresses = (keys: readonly number[]) => {
			const names = new NameTable(32_768, name => name);
			for (const key of keys) names.name(4, 0, 0, 0, key, 'a.example', 'dns');
			expect(keys.every(key => names.of(4, 0, 0, 0, key) !== null)).toBe(true);
		};
		expect(slowdown(addresses)).toBeLessThan(MOST);
	});
});

describe('link types that change with every packet', () => {
	it('cost the same, however many there are', () => {
		const packet = new Uint8Array(4);
		const count = (types: number) => () => {
			const analyzer = new Analyzer({top: 1, safe: text => text, limits: {endpoints: 8, conversations: 8, flows: 8}});
			for (let i = 0; i < 65_536; i++) analyzer.packet(packet, 0, 4, 4, 0, -1, 1000 + (i % types));
			expect(analyzer.linkTypes).toHaveLength(types);
		};
		const best = (types: number) => Math.min(...[0, 1, 2].map(() => milliseconds(count(types))));
		expect(best(60_000) / best(2)).toBeLessThan(10);
	});
});

describe('NumberIndex', () => {
	it('knows numbers of every kind by the place that they came to', () => {
		const index = new NumberIndex();
		const numbers = [0, -1, 1, 2 ** 31, -(2 ** 31), 2 ** 53, 2.7e19, -9.2e18, ...chosen.slice(1, 3000)];
		for (const [place, number] of numbers.entries()) {
			expect(index.find(number)).toBe(-1);
			expect(index.enter(number)).toBe(place);
		}

		expect(numbers.map(number => index.find(number))).toEqual([...numbers.keys()]);
		expect(numbers.map((_, place) => index.key(place))).toEqual(numbers);
		expect(index.find(-0)).toBe(0);
		expect(index.find(5.5)).toBe(-1);
	});
});
