import {describe, expect, it} from 'vitest';
import {CaptureTimeSeries} from '../../../source/engine/analysis/capture-time-series.js';
import type {Snapshot} from '../../../source/engine/snapshot.js';

/** @param cost milliseconds that a snapshot takes */
function timeLine(most: number, cost = 0) {
	const told: number[] = [];
	const taken: number[] = [];
	let clock = 0;
	let counted = 0;
	const line = new CaptureTimeSeries(
		{
			most,
			take(now) {
				clock += cost;
				taken.push(now);
				return {counted} as unknown as Snapshot;
			},
			tell: snapshot => told.push((snapshot as unknown as {counted: number}).counted),
			clock: () => clock,
		},
		{packet: () => counted++},
	);
	const packet = (seconds: number, nanoseconds = 0) =>
		line.packet(new Uint8Array(0), 0, 0, 60, seconds, nanoseconds, 1);
	return {
		packet,
		told,
		taken,
		get counted() {
			return counted;
		},
		pass(milliseconds: number) {
			clock += milliseconds;
		},
	};
}

describe('the time line of a file', () => {
	it('tells what was counted before the first packet of each further second', () => {
		const line = timeLine(100);
		for (const [seconds, nanoseconds] of [
			[10, 0],
			[10, 999_999_999],
			[11, 0],
			[14, 5],
			[14, 6],
			[15, 0],
		] as const) {
			line.packet(seconds, nanoseconds);
		}
		expect(line.told).toEqual([2, 3, 5]);
		expect(line.taken).toEqual([10_000, 11_000, 14_000, 15_000]);
		expect(line.counted).toBe(6);
	});

	it('is not moved by packets from before and by those without a time', () => {
		const line = timeLine(100);
		line.packet(10);
		line.packet(11);
		line.packet(5);
		line.packet(99, -1);
		line.packet(11);
		expect(line.told).toEqual([1]);
		expect(line.counted).toBe(5);
	});

	it('keeps a longer distance the longer the file is', () => {
		const line = timeLine(10);
		for (let second = 0; second < 1000; second++) {
			line.packet(second);
		}
		expect(line.told.length).toBeLessThan(50);
		expect(line.told.slice(0, 10)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
		expect(line.told.at(-1)! - line.told.at(-2)!).toBe(128);
	});

	it('spends no more than a part of the time that reading takes', () => {
		const line = timeLine(1_000_000, 100);
		for (let second = 0; second < 1000; second++) {
			line.packet(second);
			line.pass(10);
		}
		// 1.5 s are free; then 30 % of what passes: 10 s and what they take themselves
		expect(line.told.length).toBeGreaterThan(40);
		expect(line.told.length).toBeLessThan(75);
	});
});
