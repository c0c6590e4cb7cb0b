import {stripVTControlCharacters} from 'node:util';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {bandwidthSeries, lastSecond, newest, peak, spannedSeries} from '../../../source/dashboard/model/bandwidth.js';
import {AXIS, lineChart} from '../../../source/dashboard/panels/drawing/line-chart.js';
import {cellWidth} from '../../../source/format/cells.js';
import {createTheme} from '../../../source/theme/theme.js';
import {EPOCH, snapshotOf, stamp} from '../../helpers/snapshots.js';

const NAN = Number.NaN;
const theme = createTheme({depth: 'none', unicode: true});

const withSamples = (...samples: [second: number, bytes: number][]) =>
	snapshotOf({
		bandwidth: {
			intervalSeconds: 1,
			samples: samples.map(([second, bytes]) => ({time: stamp(EPOCH + second), packets: bytes / 10, bytes})),
		},
	});

describe('bandwidth series', () => {
	it.each([
		['begins where the capture begins', withSamples([3, 30], [4, 40]), 5, 4, [NAN, NAN, NAN, 30, 40]],
		['a second without packets is a 0', withSamples([0, 10], [3, 40]), 4, 3, [10, 0, 0, 40]],
		['silence since the last packet', withSamples([0, 10]), 4, 2, [NAN, 10, 0, 0]],
		['the second under way is left out', withSamples([0, 10], [1, 20], [2, 5]), 3, 1, [NAN, 10, 20]],
		['more samples than room', withSamples([0, 10], [1, 20], [2, 30]), 2, 2, [20, 30]],
		['no samples', withSamples(), 3, null, [NAN, NAN, NAN]],
	])('%s', (_, snapshot, length, last, expected) => {
		expect(bandwidthSeries(snapshot, length, last === null ? null : EPOCH + last).bytes).toEqual(expected);
	});

	it('ends with the second that all rates are of, and with the last sample where there are none', () => {
		const snapshot = withSamples([0, 1]);
		expect(lastSecond(snapshot, EPOCH + 4)).toBe(EPOCH + 4);
		expect(lastSecond(snapshot, null)).toBe(EPOCH);
		expect(lastSecond(withSamples(), null)).toBeNull();
	});

	it.each([
		['half a century, as of a clock that is set', 1_700_000_000],
		['all that a capture can say', 2.7e19],
	])('in columns spans %s', (_, span) => {
		const samples = [0, span - 1].map(second => ({time: `${second}.000000000`, packets: 100, bytes: 1000}));
		const {bytes, interval} = spannedSeries(
			snapshotOf({bandwidth: {intervalSeconds: 1, samples}}),
			100,
			lastSecond(snapshotOf({bandwidth: {intervalSeconds: 1, samples}}), null),
			span,
		);
		expect(interval).toBe(span / 100);
		expect(bytes).toHaveLength(100);
		expect(bytes[0] * interval).toBeCloseTo(1000, -1);
		expect(bytes[99] * interval).toBeCloseTo(1000, -1);
		expect(bytes.slice(1, 99).every(value => value === 0)).toBe(true);
		// The curve and times on its axis that do not run into each other.
		const lines = lineChart(bytes, interval, 100 + AXIS, 10, theme);
		expect(lines.at(-1)).toMatch(/^ +-\d+h +(-\d+h +){3,}now$/);
	});

	it('has the same columns of a span that it makes values of one by one', () => {
		const snapshot = withSamples([0, 10], [45_000, 20], [100_000, 30]);
		const of = (span: number) => {
			const {bytes, interval} = spannedSeries(snapshot, 10, EPOCH + 100_000, span);
			return bytes.map(value => Math.round(value * interval));
		};
		expect(of(100_001)).toEqual([10, 0, 0, 0, 20, 0, 0, 0, 0, 30]);
		expect(of(99_999).slice(1)).toEqual(of(100_001).slice(1));
	});

	it('knows its peak and its newest value', () => {
		expect(peak([NAN, 3, 9, 1])).toBe(9);
		expect(peak([NAN])).toBe(0);
		expect(newest([1, 2, NAN])).toBe(2);
		expect(newest([])).toBeNull();
	});
});

describe('line chart', () => {
	it.each([
		['an empty series', []],
		['nothing but gaps', [NAN, NAN, NAN]],
		['one value', [NAN, 5]],
		['zeros', [0, 0, 0]],
		['gaps inside', [1, NAN, 3, Number.POSITIVE_INFINITY, 2]],
		['huge values', [1e15, 2e15]],
		['more than there is room for', Array.from({length: 500}, (_, index) => index)],
	])('takes %s', (_, values) => {
		for (const [width, height] of [
			[60, 12],
			[30, 6],
			[20, 5],
		] as const) {
			const lines = lineChart(values, 1, width, height, theme);
			expect(lines.length).toBeLessThanOrEqual(height);
			for (const line of lines) {
				expect(cellWidth(line)).toBeLessThanOrEqual(width);
				expect(line).not.toMatch(/NaN|undefined|Infinity/);
			}
		}
	});

	it('draws one curve without a break, whatever the values', () => {
		const [down, up] = ['╮╭│┤', '╯╰│┤'];
		fc.assert(
			fc.property(fc.array(fc.integer({min: 0, max: 1e6}), {minLength: 2, maxLength: 60}), values => {
				const lines = lineChart(values, 1, 60, 14, theme).slice(0, -1);
				for (const [row, line] of lines.entries()) {
					for (let column = AXIS; column < 60; column++) {
						const goesDown = down.includes(line[column] ?? ' ');
						const goesUp = up.includes(lines[row + 1]?.[column] ?? ' ');
						expect(goesDown, `${lines.join('\n')}\nat ${column}, ${row}`).toBe(goesUp);
					}
				}
			}),
		);
	});

	it('has marks on its axis, and leaves a time out rather than cover a letter of it', () => {
		const axis = (...ago: number[]) => {
			const marks = ago.map(seconds => ({ago: seconds, sign: '^', token: 'warning' as const}));
			return stripVTControlCharacters(lineChart(new Array(40).fill(1), 1, 50, 6, theme, marks).at(-1)!).slice(AXIS);
		};
		expect(axis()).toBe('         -30s           -15s         now');
		expect(axis(20)).toBe('         -30s      ^    -15s         now');
		expect(axis(29, 1)).toBe('          ^             -15s          ^ ');
		expect(axis(30, 26, 12)).toBe('         ^   ^             ^         now');
	});

	it('draws the curve against round figures', () => {
		const lines = lineChart([0, 0, 125_000, 250_000, 125_000, 0], 1, 18, 8, theme);
		expect(lines.map(line => line.trimEnd())).toMatchInlineSnapshot(`
			[
			  "2.00 Mb/s┤    ╭╮",
			  "         ┤    ││",
			  "         ┤    ││",
			  "1.00 Mb/s┤   ╭╯╰╮",
			  "         ┤   │  │",
			  "         ┤   │  │",
			  "    0 b/s┤  ─╯  ╰",
			  "               now",
			]
		`);
	});
});
