import {describe, expect, it} from 'vitest';
import {troubleRows} from '../../source/output/trouble.js';
import {analysed, data, handshake} from '../engine/collector/health/segments.js';

describe('the table "Trouble", of TCP segments', () => {
	it('has a row for each kind, its share of all segments and the flow that has most', () => {
		const rows = troubleRows(
			analysed([
				...handshake(),
				data(100, 1001),
				data(400, 1001),
				{from: 'b', at: 410, flags: 'A', seq: 5001, ack: 1101, window: 0},
				data(500, 900_000_000),
				data(600, 1201),
				data(601, 1101),
			]),
		);
		const flow = '192.0.2.1:40000 > 198.51.100.2:80 (1)';
		expect(rows).toEqual([
			['retransmitted segments (11%)', '1', flow],
			['segments out of order (11%)', '1', flow],
			['zero windows (11%)', '1', flow],
			['TCP segments off the window', '1', ''],
		]);
	});

	it('is empty when there is none', () => {
		expect(troubleRows(analysed([...handshake(), data(100, 1001)]))).toEqual([]);
	});
});
