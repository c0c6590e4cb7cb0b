import {describe, expect, it} from 'vitest';
import {nextOrder} from '../../../source/components/talkers/state.js';
import {endpoint} from '../../helpers/snapshots.js';

const order = (previous: string[], rates: Record<string, number>) =>
	nextOrder(
		previous,
		Object.keys(rates).map(address => endpoint(address, 1, 1)),
		new Map(Object.entries(rates).map(([address, sorting]) => [address, {sent: null, received: null, sorting}])),
	).join(' ');

describe('the order of talkers', () => {
	it.each([
		['the first order is by rate', [], {a: 1000, b: 3000, c: 2000}, 'b c a'],
		['a row that is a little faster stays', ['a', 'b'], {a: 1000, b: 1100}, 'a b'],
		['a row that is clearly faster moves up', ['a', 'b'], {a: 1000, b: 1300}, 'b a'],
		['trickles do not jostle', ['a', 'b'], {a: 1, b: 50}, 'a b'],
		[
			'a row overtakes all that it is clearly faster than',
			['a', 'b', 'c', 'd'],
			{a: 1000, b: 1100, c: 1250, d: 1300},
			'c d a b',
		],
		['who is gone leaves no gap', ['a', 'x', 'b'], {a: 2000, b: 1000}, 'a b'],
		['who is new comes in by rate', ['a', 'b'], {a: 2000, b: 500, new: 1000}, 'a new b'],
	])('%s', (_, previous, rates, expected) => {
		expect(order(previous, rates)).toBe(expected);
	});

	it('stands still while rates flutter', () => {
		let rows = ['a', 'b', 'c'];
		for (let step = 0; step < 200; step++) {
			rows = order(rows, {a: 1000 + 60 * Math.sin(step), b: 990 + 60 * Math.cos(step), c: 980}).split(' ');
		}
		expect(rows).toEqual(['a', 'b', 'c']);
	});
});
