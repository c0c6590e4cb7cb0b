import {describe, expect, it} from 'vitest';
import {NO_LISTS, nextLists} from '../../../source/dashboard/model/lists.js';
import {NO_RATES, nextRates} from '../../../source/dashboard/model/rates.js';
import {Random} from '../../../source/engine/capture/demo/random.js';
import {endpoint, snapshotOf} from '../../helpers/snapshots.js';

const at = (bytes: number, sent: number, drops = 0) => {
	const snapshot = snapshotOf({drops: {kernel: drops, interface: null, queue: 0}});
	snapshot.totals = {...snapshot.totals, packets: bytes / 100, bytes};
	snapshot.endpoints = {distinct: 1, ipv4: 1, ipv6: 0, evicted: 0, top: [endpoint('192.0.2.1', sent, 0)]};
	return snapshot;
};

describe('rates', () => {
	it('are not known from one snapshot', () => {
		const rates = nextRates(NO_RATES, at(1000, 1000), 0);
		expect(rates.bytes).toBeNull();
		expect(rates.drops.kernel).toBeNull();
		expect(rates.lists.talkers.get('192.0.2.1')?.rate).toMatchObject({forth: null, back: null, bytes: null});
	});

	it('are differences over time', () => {
		const first = nextRates(NO_RATES, at(1000, 500), 0);
		const rates = nextRates(first, at(3000, 1500, 10), 2000);
		expect(rates.bytes).toBe(1000);
		expect(rates.packets).toBe(10);
		expect(rates.drops).toEqual({kernel: 5, interface: null, queue: 0});
		expect(rates.lists.talkers.get('192.0.2.1')).toMatchObject({
			rate: {forth: 500, back: 0, bytes: 500, sorting: 500},
		});
	});

	it('wait for enough time: snapshots that come at once after a hold-up are one interval', () => {
		const first = nextRates(NO_RATES, at(0, 0), 0);
		const early = nextRates(first, at(1000, 0), 100);
		expect(early).toBe(first);
		expect(nextRates(early, at(2000, 0), 1000).bytes).toBe(2000);
	});

	it('go to 0 in silence, and start again after a reset', () => {
		let rates = nextRates(nextRates(NO_RATES, at(0, 0), 0), at(50_000, 0), 500);
		for (let step = 2; step < 60; step++) {
			rates = nextRates(rates, at(50_000, 0), step * 500);
		}
		expect(rates.bytes).toBe(0);
		expect(nextRates(rates, at(100, 0), 60_000).bytes).toBeNull();
	});

	it.each([1, 2, 3, 4, 5, 6, 7, 8])('are those of now within two seconds after a flood (seed %i)', seed => {
		const random = new Random(seed);
		const step = () => random.between(200, 1000);
		const quiet = 1000 * random.between(0, 3);
		let [time, bytes] = [0, 0];
		let rates = nextRates(NO_RATES, at(0, 0), 0);
		while (time < 30_000) {
			const passed = step();
			time += passed;
			bytes += 1e9 * (passed / 1000);
			rates = nextRates(rates, at(bytes, 0), time);
		}
		expect(rates.bytes).toBeCloseTo(1e9, 0);
		const end = time;
		// a snapshot that comes later than a second after another is one that nobody has to wait for
		while (time <= end + 1000) {
			const passed = step();
			time += passed;
			bytes += quiet * (passed / 1000);
			rates = nextRates(rates, at(bytes, 0), time);
		}
		expect(time - end).toBeLessThanOrEqual(2000);
		expect(rates.bytes).toBeCloseTo(quiet, 3);
	});

	it('of one who was not in the list are not known, unless the list had everybody', () => {
		const everybody = snapshotOf({endpoints: {distinct: 0, ipv4: 0, ipv6: 0, evicted: 0, top: []}});
		expect(
			nextRates(nextRates(NO_RATES, everybody, 0), at(100, 1000), 1000).lists.talkers.get('192.0.2.1')?.rate.forth,
		).toBe(1000);
		const some = {...at(100, 1000), endpoints: {...at(100, 1000).endpoints, distinct: 9}};
		const before = {...some, endpoints: {...some.endpoints, top: [endpoint('192.0.2.9', 5000, 0)]}};
		const rows = nextRates(nextRates(NO_RATES, before, 0), some, 1000).lists.talkers;
		expect(rows.get('192.0.2.1')?.rate.forth).toBeNull();
	});

	it('are taken from what was busiest lately, of hosts as well that no total is large enough for yet', () => {
		const long = snapshotOf({
			endpoints: {distinct: 900, ipv4: 900, ipv6: 0, evicted: 0, top: [endpoint('192.0.2.1', 9e12, 0)]},
		});
		const loud = {
			...long,
			totals: {...long.totals, packets: 10},
			recent: {
				seconds: 0.5,
				endpoints: [{...endpoint('192.0.2.7', 4000, 1000), recent: {packets: 5, bytesSent: 4000, bytesReceived: 1000}}],
				conversations: [],
				flows: [],
			},
		};
		const rates = nextRates(nextRates(NO_RATES, long, 0), loud, 1000);
		expect(rates.lists.talkers.get('192.0.2.7')?.rate).toMatchObject({forth: 8000, back: 2000, packets: 10});
		expect(rates.lists.talkers.get('192.0.2.1')?.rate.bytes).toBe(0);
		// it stays for a while when it falls silent, and goes when it is not busy any more
		let silent = nextRates(rates, {...long, totals: loud.totals}, 2000);
		expect(silent.lists.talkers.has('192.0.2.7')).toBe(true);
		for (let step = 3; step < 60; step++) {
			silent = nextRates(silent, {...long, totals: loud.totals}, step * 1000);
		}
		expect([...silent.lists.talkers.keys()]).toEqual(['192.0.2.1']);
	});

	it('are kept of rows that no list has any more only up to a limit, those under a cursor apart', () => {
		const hosts = (from: number) =>
			snapshotOf({
				endpoints: {distinct: 9000, ipv4: 9000, ipv6: 0, evicted: 0, top: []},
				recent: {
					seconds: 1,
					endpoints: Array.from({length: 50}, (_, index) => ({
						...endpoint(`10.0.${from}.${index}`, 1e6, 0),
						recent: {packets: 1000, bytesSent: 1e6, bytesReceived: 0},
					})),
					conversations: [],
					flows: [],
				},
			});
		// fifty other hosts each second, each far too busy to be let go
		let lists = NO_LISTS;
		const selected = {keys: new Set(['10.0.0.49']), isHeld: false};
		for (let second = 0; second < 12; second++) {
			lists = nextLists(lists, hosts(second), 1, selected);
			expect(lists.talkers.size).toBeLessThanOrEqual(251);
		}
		expect(lists.talkers.size).toBeGreaterThanOrEqual(250);
		expect(lists.talkers.has('10.0.0.49')).toBe(true);
		// nor does an order that is held keep more
		const held = nextLists(lists, hosts(12), 1, {keys: new Set(), isHeld: true});
		expect(held.talkers.size).toBe(250);
	});
});
