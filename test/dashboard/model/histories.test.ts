import {expect, it} from 'vitest';
import {NO_HISTORIES, nextHistories} from '../../../source/dashboard/model/histories.js';
import type {Lists} from '../../../source/dashboard/model/lists.js';

const lists = (bytes: number): Lists =>
	({
		talkers: new Map([['a', {rate: {bytes}}]]),
		conversations: new Map(),
		flows: new Map(),
	}) as unknown as Lists;

it('goes on from second to second, also when the clock is set back', () => {
	let histories = NO_HISTORIES;
	for (const [second, bytes] of [
		[7200, 1],
		[7200, 9],
		[7201, 2],
		[7202, 3],
		// An hour back, then on.
		[3600, 4],
		[3600, 9],
		[3601, 5],
	] as const) {
		const inside = [{second, received: bytes, sent: 0}];
		histories = nextHistories(histories, lists(bytes), {second, inside}, 100);
	}
	expect(histories.second).toBe(3601);
	expect(histories.rows.talkers.get('a')).toEqual([1, 2, 3, 4, 5]);
	expect(histories.traffic).toEqual([
		{second: 3600, received: 9, sent: 0},
		{second: 3601, received: 5, sent: 0},
	]);
});

it('takes what is told again of a second as it is now, and seconds that ended together', () => {
	const second = (at: number, received: number) => ({second: at, received, sent: 1});
	const first = nextHistories(NO_HISTORIES, lists(1), {second: 11, inside: [second(10, 5), second(11, 6)]}, 3);
	const next = nextHistories(first, lists(1), {second: 13, inside: [second(11, 7), second(12, 8), second(13, 9)]}, 3);
	expect(next.traffic).toEqual([second(11, 7), second(12, 8), second(13, 9)]);
	expect(nextHistories(next, lists(1), {second: null, inside: null}, 3)).toBe(next);
});
