import {describe, expect, it} from 'vitest';
import {type Lists, NO_LISTS} from '../../../source/dashboard/model/lists.js';
import {
	BY_RATE,
	heldOrder,
	nextOrder,
	nextSorting,
	type Sorting,
	sortedBy,
} from '../../../source/dashboard/model/sorting.js';
import {endpoint} from '../../helpers/snapshots.js';

const listsOf = (rates: Record<string, number>): Lists => ({
	...NO_LISTS,
	talkers: new Map(
		Object.entries(rates).map(([key, sorting]) => [
			key,
			{key, item: endpoint(key, sorting, 0), rate: {bytes: null, packets: null, forth: null, back: null, sorting}},
		]),
	),
});

const order = (previous: string[], rates: Record<string, number>, sorting: Sorting = BY_RATE) =>
	nextOrder(previous, listsOf(rates), 'talkers', sorting).join(' ');

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

describe('sorting', () => {
	it('goes the other way round, and keeps rows in their places there as well', () => {
		const upwards = {column: 'rate', descending: false};
		expect(order([], {a: 1000, b: 3000, c: 2000}, upwards)).toBe('a c b');
		expect(order(['a', 'b'], {a: 1100, b: 1000}, upwards)).toBe('a b');
		expect(order(['a', 'b'], {a: 2000, b: 1000}, upwards)).toBe('b a');
	});

	it('knows addresses as numbers, IPv4 before IPv6', () => {
		const rates = {'10.0.0.10': 1, '2001:db8::1': 2, '10.0.0.9': 3, '192.0.2.1': 4};
		expect(order([], rates, sortedBy('address'))).toBe('10.0.0.9 10.0.0.10 192.0.2.1 2001:db8::1');
	});

	it('goes through all columns and begins again', () => {
		let sorting: Sorting = BY_RATE;
		const seen = [];
		do {
			seen.push(sorting.column);
			sorting = nextSorting('flows', sorting);
		} while (sorting.column !== 'rate');
		expect(seen).toEqual(expect.arrayContaining(['rate', 'total', 'age', 'application', 'server']));
		expect(sorting).toEqual(BY_RATE);
	});

	it('held, lets rows go and come without moving the others', () => {
		expect(heldOrder(['a', 'b', 'c'], listsOf({c: 1, a: 5, new: 900}), 'talkers')).toEqual(['a', 'c', 'new']);
	});
});
