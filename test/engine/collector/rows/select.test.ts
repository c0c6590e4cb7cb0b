/** Rows from one place to another, against a whole sort. */
import {describe, expect, it, vi} from 'vitest';
import {placeOf, type Ranked, rowsBetween} from '../../../../source/engine/collector/rows/select.js';
import {seeded} from '../random.js';

/** More than are compared anyway. */
const COUNT = 20_000;

const random = seeded(7);
const pick = (below: number) => Math.floor(random() * below);

const FIGURES: readonly (readonly [what: string, figure: (row: number) => number])[] = [
	['many different figures', () => random() * 1e9],
	['few different ones', () => pick(5)],
	['below and above 0, with both zeros', () => [-1, -0, 0, 1, -random(), random()][pick(6)]],
	['figures close to each other', () => 1e9 + pick(3000)],
	['all the same', () => 0],
	['from the smallest to none at all', () => [Number.NEGATIVE_INFINITY, -1e300, 5e-324, 1e300][pick(4)]],
];

const SECONDS: readonly (readonly [what: string, second: Ranked['second']])[] = [
	['no second figure', null],
	['a second figure', row => (row * 7919) % 101],
];

describe.each(FIGURES)('%s', (_, figure) => {
	describe.each([true, false])('the larger ones first: %s', descending =>
		it.each(SECONDS)('and %s', (__, second) => {
			const rows = Int32Array.from({length: COUNT}, (___, index) => 3 * index);
			const ranked: Ranked = {rows, first: Float64Array.from(rows, figure), descending, second};
			const sign = descending ? 1 : -1;
			const of = (row: number) => (second === null ? 0 : (second as (row: number) => number)(row));
			const sorted = [...rows.keys()].sort(
				(i, j) => sign * (ranked.first[j] - ranked.first[i]) || sign * (of(rows[j]) - of(rows[i])) || rows[i] - rows[j],
			);
			// −∞ − −∞ is no number: the order of these is that of their rows
			const whole = sorted.map(entry => rows[entry]);
			const some: readonly (readonly [number, number])[] = [
				[0, 5],
				[0, 256],
				[pick(COUNT), COUNT],
				[COUNT - 3, COUNT + 10],
				[COUNT + 5, COUNT + 9],
				[12_345, 12_400],
				[7, 7],
			];
			for (const [from, to] of some) {
				expect(rowsBetween(ranked, from, to)).toEqual(whole.slice(from, to));
			}
			expect(placeOf(ranked, sorted[777])).toBe(777);
		}),
	);
});

describe('a sample that says nothing of the rest', () => {
	it.each([
		['too large', 1e6, [5000, 5100]],
		['too large, of the last places', 1e6, [COUNT - 50, COUNT]],
		['too small', -1e6, [5000, 5100]],
		['too small, of the first places', -1e6, [0, 50]],
	] as const)('is %s: the places are found all the same', (_, figure, [from, to]) => {
		const rows = Int32Array.from({length: COUNT}, (__, index) => index);
		const first = Float64Array.from(rows, () => pick(1000));
		// with the least random number, the first entry of each stretch is the sample
		for (let index = 0; index < 1024; index++) {
			first[Math.floor((index * COUNT) / 1024)] = figure + index;
		}
		const sorted = [...rows].sort((i, j) => first[j] - first[i] || i - j);
		const least = vi.spyOn(Math, 'random').mockReturnValue(0);
		const found = rowsBetween({rows, first, descending: true, second: null}, from, to);
		least.mockRestore();
		expect(found).toEqual(sorted.slice(from, to));
	});
});
