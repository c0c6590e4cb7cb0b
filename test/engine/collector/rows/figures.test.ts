/** Figures that are kept from answer to answer, beside those of a table that is asked whole. */
import {expect, it} from 'vitest';
import {Figures} from '../../../../source/engine/collector/rows/figures.js';
import {Windows} from '../../../../source/engine/collector/windows.js';

const ROWS = 100_000;
const [NO_TIME, MUCH_TIME] = [() => false, () => true];

/** A table whose rows count themselves, and what was asked of it. */
function tableOf(rows: number) {
	const counts = new Float64Array(rows);
	const windows = new Windows(rows);
	let second = 1000;
	const asked: number[] = [];
	const figures = new Figures();
	windows.begin(second);
	return {
		counts,
		asked,
		see(row: number) {
			counts[row]++;
			windows.add(row, 1, 0, 60, 0);
		},
		/** Another second has begun. */
		turn() {
			second++;
			windows.begin(second);
		},
		/** @returns figures that are known, and which rows were asked for them */
		answer(isTime: () => boolean, what = 'packets') {
			asked.length = 0;
			windows.sum(second - 1, Number.NEGATIVE_INFINITY);
			const figureOf = (row: number) => {
				asked.push(row);
				return counts[row];
			};
			const {figures: all, known} = figures.of(what, {rows, evicted: 0}, windows, figureOf, isTime);
			return all.slice(0, known);
		},
	};
}

it.each([
	['no time', NO_TIME, 7],
	['much time', MUCH_TIME, 1],
])('all are known after some answers with %s, and right', (_name, isTime, most) => {
	const table = tableOf(ROWS);
	let answers = 0;
	let known: Float64Array;
	do {
		for (let row = answers; row < ROWS; row += 997) {
			table.see(row);
		}
		table.turn();
		known = table.answer(isTime);
		expect(known).toEqual(table.counts.slice(0, known.length));
		answers++;
	} while (known.length < ROWS && answers < 20);
	expect(answers).toBe(most);
	expect(table.answer(isTime, 'bytes').length === ROWS).toBe(most === 1);
});

it('where many have done something lately, only those are asked that have since, and some in turn', () => {
	const table = tableOf(ROWS);
	for (let row = 0; row < ROWS; row += 2) {
		table.see(row);
	}
	table.turn();
	table.answer(MUCH_TIME);
	table.turn();
	table.answer(MUCH_TIME);
	for (let row = 50_000; row < 50_010; row++) {
		table.see(row);
	}
	table.turn();
	expect(table.answer(MUCH_TIME)).toEqual(table.counts);
	expect(table.asked.length).toBeLessThan(20_000);
	expect(table.asked.slice(0, 10)).toEqual(Array.from({length: 10}, (_, index) => 50_000 + index));
});

it('where few have, they are all asked: what is known of them may have changed without a packet', () => {
	const table = tableOf(ROWS);
	table.see(99_999);
	table.turn();
	table.answer(MUCH_TIME);
	table.turn();
	table.answer(MUCH_TIME);
	table.counts[99_999] = 77;
	table.turn();
	expect(table.answer(MUCH_TIME)[99_999]).toBe(77);
});

it('a row that has done something is asked however long ago the last answer was', () => {
	const table = tableOf(ROWS);
	table.turn();
	table.answer(MUCH_TIME);
	table.see(99_999);
	for (let second = 0; second < 50; second++) {
		table.turn();
	}
	expect(table.answer(MUCH_TIME)[99_999]).toBe(1);
});

it('where it is not known any more who has done something, all that is known to be active is asked', () => {
	const table = tableOf(200_000);
	table.turn();
	table.answer(MUCH_TIME);
	for (let row = 0; row < 200_000; row++) {
		table.see(row);
		if (row === 100_000) {
			table.turn();
		}
	}
	table.turn();
	// the log holds no more than 2^17 rows
	table.answer(MUCH_TIME);
	expect(table.answer(MUCH_TIME).slice(150_000)).toEqual(table.counts.slice(150_000));
});

it('nor is a row passed over that was active while nothing was asked, and is not any more', () => {
	const table = tableOf(200_000);
	table.turn();
	table.answer(MUCH_TIME);
	for (let row = 0; row < 200_000; row++) {
		table.see(row);
		if (row % 50_000 === 0) {
			table.turn();
		}
	}
	for (let second = 0; second < 50; second++) {
		table.turn();
	}
	// there is no time for all of them at once: some with each answer
	expect(table.answer(NO_TIME)).not.toEqual(table.counts);
	expect(table.answer(MUCH_TIME)).toEqual(table.counts);
	table.answer(MUCH_TIME);
	expect(table.asked.length).toBeLessThan(20_000);
});

it('and of another column each is asked once, whatever was left to do of the one before', () => {
	const table = tableOf(200_000);
	table.turn();
	table.answer(MUCH_TIME);
	for (let row = 0; row < 200_000; row++) {
		table.see(row);
	}
	table.turn();
	table.answer(NO_TIME);
	for (let second = 0; second < 50; second++) {
		table.turn();
	}
	expect(table.answer(MUCH_TIME, 'bytes')).toEqual(table.counts);
	expect(table.asked.length).toBe(200_000);
});
