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
	const add = (wall: number, bytes: number) => {
		histories = nextHistories(histories, lists(bytes), wall, {received: bytes, sent: 0}, 100);
	};
	for (const [wall, bytes] of [
		[7200.5, 1],
		[7200.9, 9],
		[7201, 2],
		[7202, 3],
		// An hour back, then on.
		[3600.2, 4],
		[3600.7, 9],
		[3601.2, 5],
	] as const) {
		add(wall, bytes);
	}
	expect(histories.second).toBe(3601);
	expect(histories.rows.talkers.get('a')).toEqual([1, 2, 3, 4, 5]);
	expect(histories.traffic).toEqual([
		{second: 3600, received: 4, sent: 0},
		{second: 3601, received: 5, sent: 0},
	]);
});
