import {expect, it} from 'vitest';
import {parseTime} from '../../../source/commands/shared/capture-time.js';

it.each([
	['952109329', 952_109_329, 0, false],
	['952109329.000000001', 952_109_329, 1, false],
	['+1.5', 1, 500_000_000, true],
	['2000-03-03', 952_041_600, 0, false],
	['2000-03-03T18:48:49Z', 952_109_329, 0, false],
	['2000-03-03 18:48:49.022770123', 952_109_329, 22_770_123, false],
	['2000-03-03T18:48', 952_109_280, 0, false],
	['2000-03-03T19:48:49+01:00', 952_109_329, 0, false],
	['2000-03-03T13:18:49-0530', 952_109_329, 0, false],
])('%s', (text, seconds, nanoseconds, relative) => {
	expect(parseTime(text)).toEqual({seconds, nanoseconds, relative});
});

it.each(['', 'now', '-5', '2000-02-30', '2000-03-03T25:00', '18:48', '1e9', '+', '1.0000000001', '2000-3-3'])(
	'%j is no time',
	text => {
		expect(parseTime(text)).toBeNull();
	},
);
