import {expect, it} from 'vitest';
import {formatTimestamp, TimeRange} from '../../../source/engine/collector/time.js';

it.each([
	[952_109_329, 22_770_000, '952109329.022770000'],
	[0, 0, '0.000000000'],
	[0, 1, '0.000000001'],
	[-1, 0, '-1.000000000'],
	[-1, 250_000_000, '-0.750000000'],
	[-3, 999_999_999, '-2.000000001'],
	[18_446_744_073, 709_551_615, '18446744073.709551615'],
	[2 ** 53 - 1, 1, '9007199254740991.000000001'],
	[2 ** 53, 0, '9007199254740992.000000000'],
	[2 ** 53, 1_000_000_001, '9007199254740993.000000001'],
	[2 ** 64, 4_095_000_000_007, '18446744073709555711.000000007'],
	[-(2 ** 53) - 2, 1_000_000_000, '-9007199254740993.000000000'],
	[-(2 ** 63), 250_000_000, '-9223372036854775807.750000000'],
])('writes %i s %i ns as %s', (seconds, nanoseconds, text) => {
	expect(formatTimestamp(seconds, nanoseconds)).toBe(text);
});

it('keeps order of arrival apart from order of time', () => {
	const range = new TimeRange();
	for (const [seconds, nanoseconds] of [
		[5, 2],
		[5, 1],
		[9, 0],
		[5, 3],
	]) {
		range.add(seconds, nanoseconds);
	}
	expect(range.snapshot()).toEqual({first: '5.000000002', last: '5.000000003', min: '5.000000001', max: '9.000000000'});
});

it('knows no time before the first packet', () => {
	expect(new TimeRange().snapshot()).toEqual({first: null, last: null, min: null, max: null});
});
