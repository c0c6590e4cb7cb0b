import {describe, expect, it} from 'vitest';
import {NO_RATES, nextRates} from '../../../source/components/app/rates.js';
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
		expect(rates.endpoints.get('192.0.2.1')).toBeUndefined();
	});

	it('are differences over time', () => {
		const first = nextRates(NO_RATES, at(1000, 500), 0);
		const rates = nextRates(first, at(3000, 1500, 10), 2000);
		expect(rates.bytes).toBe(1000);
		expect(rates.packets).toBe(10);
		expect(rates.drops).toEqual({kernel: 5, interface: null, queue: 0});
		expect(rates.endpoints.get('192.0.2.1')).toEqual({sent: 500, received: 0, sorting: 500});
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

	it('of one who was not in the list are not known, unless the list had everybody', () => {
		const everybody = snapshotOf({endpoints: {distinct: 0, ipv4: 0, ipv6: 0, evicted: 0, top: []}});
		expect(nextRates(nextRates(NO_RATES, everybody, 0), at(100, 1000), 1000).endpoints.get('192.0.2.1')?.sent).toBe(
			1000,
		);
		const some = snapshotOf({endpoints: {distinct: 9, ipv4: 9, ipv6: 0, evicted: 0, top: []}});
		expect(nextRates(nextRates(NO_RATES, some, 0), at(100, 1000), 1000).endpoints.get('192.0.2.1')?.sent).toBeNull();
	});
});
