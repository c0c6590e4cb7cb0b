import {describe, expect, it} from 'vitest';
import {fitLine, floors} from './statistics.js';

describe('fitLine', () => {
	it('finds a line, and no error on one without noise', () => {
		const {slope, error} = fitLine([0, 1, 2, 3].map(x => [x, 5 - 2 * x] as const));
		expect(slope).toBeCloseTo(-2, 12);
		expect(error).toBeCloseTo(0, 12);
	});

	it('agrees with a worked example', () => {
		// residuals ±0.6, ±0.2 about 2.2 + 0.6 x: s² = 2.4/3 over Sxx = 10
		const {slope, error} = fitLine([
			[1, 2],
			[2, 4],
			[3, 5],
			[4, 4],
			[5, 5],
		]);
		expect(slope).toBeCloseTo(0.6, 12);
		expect(error).toBeCloseTo(Math.sqrt(2.4 / 3 / 10), 12);
	});
});

it('floors keeps the lowest of each stretch and leaves an unfinished one out', () => {
	const points = [5, 3, 9, 2, 7, 8, 1].map((y, x) => [x, y] as const);
	expect(floors(points, 3)).toEqual([
		[1, 3],
		[3, 2],
	]);
});
