import {describe, expect, it} from 'vitest';
import {decode, encode, shrink} from '../../../source/dashboard/history/pack.js';
import {Ring} from '../../../source/dashboard/history/ring.js';

const row = (address: string, bytes: number) => ({address, bytes, name: null, rate: {bytes: bytes / 4, packets: 1}});
const moment = (second: number) => ({
	second,
	rows: Array.from({length: 30}, (_, index) => row(`192.0.2.${index}`, second * index)),
	byKey: new Map([['192.0.2.1', row('192.0.2.1', second)]]),
});

describe('packing', () => {
	it.each([
		['nothing', null],
		['text', 'caf\u00e9 \u65e5'],
		['numbers', [0, -1, 1.5, 9_007_199_254_740_991]],
		['rows of one shape', [row('a', 3), row('b', 6)]],
		[
			'rows of several shapes, in which a field may be absent',
			[
				{a: 1, b: 2},
				{a: 1, c: 2},
			],
		],
		[
			'fields in another order',
			[
				{a: 1, b: 2},
				{b: 2, a: 1},
			],
		],
		['maps in maps', new Map([['x', new Map([['y', [row('a', 3), row('b', 6)]]])]])],
		['empty ones', {list: [], map: new Map(), object: {}}],
	])('gives back %s', (_, value) => {
		expect(decode(encode(value))).toEqual(value);
	});

	it('holds on to no more memory than it counts', () => {
		const bytes = shrink(encode(moment(1)), null);
		expect(bytes.buffer.byteLength).toBe(bytes.length);
	});

	it('keeps four decimals', () => {
		expect(decode(encode({rate: 1 / 3}))).toEqual({rate: 0.3333});
	});
});

describe('the ring', () => {
	const filled = (count: number, limits = {seconds: 3600, bytes: 1e9, whenFull: 'forget' as 'forget' | 'thin'}) => {
		const ring = new Ring<ReturnType<typeof moment>>(limits);
		for (let second = 1; second <= count; second++) {
			ring.add(second, moment(second));
		}
		return ring;
	};

	it('goes on when the clock is set back: what it takes back is forgotten, all of it', () => {
		const ring = filled(200);
		expect([ring.add(200, moment(0)), ring.add(130, moment(0))]).toEqual([false, false]);
		expect(ring.seconds().at(-1)).toBe(130);
		for (let second = 131; second <= 300; second++) {
			expect(ring.add(second, moment(second + 1000))).toBe(true);
		}
		expect(ring.seconds()).toEqual(Array.from({length: 300}, (_, index) => index + 1));
		expect(ring.at(130)!.value).toEqual(moment(130));
		expect(ring.at(131)!.value).toEqual(moment(1131));
		expect(ring.add(-5, moment(-5))).toBe(true);
		expect(ring.seconds()).toEqual([-5]);
		expect(ring.bytes).toBeLessThan(3 * filled(1).bytes);
	});

	it('gives every second back, over several groups', () => {
		const ring = filled(200);
		for (const second of [1, 59, 60, 61, 120, 199, 200]) {
			expect(ring.at(second)).toEqual({second, value: moment(second)});
		}
	});

	it('gives the second before where there is none, and the oldest before all', () => {
		const ring = new Ring<string>();
		expect(ring.at(5)).toBeNull();
		ring.add(10, 'ten');
		ring.add(20, 'twenty');
		expect(ring.at(19)).toEqual({second: 10, value: 'ten'});
		expect(ring.at(9)).toEqual({second: 10, value: 'ten'});
		expect(ring.at(99)).toEqual({second: 20, value: 'twenty'});
	});

	it('takes no second twice', () => {
		const ring = new Ring<string>();
		expect([ring.add(10, 'a'), ring.add(10, 'b')]).toEqual([true, false]);
		expect(ring.seconds()).toEqual([10]);
		expect(ring.at(10)?.value).toBe('a');
	});

	it('forgets the oldest when it is full, and their bytes with them', () => {
		const whole = filled(3600);
		const ring = filled(3600 + 600, {seconds: 3600, bytes: 1e9, whenFull: 'forget'});
		expect(ring.seconds()).toHaveLength(3600);
		expect(ring.seconds()[0]).toBe(601);
		expect(ring.at(601)).toEqual({second: 601, value: moment(601)});
		expect(ring.bytes).toBeLessThan(whole.bytes * 1.1);
	});

	it('keeps to its bytes', () => {
		const ring = filled(500, {seconds: 3600, bytes: 50_000, whenFull: 'forget'});
		expect(ring.bytes).toBeLessThanOrEqual(50_000);
		expect(ring.seconds().at(-1)).toBe(500);
		expect(ring.seconds().length).toBeGreaterThan(10);
	});

	it('thins out over the whole length where nothing may be forgotten', () => {
		const ring = filled(100, {seconds: 16, bytes: 1e9, whenFull: 'thin'});
		const seconds = ring.seconds();
		expect(seconds.length).toBeLessThanOrEqual(16);
		expect(seconds[0]).toBe(1);
		expect(seconds.at(-1)).toBe(100);
		for (const second of seconds) {
			expect(ring.at(second)?.value).toEqual(moment(second));
		}
	});

	it('is empty after clear', () => {
		const ring = filled(100);
		ring.clear();
		expect([ring.bytes, ring.seconds(), ring.at(3)]).toEqual([0, [], null]);
		expect(ring.add(1, moment(1))).toBe(true);
	});
});
