import {describe, expect, it} from 'vitest';
import {Bandwidth} from '../../../source/engine/collector/bandwidth.js';
import {seeded} from './random.js';

describe('Bandwidth', () => {
	it('counts per second, in order of time, whatever the order of arrival', () => {
		const bandwidth = new Bandwidth(100);
		for (const [second, bytes] of [
			[12, 100],
			[10, 50],
			[12, 1],
			[11, 7],
		]) {
			bandwidth.add(second, 0, bytes);
		}
		expect(bandwidth.snapshot()).toEqual({
			intervalSeconds: 1,
			samples: [
				{time: '10.000000000', packets: 1, bytes: 50},
				{time: '11.000000000', packets: 1, bytes: 7},
				{time: '12.000000000', packets: 2, bytes: 101},
			],
		});
		expect(bandwidth.snapshot(2).samples.map(({time}) => time)).toEqual(['11.000000000', '12.000000000']);
	});

	it.each([
		['forwards', 0],
		['also backwards', 30],
	])('what has changed since a turn makes the whole, put together by time: %s', (_name, back) => {
		const random = seeded(7);
		const bandwidth = new Bandwidth(10_000);
		const together = new Map<string, unknown>();
		let [turn, second, told] = [0, 1000, 0];
		for (let record = 0; record < 200; record++) {
			for (let i = 0; i < 20; i++) {
				second += Math.floor(random() * 3) - (random() < 0.1 ? back : 0);
				bandwidth.add(second, 0, 60);
			}
			const {samples} = bandwidth.since(turn);
			turn = bandwidth.turn;
			told += samples.length;
			for (const sample of samples) {
				together.set(sample.time, sample);
			}
		}
		const {samples} = bandwidth.snapshot();
		expect([...together.keys()].sort()).toEqual(samples.map(({time}) => time).sort());
		expect(samples.map(({time}) => together.get(time))).toEqual(samples);
		// each record tells of what it counted, and of one that was begun before
		expect(told).toBeLessThanOrEqual(200 * 21);
	});

	it('widens its interval instead of growing, and loses nothing', () => {
		const random = seeded(3);
		const bandwidth = new Bandwidth(64);
		let packets = 0;
		let bytes = 0;
		for (let i = 0; i < 20_000; i++) {
			const length = Math.floor(random() * 1500);
			bandwidth.add(1_700_000_000 + Math.floor(random() * 2 ** (i % 34)), 0, length);
			packets++;
			bytes += length;
		}

		const {intervalSeconds, samples} = bandwidth.snapshot();
		expect(samples.length).toBeLessThanOrEqual(64);
		expect(Math.log2(intervalSeconds) % 1).toBe(0);
		expect(samples.reduce((sum, sample) => sum + sample.packets, 0)).toBe(packets);
		expect(samples.reduce((sum, sample) => sum + sample.bytes, 0)).toBe(bytes);
		for (const {time} of samples) {
			expect(Number(time) % intervalSeconds).toBe(0);
		}
	});

	it('tells what is counted now when the clock was set back, into seconds that were counted or not', () => {
		const bandwidth = new Bandwidth(86_400);
		const hour = 3600;
		const run = (from: number, to: number) => {
			for (let second = from; second < to; second++) {
				bandwidth.add(second, 0, 100);
			}
		};
		const latest = () => bandwidth.snapshot(600).samples.map(({time, packets}) => [Number(time), packets]);
		run(10 * hour, 12 * hour);
		run(9 * hour, 9 * hour + 10);
		expect(latest().slice(0, 10)).toEqual(Array.from({length: 10}, (_, at) => [9 * hour + at, 1]));
		expect(latest()).toHaveLength(600);
		run(11 * hour, 11 * hour + 700);
		expect(latest()).toEqual(Array.from({length: 600}, (_, at) => [11 * hour + 100 + at, 2]));
		const {samples} = bandwidth.snapshot();
		expect(samples.map(({time}) => Number(time))).toEqual(samples.map(({time}) => Number(time)).sort((a, b) => a - b));
		expect(samples.reduce((sum, {packets}) => sum + packets, 0)).toBe(2 * hour + 710);
	});

	it('takes times before 1970', () => {
		const bandwidth = new Bandwidth(2);
		for (const second of [-5, -4, -3, 2]) {
			bandwidth.add(second, 0, 1);
		}
		expect(bandwidth.snapshot().samples.reduce((sum, sample) => sum + sample.packets, 0)).toBe(4);
	});
});
