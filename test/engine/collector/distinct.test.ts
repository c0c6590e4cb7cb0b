import {describe, expect, it} from 'vitest';
import {DISTINCT_STANDARD_ERROR, DistinctEstimate} from '../../../source/engine/collector/distinct.js';
import {seeded} from './random.js';

describe('DistinctEstimate', () => {
	it.each([0, 1, 10, 1000, 20_000, 300_000, 3_000_000])('is within four standard errors for %i keys', keys => {
		const random = seeded(keys + 7);
		const estimate = new DistinctEstimate();
		for (let i = 0; i < keys; i++) {
			estimate.add(Math.floor(random() * 2 ** 32) | 0);
		}
		expect(Math.abs(estimate.estimate() - keys)).toBeLessThanOrEqual(Math.ceil(4 * DISTINCT_STANDARD_ERROR * keys));
	});

	it('does not count a key twice', () => {
		const estimate = new DistinctEstimate();
		for (let i = 0; i < 1000; i++) {
			estimate.add(12_345);
		}
		expect(estimate.estimate()).toBe(1);
	});
});
