/** Time that jumps, from seeds, through everything that goes by it: nothing is lost, nothing is counted twice, nothing stands still. */
import {describe, expect, it} from 'vitest';
import {CaptureTimeSeries} from '../../source/engine/analysis/capture-time-series.js';
import {Gate} from '../../source/engine/analysis/gate.js';
import {Analyzer} from '../../source/engine/collector/analyzer.js';
import {CaptureClock} from '../../source/engine/collector/capture-clock.js';
import {buildSnapshot} from '../../source/engine/collector/snapshot-builder.js';
import type {Snapshot} from '../../source/engine/snapshot.js';
import {steadySamples, steadySpan} from '../../source/format/steady-time.js';
import {jumpingStamps, type Stamp} from '../helpers/jumping-time.js';

const SEEDS = Array.from({length: 20}, (_, seed) => seed);
const FRAME = Buffer.from(`0200000000020200000000010800${'00'.repeat(46)}`, 'hex');

function snapshotOf(analyzer: Analyzer, recentSeconds: number | null = null): Snapshot {
	return buildSnapshot(analyzer, {
		generator: 'test',
		source: {kind: 'file', name: 'x', format: 'pcap', filter: null, snaplen: 0},
		declaredLinkTypes: [],
		drops: {kernel: null, interface: null, queue: 0},
		error: null,
		top: 10,
		recentSeconds,
	});
}

const analyze = (stamps: readonly Stamp[]) => {
	const analyzer = new Analyzer({top: 10, safe: text => text, limits: {endpoints: 16, conversations: 16, flows: 16}});
	for (const {seconds, nanoseconds} of stamps) {
		analyzer.batch.packet(FRAME, 0, FRAME.length, FRAME.length, seconds, nanoseconds, 1);
	}
	return snapshotOf(analyzer);
};

const every = (seconds: readonly number[]): Stamp[] => seconds.map(each => ({seconds: each, nanoseconds: 0}));

function clockAfter(stamps: readonly Stamp[]) {
	const clock = new CaptureClock();
	const seconds = stamps.map(({seconds, nanoseconds}) => {
		clock.add(seconds, nanoseconds);
		return clock.second;
	});
	return {clock, seconds};
}

describe('the clock of a capture', () => {
	it.each([
		['goes on where it was set back', [100, 101, 102, 42, 43], [100, 101, 102, 102, 103], 1],
		['goes on where it was set years on', [100, 101, 9_000_000, 9_000_001], [100, 101, 101, 102], 1],
		['takes a packet ten years off for what it is', [100, 101, 315_360_101, 102, 103], [100, 101, 101, 102, 103], 2],
		['takes a packet without a time for what it is', [1e9, 0, 1e9 + 1, 1e9 + 2], [1e9, 1e9, 1e9 + 1, 1e9 + 2], 2],
		['reads two captures in one at once', [5, 9e8, 6, 9e8 + 1, 7], [5, 5, 6, 6, 7], 4],
		['is not moved by reordering', [100, 99, 101, 96, 102], [100, 99, 101, 96, 102], 0],
		['knows a silence of days', [100, 500_000], [100, 500_000], 0],
		['keeps seconds past what a sum of doubles holds', [2 ** 60, 5, 6], [0, 0, 1], 1],
	])('%s', (_, stamps, expected, jumps) => {
		const {clock, seconds} = clockAfter(every(stamps));
		expect(seconds).toEqual(expected);
		expect(clock.jumps).toBe(jumps);
	});

	it('of what is captured here knows a step of a minute from a silence of one', () => {
		let now = 0;
		const clock = new CaptureClock();
		clock.goBy(() => now, true);
		const packet = (seconds: number) => {
			clock.add(seconds, 0);
			clock.received();
		};
		packet(1000);
		now = 60_000;
		packet(1060);
		expect(clock.jumps).toBe(0);
		now = 61_000;
		packet(1121);
		expect(clock.jumps).toBe(1);
		expect(clock.second).toBe(1061);
		now = 91_000;
		packet(1121 - 3600);
		expect([clock.jumps, clock.second]).toEqual([2, 1091]);
	});

	it('finds out that a pipe is live, and that another one is read at once', () => {
		for (const [pace, jumps] of [
			[1, 1],
			[100, 0],
		]) {
			let now = 0;
			const clock = new CaptureClock();
			clock.goBy(() => now, false);
			const packet = (seconds: number) => {
				clock.add(seconds, 0);
				clock.received();
			};
			for (let second = 0; second < 10; second++) {
				now = second * 1000;
				packet(1000 + second * pace);
			}
			now = 10_000;
			packet(1000 + 10 * pace + 3600);
			expect(clock.jumps).toBe(jumps);
		}
	});
});

