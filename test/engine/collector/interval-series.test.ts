import {expect, it} from 'vitest';
import {Random} from '../../../source/engine/capture/demo/random.js';
import {IntervalSeries} from '../../../source/engine/collector/interval-series.js';

const LIMIT = 32;

it('joins neighbours in the memory that it has, and loses nothing of any order of seconds', () => {
	const random = new Random(7);
	for (let run = 0; run < 50; run++) {
		const series = new IntervalSeries(LIMIT, 2, LIMIT);
		const {sums} = series;
		const counted = new Map<number, number>();
		const spread = random.between(10, 2000);
		for (let i = 0; i < 400; i++) {
			const second = random.between(0, spread) - spread / 4;
			const whole = Math.floor(second);
			const at = series.at(whole);
			series.sums[at] += 1;
			series.sums[at + 1] += whole;
			counted.set(whole, (counted.get(whole) ?? 0) + 1);
		}

		const {intervalSeconds} = series;
		const expected = new Map<number, [packets: number, sum: number]>();
		for (const [second, times] of counted) {
			const begin = Math.floor(second / intervalSeconds) * intervalSeconds;
			const [packets, sum] = expected.get(begin) ?? [0, 0];
			expected.set(begin, [packets + times, sum + times * second]);
		}
		const found = series.latest().map(([begin, at]) => [Number(begin), [series.sums[at], series.sums[at + 1]]]);
		expect(found).toEqual([...expected].sort(([a], [b]) => a - b));
		expect(found.length).toBeLessThanOrEqual(LIMIT);
		expect(series.sums).toBe(sums);
	}
});
