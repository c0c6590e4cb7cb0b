import {describe, expect, it} from 'vitest';
import {ranksBefore, TopTracker} from '../../../source/engine/collector/top-tracker.js';
import {seeded} from './random.js';

/** A table of values that only grow, with a tracker on it. */
function table(rows: number, k: number) {
	const values = new Float64Array(rows);
	const candidate = new Uint8Array(rows);
	const packets = new Float64Array(rows);
	const ranking = {
		bytes: (row: number) => values[row],
		packets: (row: number) => packets[row],
		compareKeys: (a: number, b: number) => a - b,
	};
	const before = (a: number, b: number) => ranksBefore(ranking, a, b);
	const tracker = new TopTracker(k, {
		...ranking,
		setCandidate: (row, on) => {
			candidate[row] = on ? 1 : 0;
		},
	});
	const add = (row: number, bytes: number) => {
		values[row] += bytes;
		packets[row]++;
		if (values[row] >= tracker.threshold && candidate[row] === 0) {
			tracker.note(row);
		}
	};

	const expected = () =>
		Array.from({length: rows}, (_, row) => row)
			.filter(row => values[row] > 0)
			.sort((a, b) => (before(a, b) ? -1 : 1))
			.slice(0, k);
	return {tracker, add, expected};
}

describe('TopTracker', () => {
	it.each([1, 2, 3, 4, 5])('finds what a full sort finds, whatever grows (seed %i)', seed => {
		const random = seeded(seed);
		const {tracker, add, expected} = table(20_000, 50);
		for (let step = 0; step < 100_000; step++) {
			// Heavy-tailed rows, small whole increments: many ties.
			add(Math.floor(20_000 * random() ** 3), 1 + Math.floor(random() * 3));
			if (step % 9973 === 0) {
				expect(tracker.top()).toEqual(expected());
			}
		}

		expect(tracker.top()).toEqual(expected());
	});

	it('keeps to its order when all values are equal', () => {
		const {tracker, add, expected} = table(10_000, 20);
		for (let row = 9999; row >= 0; row--) {
			add(row, 64);
		}
		expect(tracker.top()).toEqual(expected());
	});
});
