import {expect, it} from 'vitest';
import {lastWhole} from '../../source/format/steady-time.js';

const samples = (...bytes: number[]) => ({
	intervalSeconds: 1,
	samples: bytes.map((each, second) => ({time: `${100 + second}.000000000`, packets: 1, bytes: each})),
});

it.each([
	['a part of a second that reads as a fall is none', [10, 10, 3], 102.3, 101],
	['nearly a whole second counts', [10, 10, 3], 102.95, 102],
	['a rise is no fall, however short', [10, 10, 30], 102.3, 102],
	['there must be a line to fall from', [10, 3], 101.3, 101],
	['without an end nothing is known to be a part', [10, 10, 3], null, 102],
	['nothing', [], null, null],
	['one', [10], 100.1, 100],
] as const)('%s', (_, bytes, end, expected) => {
	expect(lastWhole(samples(...bytes), end)).toBe(expected);
});

it('silence before it is no line to fall from', () => {
	const {samples: all, intervalSeconds} = samples(10, 10, 10, 3);
	expect(lastWhole({intervalSeconds, samples: [...all.slice(0, 2), all[3]]}, 103.1)).toBe(103);
});

it('what lies beyond the end by timestamps that jumped is not looked at', () => {
	const {samples: all, intervalSeconds} = samples(10, 10, 10, 50);
	const far = {time: '9000.000000000', packets: 1, bytes: 10};
	expect(lastWhole({intervalSeconds, samples: [...all, far]}, 103.5)).toBe(103);
});
