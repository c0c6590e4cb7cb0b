import {describe, expect, it} from 'vitest';
import {inTotals, NO_RATES, nextRates} from '../../../source/dashboard/model/rates.js';
import {rowsBetween} from '../../helpers/rows.js';
import {endpoint, snapshotOf} from '../../helpers/snapshots.js';

const at = (bytes: number, sent: number, drops = 0) => {
	const snapshot = snapshotOf({drops: {kernel: drops, interface: null, queue: 0}});
	snapshot.totals = {...snapshot.totals, packets: bytes / 100, bytes};
	snapshot.endpoints = {distinct: 1, ipv4: 1, ipv6: 0, evicted: 0, top: [endpoint('192.0.2.1', sent, 0)]};
	return snapshot;
};

const second = rowsBetween(at(1000, 500), at(3000, 1500), 2);

describe('rates', () => {
	it('are not known before a second is over, nor of a snapshot alone', () => {
		for (const rows of [{...second, second: null}, null]) {
			const rates = nextRates(NO_RATES, at(1000, 1000), rows, 0);
			expect(rates.bytes).toBeNull();
			expect(rates.drops.kernel).toBeNull();
			expect(rates.lists.talkers.get('192.0.2.1')?.rate).toMatchObject({forth: null, back: null, bytes: null});
		}
	});

	it('are what was counted in the windows, over their seconds', () => {
		const rates = nextRates(NO_RATES, at(3000, 1500), second, 2000);
		expect(rates).toMatchObject({second: 0, bytes: 1000, packets: 10});
		expect(rates.lists.talkers.get('192.0.2.1')).toMatchObject({
			rate: {forth: 500, back: 0, bytes: 500, avg10: {bytes: 500}},
			place: 0,
		});
		expect(rates.extents.talkers).toEqual({total: 1, known: 1, found: 1, offset: 0});
	});

	it('are none of the totals of a whole file', () => {
		const rates = inTotals(nextRates(NO_RATES, at(3000, 1500), second, 2000));
		expect(rates).toMatchObject({second: null, bytes: null, packets: null});
		expect(rates.lists.talkers.get('192.0.2.1')?.rate.bytes).toBeNull();
	});
});

describe('drops', () => {
	it('are told per second since the snapshot before, over enough time', () => {
		const first = nextRates(NO_RATES, at(1000, 500), second, 0);
		const early = nextRates(first, at(2000, 500, 4), second, 100);
		expect(early.drops.kernel).toBeNull();
		const next = nextRates(early, at(3000, 1500, 10), second, 2000);
		expect(next.drops).toEqual({kernel: 5, interface: null, queue: 0});
		expect(nextRates(next, at(3000, 1500, 90), second, 2100).drops.kernel).toBe(5);
	});
});