describe.each(SEEDS)('with seed %d', seed => {
	const stamps = jumpingStamps(seed);

	it('steady time goes on, and no faster than the packets came', () => {
		const {seconds} = clockAfter(stamps);
		let top = seconds[0];
		let back = 0;
		let on = 0;
		for (const second of seconds) {
			back = Math.max(back, top - second);
			on = Math.max(on, second - top);
			top = Math.max(top, second);
		}
		expect(back).toBeLessThanOrEqual(13);
		expect(on).toBeLessThanOrEqual(61);
		expect(top - seconds[0]).toBeGreaterThan(60);
		expect(top - seconds[0]).toBeLessThan(300);
	});

	it.each([1, 10, 60])('each packet is in exactly one interval of %d s, and none is long', interval => {
		const intervals: number[] = [0];
		const times: number[][] = [[]];
		const gate = new Gate(
			{
				...{filter: null, from: null, to: null, limit: Number.POSITIVE_INFINITY, interval},
				onInterval: () => {
					intervals.push(0);
					times.push([]);
				},
				onShut: () => {},
			},
			{
				packet(_bytes, _start, _end, _length, seconds) {
					intervals[intervals.length - 1]++;
					times.at(-1)!.push(seconds);
				},
			},
		);
		for (const {seconds, nanoseconds} of stamps) {
			gate.packet(FRAME, 0, FRAME.length, FRAME.length, seconds, nanoseconds, 1);
		}
		expect(intervals.reduce((sum, packets) => sum + packets)).toBe(stamps.length);
		// 90 s and as many as the jumps begin; with time that stands still there would be a few
		const {seconds, clock} = clockAfter(stamps);
		expect(intervals.length).toBeGreaterThan((Math.max(...seconds) - seconds[0]) / interval / 2);
		expect(intervals.length).toBeLessThan(300 / interval + 2 * clock.jumps + 2);
		expect(Math.max(...intervals)).toBeLessThan(30 * interval + 100);
	});

	it('the time line of a file is told second by second, whatever the timestamps do', () => {
		const told: number[] = [];
		let counted = 0;
		const series = new CaptureTimeSeries(
			{
				most: 1000,
				take: now => ({now, counted}) as unknown as Snapshot,
				tell: snapshot => {
					told.push((snapshot as unknown as {now: number}).now);
				},
				clock: () => 0,
			},
			{packet: () => counted++},
		);
		for (const {seconds, nanoseconds} of stamps) {
			series.packet(FRAME, 0, FRAME.length, FRAME.length, seconds, nanoseconds, 1);
		}
		expect(told.every((now, i) => i === 0 || now > told[i - 1])).toBe(true);
		expect(told.length).toBeGreaterThan(60);
		expect(counted).toBe(stamps.length);
	});

	it('sums of samples are exact, by timestamps and on steady time', () => {
		const {totals, bandwidth, time} = analyze(stamps);
		const sum = (samples: readonly {packets: number}[]) => samples.reduce((all, {packets}) => all + packets, 0);
		expect(sum(bandwidth.samples)).toBe(totals.packets);
		const steady = steadySamples(bandwidth.samples, time.stretches ?? [], 1);
		expect(sum(steady)).toBe(totals.packets);
		expect(time.jumps).toBe(clockAfter(stamps).clock.jumps);
		expect(steadySpan(time)).toBeLessThan(300);
	});

	it('relative times take a stretch of the capture, absolute ones what bears those timestamps', () => {
		const {seconds} = clockAfter(stamps);
		const kept = (from: {seconds: number; relative: boolean}, to: {seconds: number; relative: boolean}) => {
			const found: number[] = [];
			const gate = new Gate(
				{
					...{filter: null, limit: Number.POSITIVE_INFINITY, interval: 0},
					from: {...from, nanoseconds: 0},
					to: {...to, nanoseconds: 0},
					onInterval: () => {},
					onShut: () => {},
				},
				{
					packet(_bytes, start) {
						found.push(start);
					},
				},
			);
			for (const [i, stamp] of stamps.entries()) {
				gate.packet(FRAME, i, FRAME.length, FRAME.length, stamp.seconds, stamp.nanoseconds, 1);
			}
			return found;
		};
		const between = (from: number, to: number, list: readonly number[]) =>
			list.flatMap((second, i) => {
				const at = second + stamps[i].nanoseconds / 1e9;
				return at >= from && at < to ? [i] : [];
			});
		const first = seconds[0] + stamps[0].nanoseconds / 1e9;
		expect(kept({seconds: 20, relative: true}, {seconds: 40, relative: true})).toEqual(
			between(first + 20, first + 40, seconds),
		);
		const raw = stamps.map(stamp => stamp.seconds);
		expect(kept({seconds: raw[0], relative: false}, {seconds: raw[0] + 30, relative: false})).toEqual(
			between(raw[0], raw[0] + 30, raw),
		);
	});
});
