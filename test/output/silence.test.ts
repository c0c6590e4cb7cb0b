/** Tables by time have a row for each second, also for those in which nothing came. */
import {describe, expect, it} from 'vitest';
import type {Snapshot, TimeStretch} from '../../source/engine/snapshot.js';
import {csvTable} from '../../source/output/csv.js';
import {MOST_SILENT, withSilence} from '../../source/output/silence.js';
import {secondsOfTcp, snapshotOf} from '../helpers/snapshots.js';

const at = (second: number, packets = 1) => ({time: `${second}.000000000`, packets});
const filled = (seconds: readonly number[], interval = 1, stretches: readonly TimeStretch[] = []) =>
	[
		...withSilence(
			seconds.map(second => at(second)),
			interval,
			stretches,
			time => ({time, packets: 0}),
		),
	].map(({time, packets}) => [Number(time), packets]);

describe('seconds without packets', () => {
	it('have their row, from the first packet to the last', () => {
		expect(filled([10, 11, 14])).toEqual([
			[10, 1],
			[11, 1],
			[12, 0],
			[13, 0],
			[14, 1],
		]);
		expect(filled([])).toEqual([]);
		expect(filled([-3, -1])).toEqual([
			[-3, 1],
			[-2, 0],
			[-1, 1],
		]);
	});

	it('have their row also where a double does not hold them', () => {
		const times = ['9223372036854775807.000000000', '9223372036854775810.000000000'];
		const rows = withSilence(
			times.map(time => ({time})),
			1,
			[],
			time => ({time}),
		);
		expect([...rows].map(({time}) => time.slice(0, -10).slice(-3))).toEqual(['807', '808', '809', '810']);
	});

	it('are intervals where these are longer', () => {
		expect(filled([8, 20], 4)).toEqual([
			[8, 1],
			[12, 0],
			[16, 0],
			[20, 1],
		]);
	});

	it('are none where the timestamps jump', () => {
		const stretches = [
			{first: 10, last: 11, shift: 0},
			{first: 20, last: 22, shift: -8},
		];
		expect(filled([10, 11, 20, 22], 1, stretches).map(([second]) => second)).toEqual([10, 11, 20, 21, 22]);
	});

	it('are bounded: the longest silences have none', () => {
		const far = 20 + 2 * MOST_SILENT;
		expect(filled([10, 12, far]).map(([second]) => second)).toEqual([10, 11, 12, far]);
		// both would be too many, and the one is as long as the other
		const half = MOST_SILENT / 2 + 2;
		expect(filled([0, half, 2 * half, 2 * half + 2])).toHaveLength(5);
	});

	it('are in the tables of the bandwidth and of TCP', () => {
		const stamp = (second: number) => `${second}.000000000`;
		const series = secondsOfTcp(3);
		series.samples.splice(1, 1);
		const snapshot = snapshotOf({
			bandwidth: {
				intervalSeconds: 1,
				samples: [10, 12].map(second => ({time: stamp(second), packets: 2, bytes: 120})),
			},
			health: {series} as unknown as Snapshot['health'],
		});
		expect([...csvTable('bandwidth').rows(snapshot)]).toEqual([
			[stamp(10), 2, 120],
			[stamp(11), 0, 0],
			[stamp(12), 2, 120],
		]);
		expect([...csvTable('tcp').rows(snapshot)][1]).toEqual([stamp(1_700_000_001), 0, 0, 0, null, null]);
	});
});
