import {describe, expect, it} from 'vitest';
import {renderChart} from '../../../source/output/chart/render.js';
import {bandwidthSeries, clockStep, protocolRows, sizeRows, talkerRows} from '../../../source/output/chart/series.js';
import {clockOf, dateAndTime, knownTimeZone, timeMark, timeMarks} from '../../../source/output/chart/time-zone.js';
import {endpoint, snapshotOf, stamp} from '../../helpers/snapshots.js';

const protocol = (name: string, bytes: number) => ({name, packets: 1, bytes});

describe('protocolRows', () => {
	const snapshot = snapshotOf({
		totals: {...snapshotOf({}).totals, packets: 9, bytes: 1000},
		protocols: {
			link: [protocol('eth', 1000)],
			network: [protocol('ipv6', 300), protocol('ipv4', 700)],
			transport: [protocol('tcp', 600)],
			application: [protocol('a', 5), protocol('b', 400), protocol('c', 10), protocol('d', 20)],
		},
	});

	it('lists layer by layer, by bytes, with shares of all bytes', () => {
		expect(protocolRows(snapshot, 50).map(({layer, name, share}) => [layer, name, share])).toEqual([
			['link', 'eth', 1],
			['network', 'ipv4', 0.7],
			['network', 'ipv6', 0.3],
			['transport', 'tcp', 0.6],
			['application', 'b', 0.4],
			['application', 'd', 0.02],
			['application', 'c', 0.01],
			['application', 'a', 0.005],
		]);
	});

	it('joins the smallest where there is no room, and loses nothing', () => {
		const rows = protocolRows(snapshot, 6);
		expect(rows.map(({name}) => name)).toEqual(['eth', 'ipv4', 'ipv6', 'tcp', 'b', '3 others']);
		expect(rows.at(-1)).toMatchObject({bytes: 35, packets: 3});
		expect(protocolRows(snapshot, 1).map(({name}) => name)).toEqual(['eth', '2 others', 'tcp', '4 others']);
	});
});

describe('talkerRows', () => {
	it('takes those with the most bytes in both directions', () => {
		const top = [endpoint('192.0.2.1', 10, 0), endpoint('192.0.2.2', 5, 50), endpoint('192.0.2.3', 20, 0)];
		const rows = talkerRows(snapshotOf({endpoints: {distinct: 3, ipv4: 3, ipv6: 0, evicted: 0, top}}), 2);
		expect(rows.map(({address}) => address)).toEqual(['192.0.2.2', '192.0.2.3']);
	});
});

describe('sizeRows', () => {
	const range = (from: number, packets: number) => ({from, to: from + 1, packets, bytes: packets});

	it('ends with the longest packet', () => {
		const packetSizes = [range(0, 0), range(2, 5), range(4, 0), range(6, 1), range(8, 0)];
		expect(sizeRows(snapshotOf({packetSizes})).map(({from}) => from)).toEqual([0, 2, 4, 6]);
		expect(sizeRows(snapshotOf({packetSizes: [range(0, 0)]}))).toEqual([]);
	});
});

describe('bandwidthSeries', () => {
	const series = (times: number[], room: number, intervalSeconds = 1) =>
		bandwidthSeries(
			snapshotOf({
				bandwidth: {intervalSeconds, samples: times.map(time => ({time: stamp(time), packets: 1, bytes: 100}))},
			}),
			room,
		);

	it('fills what had no packets with nothing', () => {
		expect(series([10, 11, 14], 100)).toEqual({start: 10, step: 1, bits: [800, 800, 0, 0, 800]});
		expect(series([], 100)).toBeNull();
		expect(series([7], 100)).toEqual({start: 7, step: 1, bits: [800]});
	});

	it.each([
		[[10, 11, 14, 3000], 100, 1],
		[[-50, 0, 1e9], 640, 1],
		[[0, 64, 128, 640_000], 50, 64],
		[[1_470_104_373, 1_654_385_236], 300, 1],
	])('%j in %i steps keeps every byte and stays within its room', (times, room, interval) => {
		const {start, step, bits} = series(times, room, interval)!;
		expect(bits.length).toBeLessThanOrEqual(room);
		expect(step % interval).toBe(0);
		expect(start).toBeLessThanOrEqual(times[0]);
		expect(bits.reduce((sum, value) => sum + (value * step) / 8, 0)).toBeCloseTo(100 * times.length, 6);
	});
});

describe('times as far from 1970 as a capture can put them', () => {
	it.each([2 ** 54, 2 ** 63 - 100_000, -(2 ** 63)])(
		'%d are drawn where a second more is the same number',
		async far => {
			const time = `${BigInt(far)}.000000000`;
			const samples = [{time, packets: 1, bytes: 100}];
			const snapshot = snapshotOf({
				bandwidth: {intervalSeconds: 1, samples},
				time: {first: time, last: time, min: time, max: time},
			});
			expect(bandwidthSeries(snapshot, 100)).toEqual({start: far, step: 1, bits: [800]});
			expect(timeMarks(far, far + 1, 1, clockOf('UTC', far)).length).toBeLessThanOrEqual(2);
			const picture = await renderChart(snapshot);
			expect(picture).toContain(`${BigInt(far)} s – ${BigInt(far)} s UTC`);
			expect(picture).not.toMatch(/NaN|Infinity/);
		},
	);
});

describe('times', () => {
	it('steps as clocks do', () => {
		expect([0.5, 1, 3, 16, 61, 4000, 86_400, 100_000].map(clockStep)).toEqual([
			1, 1, 5, 30, 120, 7200, 86_400, 172_800,
		]);
	});

	it.each([
		['UTC', 1_700_000_000, 'UTC', '2023-11-14 22:13:20'],
		['Europe/Berlin', 1_700_000_000, 'Europe/Berlin (UTC+01:00)', '2023-11-14 23:13:20'],
		['Europe/Berlin', 1_690_000_000, 'Europe/Berlin (UTC+02:00)', '2023-07-22 06:26:40'],
		['Asia/Kolkata', 1_700_000_000, 'Asia/Kolkata (UTC+05:30)', '2023-11-15 03:43:20'],
		['America/St_Johns', 1_700_000_000, 'America/St_Johns (UTC-03:30)', '2023-11-14 18:43:20'],
		['UTC', -1, 'UTC', '1969-12-31 23:59:59'],
		['UTC', 9e15, 'UTC', '9000000000000000 s'],
	])('%s at %i', (zone, moment, label, text) => {
		const clock = clockOf(zone, moment);
		expect(clock.label).toBe(label);
		expect(dateAndTime(moment, clock)).toBe(text);
	});

	it('knows the zones there are', () => {
		expect(knownTimeZone('europe/berlin')).toBe('Europe/Berlin');
		expect(knownTimeZone('Mars/Olympus')).toBeNull();
	});

	it('marks full hours of the zone, and its days', () => {
		const clock = clockOf('Asia/Kolkata', 1_700_000_000);
		const marks = timeMarks(1_700_000_000, 1_700_000_000 + 6 * 3600, 7200, clock);
		expect(marks.map(mark => timeMark(mark, 7200, clock))).toEqual(['04:00', '06:00', '08:00']);
		const utc = clockOf('UTC', 0);
		expect(timeMark(86_400, 3600, utc)).toBe('01-02');
		expect(timeMark(5, 5, utc)).toBe('00:00:05');
		expect(timeMark(86_400, 172_800, utc)).toBe('1970-01-02');
	});
});
