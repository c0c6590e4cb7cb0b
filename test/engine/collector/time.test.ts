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
