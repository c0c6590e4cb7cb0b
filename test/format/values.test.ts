import {describe, expect, it} from 'vitest';
import {shortenAddress} from '../../source/format/addresses.js';
import {bar, sparkline} from '../../source/format/bars.js';
import {elapsed, fileStamp, silence, span} from '../../source/format/durations.js';
import {
	bitRate,
	bytes,
	count,
	niceCeiling,
	packetRate,
	percent,
	rateMark,
	shortCount,
} from '../../source/format/numbers.js';

const NAN = Number.NaN;

describe('numbers', () => {
	it.each([
		[0, '0 B'],
		[999, '999 B'],
		[1000, '1.00 kB'],
		[1234, '1.23 kB'],
		[12_345, '12.3 kB'],
		[999_499, '999 kB'],
		[999_999, '1.00 MB'],
		[1.5e15, '1.50 PB'],
		[null, 'n/a'],
		[NAN, 'n/a'],
	])('bytes(%d) = %s', (value, expected) => {
		expect(bytes(value)).toBe(expected);
	});

	it.each([
		[0, '0 b/s'],
		[125_000, '1.00 Mb/s'],
		[12, '96 b/s'],
		[Number.POSITIVE_INFINITY, 'n/a'],
		[null, 'n/a'],
	])('bitRate(%d) = %s', (value, expected) => {
		expect(bitRate(value)).toBe(expected);
	});

	it.each([
		[0, '0 b/s'],
		[0.001_5 / 8, '0.0015 b/s'],
		[0.5 / 8, '0.5 b/s'],
		[4 / 8, '4 b/s'],
		[125_000, '1.00 Mb/s'],
	])('rateMark(%d) = %s', (value, expected) => {
		expect(rateMark(value)).toBe(expected);
	});

	it.each([
		[0, '0 p/s'],
		[0.01, '0.1 p/s'],
		[9.94, '9.9 p/s'],
		[9.96, '10 p/s'],
		[999, '999 p/s'],
		[999.6, '1.00 kp/s'],
		[null, 'n/a'],
	])('packetRate(%d) = %s', (value, expected) => {
		expect(packetRate(value)).toBe(expected);
	});

	it.each([
		[0, '0%'],
		[0.0001, '<0.1%'],
		[0.0123, '1.2%'],
		[0.34, '34%'],
		[0.9999, '99%'],
		[1, '100%'],
		[NAN, '0%'],
	])('percent(%d) = %s', (value, expected) => {
		expect(percent(value)).toBe(expected);
	});

	it('counts', () => {
		expect(count(1_234_567)).toBe('1,234,567');
		expect(count(null)).toBe('n/a');
		expect(shortCount(99_999)).toBe('99,999');
		expect(shortCount(123_456)).toBe('123 k');
	});

	it.each([
		[0, 1],
		[1, 1],
		[1.1, 2],
		[51.5, 60],
		[85, 100],
		[NAN, 1],
	])('niceCeiling(%d) = %d', (value, expected) => {
		expect(niceCeiling(value)).toBe(expected);
	});
});

describe('durations', () => {
	it.each([
		[0.9, '0s'],
		[99.9, '99s'],
		[100, '1m'],
		[6001, '1h'],
		[359_999, '99h'],
		[360_000, '4d'],
		[1e12, '999d'],
	])('silence(%d) = %s', (value, expected) => {
		expect(silence(value)).toBe(expected);
	});

	it.each([
		[0.9, '0:00'],
		[754, '12:34'],
		[3723, '1:02:03'],
		[183_845, '2d 03:04:05'],
		[null, 'n/a'],
		[-1, 'n/a'],
	])('elapsed(%d) = %s', (value, expected) => {
		expect(elapsed(value)).toBe(expected);
	});

	it.each([
		[0, '0s'],
		[45, '45s'],
		[60, '1m'],
		[90, '1m30s'],
		[3600, '1h'],
	])('span(%d) = %s', (value, expected) => {
		expect(span(value)).toBe(expected);
	});

	it('stamps a file', () => {
		expect(fileStamp(new Date(2026, 1, 3, 4, 5, 6))).toBe('20260203-040506');
	});
});

describe('addresses', () => {
	it.each([
		['192.0.2.200', 15, '192.0.2.200'],
		['2001:db8:1:2:3:4:5:6', 39, '2001:db8:1:2:3:4:5:6'],
		['2001:db8:1:2:3:4:5:6', 15, '2001:db8:1:\u2026:6'],
		['2001:db8:1::14:ac48:f034', 16, '2001:db8:\u2026:f034'],
		['fe80::ffff:ffff:ffff:ffff', 12, 'fe80::\u2026:ffff'],
		['fe80::3cf1:2ff:fe00:1', 16, 'fe80::3cf1:\u2026:1'],
		['2001:db8:1:2:3::', 14, '2001:db8:1:\u2026::'],
		['::ffff:192.0.2.200', 14, '::ffff\u20260.2.200'],
	])('shortens %s to %i', (address, width, expected) => {
		const text = shortenAddress(address, width);
		expect(text).toBe(expected);
		expect(text.length).toBeLessThanOrEqual(width);
	});
});

describe('bars', () => {
	const LEVELS = ['_', '1', '2', '3', '4'];

	it('draws a sparkline with gaps, the newest last', () => {
		expect(sparkline([NAN, 0, 1, 50, 100], 6, LEVELS)).toBe('  _124');
		expect(sparkline([1, 2, 3, 4], 2, LEVELS)).toBe('34');
		expect(sparkline([], 3, LEVELS)).toBe('   ');
		expect(sparkline([NAN, NAN], 3, LEVELS)).toBe('   ');
		expect(sparkline([0, 0], 2, LEVELS)).toBe('__');
	});

	it('draws a bar of exactly its width', () => {
		expect(bar(1, 4, ['-', '#'])).toBe('####');
		expect(bar(0.5, 4, ['-', '#'])).toBe('##  ');
		expect(bar(0.001, 4, ['-', '#'])).toBe('-   ');
		expect(bar(0, 4, ['-', '#'])).toBe('    ');
		expect(bar(NAN, 2, ['-', '#'])).toBe('  ');
	});
});
