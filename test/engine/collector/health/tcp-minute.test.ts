/** TCP of the last 60 seconds. */
import {expect, it} from 'vitest';
import {buildSnapshot} from '../../../../source/engine/collector/snapshot-builder.js';
import {analysed, data, handshake, smallAnalyzer} from './segments.js';

/** In the milliseconds of each: 100 bytes, their ACK after `delay`, and once more where they are sent again. */
const second = (at: number, number: number, delay: number, again: boolean) => [
	data(at, 1001 + 100 * number),
	...(again ? [data(at + 300, 1001 + 100 * number)] : []),
	{from: 'b' as const, at: at + (again ? 900 : delay), flags: 'A', seq: 5001, ack: 1101 + 100 * number},
];

const all = (numbers: readonly number[]) =>
	numbers.flatMap(number => second(1000 * number, number, number < 30 ? 400 : 50, number % 10 === 5));
const numbers = Array.from({length: 90}, (_, i) => i + 1);

it('adds up the seconds until the last packet', () => {
	const {tcp} = analysed([...handshake(), ...all(numbers)]).health!;
	// of 31 to 90: two segments each, six times one more
	expect(tcp.lastMinute).toMatchObject({segments: 126, retransmittedSegments: 6, rtt: {samples: 54}});
	expect(Number(tcp.lastMinute!.rtt.p95)).toBeCloseTo(0.05, 2);
	expect(Number(tcp.rtt!.p95)).toBeCloseTo(0.4, 1);
	expect(tcp.segments).toBe(3 + 180 + 9);
});

it('is empty without segments, and goes on without packets', () => {
	const analyzer = smallAnalyzer();
	expect(analysed([], analyzer).health!.tcp.lastMinute).toEqual({
		...{segments: 0, retransmittedSegments: 0},
		rtt: {samples: 0, p50: null, p95: null},
	});
	analysed([...handshake(), ...all(numbers)], analyzer);
	const segmentsAt = (seconds: number) =>
		buildSnapshot(analyzer, {
			generator: 'test',
			source: {kind: 'interface', name: 'test', format: null, filter: null, snaplen: 65_535},
			declaredLinkTypes: [],
			drops: {kernel: null, interface: null, queue: null},
			error: null,
			top: 1,
			second: 1000 + seconds,
		}).health!.tcp.lastMinute!.segments;
	expect(segmentsAt(90)).toBe(126);
	expect(segmentsAt(120)).toBe(63);
	expect(segmentsAt(151)).toBe(0);
});

it('is exact however long the capture, whose seconds are joined by then', () => {
	const analyzer = smallAnalyzer();
	const long = Array.from({length: 1999}, (_, i) => i + 1);
	const {tcp, series} = analysed([...handshake(), ...all(long)], analyzer).health!;
	// of 1940 to 1999, and six of them once more
	expect(tcp.lastMinute).toMatchObject({segments: 126, retransmittedSegments: 6, rtt: {samples: 54}});
	expect(series!.intervalSeconds).toBe(4);
	expect(series!.samples.length).toBeLessThanOrEqual(900);
	expect(series!.samples.reduce((sum, {segments}) => sum + segments, 0)).toBe(tcp.segments);
});

it('takes what came late to its second', () => {
	const analyzer = smallAnalyzer();
	analysed([...handshake(), ...all(numbers)], analyzer);
	expect(analysed([data(89_500, 1), data(90_500, 1)], analyzer).health!.tcp.lastMinute!.segments).toBe(128);
});
