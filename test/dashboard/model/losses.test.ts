import {describe, expect, it} from 'vitest';
import {type LogEntry, logged, logUntil} from '../../../source/dashboard/model/log.js';
import {withLosses} from '../../../source/dashboard/model/losses.js';

const drops = (kernel: number, queue: number) => ({kernel, interface: null, queue});
const texts = (log: readonly LogEntry[]) => log.map(({text}) => text);

describe('losses in the log', () => {
	it('are one line for each stage and burst, however often both are told of', () => {
		let log: readonly LogEntry[] = [];
		for (let step = 1; step <= 10; step++) {
			log = withLosses(log, step * 500, drops((step - 1) * 3, step - 1), drops(step * 3, step));
		}
		expect(texts(log)).toEqual([
			'30 packets lost in the kernel, whose buffer was full',
			'10 packets lost because the analysis fell behind',
		]);
		log = withLosses(log, 60_000, drops(30, 10), drops(31, 10));
		expect(texts(log)).toHaveLength(3);
		expect(texts(log)[2]).toBe('1 packet lost in the kernel, whose buffer was full');
	});

	it('are none where nothing more is lost, or nothing is known', () => {
		expect(withLosses([], 1, drops(5, 5), drops(5, 5))).toEqual([]);
		const unknown = {kernel: null, interface: null, queue: null};
		expect(withLosses([], 1, unknown, unknown)).toEqual([]);
	});

	it('were as many at a moment as the line said then', () => {
		let log = withLosses([], 1000, drops(0, 0), drops(5, 0));
		log = withLosses(log, 2000, drops(5, 0), drops(9, 0));
		log = logged(log, 3000, 'info', 'capture ended');
		expect(texts(logUntil(log, 999))).toEqual([]);
		expect(texts(logUntil(log, 1500))).toEqual(['5 packets lost in the kernel, whose buffer was full']);
		expect(texts(logUntil(log, 2500))).toEqual(['9 packets lost in the kernel, whose buffer was full']);
		expect(texts(logUntil(log, 3000))).toHaveLength(2);
	});
});
