/** A line chart with axes, by asciichart, which takes neither gaps nor an empty series: both are kept from it here. */
import asciichart from 'asciichart';
import {toWidth} from '../../../format/cells.js';
import {span} from '../../../format/durations.js';
import {niceCeiling, rateMark} from '../../../format/numbers.js';
import {type Unit, unitRate} from '../../../format/units.js';
import type {Token} from '../../../theme/palette.js';
import type {Theme} from '../../../theme/theme.js';
import {peak} from '../../model/bandwidth.js';

/** Cells of the labels at the left, the axis included. */
export const AXIS = 10;

/** At the top of the scale at least: of less, the labels could not be told apart. */
const LEAST_TOP: Readonly<Record<Unit, number>> = {bits: 100, bytes: 100, packets: 4};

/** What a value is multiplied with for the labels: they are round in the unit. */
const SCALES: Readonly<Record<Unit, number>> = {bits: 8, bytes: 1, packets: 1};

/** Cells of asciichart's own label and axis, which are cut off: ours are wider. */
const OFFSET = 2;

/**
 * @param values bytes per second, or packets where those are the unit, oldest first; leading values that are no numbers are left blank
 * @param interval seconds between values
 * @returns `height` lines of `width` cells, the last one with the times
 */
export function lineChart(
	values: readonly number[],
	interval: number,
	width: number,
	height: number,
	theme: Theme,
	marks: readonly ChartMark[] = [],
	{unit, end}: {unit: Unit; end: string} = {unit: 'bits', end: 'now'},
): string[] {
	const room = width - AXIS;
	const begin = values.findIndex(value => Number.isFinite(value));
	const shown = begin === -1 ? [] : values.slice(Math.max(begin, values.length - room)).map(finiteOrZero);
	const scale = SCALES[unit];
	const top = Math.max(LEAST_TOP[unit], niceCeiling(peak(shown) * scale)) / scale;
	// an even number, so that the middle of the scale has a line of its own
	const rows = Math.max(2, (height - 2) & ~1);
	const blank = room - shown.length;
	const plot = asciichart
		.plot([shown.length === 0 ? [0, 0] : shown], {
			min: 0,
			max: top,
			height: rows,
			offset: OFFSET,
			// asciichart puts the label over the cell before the axis: an empty one would shorten the line
			format: () => ' ',
			symbols: [...theme.glyphs.chart] as string[],
		})
		.split('\n');
	const labelEvery = rows >= 8 && rows % 4 === 0 ? rows / 4 : rows / 2;
	const lines = plot.slice(0, height - 1).map((line, row) => {
		const label = row % labelEvery === 0 ? labelOf(unit, top * (1 - row / rows)) : '';
		const axis = theme.paint('axis', `${toWidth(label, AXIS - 1, 'right', '')}${theme.glyphs.chart[1]}`);
		const curve = shown.length === 0 ? '' : ' '.repeat(Math.max(0, blank)) + line.slice(OFFSET, OFFSET + shown.length);
		return axis + theme.paint('chart', curve);
	});
	return [...lines, markedAxis(timeAxis(room, interval, end), room, interval, marks, theme)];
}

const labelOf = (unit: Unit, value: number) =>
	unit === 'bits' ? rateMark(value) : unitRate(unit, {bytes: value, packets: value});

/** One character on the time axis. */
export interface ChartMark {
	/** Seconds before the newest value. */
	ago: number;
	sign: string;
	token: Token;
}

/** The axis with the marks in it; of several at one place the last one is seen, and a time that one would cover is left out. */
function markedAxis(axis: string, room: number, interval: number, marks: readonly ChartMark[], theme: Theme): string {
	const places = new Map<number, ChartMark>();
	for (const mark of marks) {
		const place = AXIS + room - 1 - Math.round(mark.ago / interval);
		if (place >= AXIS && place < AXIS + room) {
			places.set(place, mark);
		}
	}
	const times = axis.replace(/\S+/g, (time, at: number) => {
		const isCovered = [...places.keys()].some(place => place >= at && place < at + time.length);
		return isCovered ? ' '.repeat(time.length) : time;
	});
	let line = '';
	let from = 0;
	for (const [place, {sign, token}] of [...places].sort(([a], [b]) => a - b)) {
		line += theme.paint('axis', times.slice(from, place)) + theme.paint(token, sign);
		from = place + 1;
	}
	return line + theme.paint('axis', times.slice(from));
}

const finiteOrZero = (value: number) => (Number.isFinite(value) ? Math.max(0, value) : 0);

/** Seconds between marks of the time axis, from the finest. */
const STEPS = [5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200];
const DAY = 86_400;
/** Cells between two marks. */
const MARK_GAP = 14;

/** `-60s   -30s   now` under the curve, each mark beginning at its place. */
function timeAxis(room: number, interval: number, end: string): string {
	// Hours of centuries are longer than the gap.
	const least = Math.max(MARK_GAP, span(MARK_GAP * interval).length + 6) * interval;
	const step = STEPS.find(seconds => seconds >= least) ?? Math.ceil(least / DAY) * DAY;
	const place = (seconds: number) => room - 1 - seconds / interval;
	const line = new Array<string>(room).fill(' ');
	const put = (text: string, start: number) => {
		for (const [index, character] of [...text].entries()) {
			line[start + index] = character;
		}
	};
	for (let seconds = step; place(seconds) >= 0; seconds += step) {
		put(`-${span(seconds)}`, Math.round(place(seconds)));
	}
	put(end, Math.max(0, room - end.length));
	return ' '.repeat(AXIS) + line.join('').slice(0, room);
}
