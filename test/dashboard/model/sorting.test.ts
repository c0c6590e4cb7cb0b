import {describe, expect, it} from 'vitest';
import {type Lists, NO_LISTS, NO_RATE} from '../../../source/dashboard/model/lists.js';
import {
	askedColumn,
	BY_RATE,
	heldOrder,
	nextOrder,
	nextSorting,
	type Sorting,
	sortedBy,
} from '../../../source/dashboard/model/sorting.js';
import {endpoint} from '../../helpers/snapshots.js';

const listsOf = (rates: Record<string, number>, gone: readonly string[] = []): Lists => ({
	...NO_LISTS,
	talkers: new Map(
		Object.entries(rates).map(([key, bytes], place) => {
			const rate = {...NO_RATE, bytes, avg10: {bytes, packets: 0}};
			return [key, {key, item: endpoint(key, bytes, 0), rate, place: gone.includes(key) ? null : place}];
		}),
	),
});

const ALL = {isLive: true, hasAverages: true};
const NONE = {isLive: false, hasAverages: false};

const order = (rates: Record<string, number>, sorting: Sorting = BY_RATE) =>
	nextOrder(listsOf(rates), 'talkers', sorting).join(' ');

describe('the order of rows', () => {
	it('is by the rate that is shown, in each frame', () => {
		expect(order({a: 1000, b: 3000, c: 2000})).toBe('b c a');
		expect(order({a: 1000, b: 1001})).toBe('b a');
		expect(order({a: 1000, b: 3000, c: 2000}, {column: 'rate', descending: false})).toBe('a c b');
	});

	it('is that of the analysis between rows that are equal', () => {
		expect(order({c: 0, a: 0, b: 0})).toBe('c a b');
	});

	it('has no row that is known for another reason than its place', () => {
		expect(nextOrder(listsOf({a: 1, b: 2}, ['b']), 'talkers', BY_RATE)).toEqual(['a']);
	});
});

describe('sorting', () => {
	it('knows addresses as numbers, IPv4 before IPv6', () => {
		const rates = {'10.0.0.10': 1, '2001:db8::1': 2, '10.0.0.9': 3, '192.0.2.1': 4};
		expect(order(rates, sortedBy('address'))).toBe('10.0.0.9 10.0.0.10 192.0.2.1 2001:db8::1');
	});

	it('goes through all columns and begins again', () => {
		let sorting: Sorting = BY_RATE;
		const seen = [];
		do {
			seen.push(sorting.column);
			sorting = nextSorting('flows', sorting, ALL);
		} while (sorting.column !== BY_RATE.column);
		expect(seen).toEqual(expect.arrayContaining(['rate', 'avg2', 'avg40', 'total', 'age', 'application', 'server']));
		expect(sorting).toEqual(BY_RATE);
	});

	it('by a rate is by the total where there are no rates', () => {
		expect(askedColumn('talkers', 'avg10', ALL)).toBe('avg10');
		expect(askedColumn('talkers', 'avg10', NONE)).toBe('total');
		expect(askedColumn('talkers', 'sent', ALL)).toBe('forth');
		expect(askedColumn('talkers', 'sent', NONE)).toBe('sent');
		expect(askedColumn('flows', 'avg40', {isLive: true, hasAverages: false})).toBe('rate');
		expect(nextSorting('flows', BY_RATE, NONE).column).toBe('total');
	});

	it('held, lets rows go and come without moving the others', () => {
		expect(heldOrder(['a', 'b', 'c'], listsOf({c: 1, a: 5, new: 900}), 'talkers')).toEqual(['a', 'c', 'new']);
	});
});
