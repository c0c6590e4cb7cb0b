import {describe, expect, it} from 'vitest';
import {type Lists, NO_LISTS, NO_RATE} from '../../../source/dashboard/model/lists.js';
import {
	askedColumn,
	BY_RATE,
	heldOrder,
	nextOrder,
	nextSorting,
	type Sorting,
	shownColumn,
	sortColumns,
	sortedBy,
} from '../../../source/dashboard/model/sorting.js';
import type {Flow} from '../../../source/engine/snapshot.js';
import {busySnapshot, endpoint} from '../../helpers/snapshots.js';

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

	it('of flows is by what comes in and what goes out, seen from inside, and by their processes', () => {
		const [first] = busySnapshot(0).flows.top;
		const flow = (key: string, a: string, b: string, [forth, back]: [number, number], process: string | null) => {
			const item: Flow = {
				...first,
				...{
					a: {...first.a, address: a},
					b: {...first.b, address: b},
					process: process === null ? null : {pid: 1, name: process},
				},
			};
			return [key, {key, item, rate: {...NO_RATE, bytes: forth + back, forth, back}, place: 0}] as const;
		};
		const flows = new Map([
			flow('out', '192.0.2.1', '203.0.113.1', [5, 1], 'nginx'),
			flow('in', '203.0.113.1', '192.0.2.1', [3, 2], 'curl'),
			flow('within', '192.0.2.1', '192.0.2.2', [1, 4], null),
		]);
		const by = (column: string) =>
			nextOrder({...NO_LISTS, flows}, 'flows', sortedBy(column), ['192.0.2.1', '192.0.2.2']).join(' ');
		expect(by('in')).toBe('within in out');
		expect(by('out')).toBe('out in within');
		expect(by('process')).toBe('in out within');
	});

	it('of flows without rates is by what came in and went out in all', () => {
		const flows = new Map(
			busySnapshot(0).flows.top.map((item, place) => [`${place}`, {key: `${place}`, item, rate: NO_RATE, place}]),
		);
		expect(nextOrder({...NO_LISTS, flows}, 'flows', sortedBy('in')).join(' ')).toBe('0 1 2 3');
		expect(nextOrder({...NO_LISTS, flows}, 'flows', {column: 'out', descending: false}).join(' ')).toBe('3 2 1 0');
	});

	it('of hosts is by application and by process, those without one last', () => {
		const host = (key: string, application: string | null, process: string | null) =>
			[key, {key, item: endpoint(key, 0, 0), rate: NO_RATE, place: 0, application, process}] as const;
		const talkers = new Map([host('a', 'tls', null), host('b', 'dns', 'ssh'), host('c', null, 'curl')]);
		const by = (column: string) => nextOrder({...NO_LISTS, talkers}, 'talkers', sortedBy(column)).join(' ');
		expect(by('application')).toBe('b a c');
		expect(by('process')).toBe('c b a');
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
		expect(askedColumn('flows', 'in', ALL)).toBe('in');
		expect(askedColumn('flows', 'in', NONE)).toBe('received');
		expect(askedColumn('flows', 'out', NONE)).toBe('sent');
		expect(nextSorting('flows', BY_RATE, NONE).column).toBe('total');
	});

	it('is by a column that is shown: of names and processes where there are such', () => {
		const lacking = {...ALL, lacks: ['process', 'name']};
		expect(shownColumn('process', lacking)).toBe('application');
		expect(shownColumn('name', lacking)).toBe('address');
		expect(shownColumn('process', ALL)).toBe('process');
		expect(sortColumns('flows')).toContain('process');
		expect(sortColumns('flows', lacking)).not.toContain('process');
		expect(nextSorting('talkers', sortedBy('application'), ALL).column).toBe('process');
		expect(nextSorting('talkers', sortedBy('application'), lacking).column).toBe('address');
		// it was chosen while there were processes
		expect(nextSorting('talkers', sortedBy('process'), lacking).column).toBe('address');
	});

	it('held, lets rows go and come without moving the others', () => {
		expect(heldOrder(['a', 'b', 'c'], listsOf({c: 1, a: 5, new: 900}), 'talkers')).toEqual(['a', 'c', 'new']);
	});
});
