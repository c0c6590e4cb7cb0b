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
		])
			bandwidth.add(second, bytes);
		expect(bandwidth.snapshot()).toEqual({
			intervalSeconds: 1,
			samples: [
				{time: '10.000000000', packets: 1, bytes: 50},
				{time: '11.000000000', packets: 1, bytes: 7},
				{time: '12.000000000', packets: 2, bytes: 101},
			],
		});
		expect(bandwidth.snapshot(1).samples.map(({time}) => time)).toEqual(['12.000000000']);
	});

	it('widens its interval instead of growing, and loses nothing', () => {
		const random = seeded(3);
		const bandwidth = new Bandwidth(64);
		let packets = 0;
		let bytes = 0;
		for (let i = 0; i < 20_000; i++) {
			const length = Math.floor(random() * 1500);
			bandwidth.add(1_700_000_000 + Math.floor(random() * 2 ** (i % 34)), length);
			packets++;
			bytes += length;
		}

		const {intervalSeconds, samples} = bandwidth.snapshot();
		expect(samples.length).toBeLessThanOrEqual(64);
		expect(Math.log2(intervalSeconds) % 1).toBe(0);
		expect(samples.reduce((sum, sample) => sum + sample.packets, 0)).toBe(packets);
		expect(samples.reduce((sum, sample) => sum + sample.bytes, 0)).toBe(bytes);
		for (const {time} of samples) expect(Number(time) % intervalSeconds).toBe(0);
	});

	it('takes times before 1970', () => {
		const bandwidth = new Bandwidth(2);
		for (const second of [-5, -4, -3, 2]) bandwidth.add(second, 1);
		expect(bandwidth.snapshot().samples.reduce((sum, sample) => sum + sample.packets, 0)).toBe(4);
	});
});
