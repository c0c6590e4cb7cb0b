/** Bandwidth over time as a chart of characters: columns of blocks, or of `#` where there is no Unicode. */
import type {Snapshot} from '../engine/snapshot.js';
import {elapsed, span as spanText} from '../format/durations.js';
import {niceCeiling, rateMark} from '../format/numbers.js';
import {lastWhole, steadyEnd, steadySamples} from '../format/steady-time.js';

const COLUMNS = 60;
const ROWS = 6;
const DAY = 86_400;
/** Seconds of a column. */
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, DAY];
const BLOCKS = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** Lines of the chart; none for fewer than two intervals. */
export function bandwidthChart({bandwidth, time}: Snapshot, unicode: boolean): string[] {
	const {intervalSeconds} = bandwidth;
	const samples = steadySamples(bandwidth.samples, time.stretches ?? [], intervalSeconds);
	const last = lastWhole({samples, intervalSeconds}, steadyEnd(time));
	if (last === null || samples.length < 2) {
		return [];
	}
	const start = Number(samples[0].time);
	const span = last - start + intervalSeconds;
	const perColumn = columnSeconds(span / COLUMNS, intervalSeconds);
	const columns = new Float64Array(Math.ceil(span / perColumn));
	for (const {time, bytes} of samples.filter(({time}) => Number(time) <= last)) {
		const column = Math.floor((Number(time) - start) / perColumn);
		// the last one may stand for fewer seconds
		columns[column] += bytes / Math.min(perColumn, span - column * perColumn);
	}
	// Bits have round numbers of their own.
	const top = niceCeiling(Math.max(...columns) * 8) / 8;
	const levels = unicode ? BLOCKS : [' ', '#'];
	const steps = levels.length - 1;
	const lines = [`each column is ${spanText(perColumn)}, bits per second`];
	for (let row = ROWS - 1; row >= 0; row--) {
		let line = '';
		for (const rate of columns) {
			// Any traffic at all leaves a trace in the lowest row.
			const filled = Math.max(Math.round((rate / top) * ROWS * steps), rate > 0 ? 1 : 0);
			line += levels[Math.min(steps, Math.max(0, filled - row * steps))];
		}

		const label = row === ROWS - 1 ? rateMark(top) : row === ROWS / 2 - 1 ? rateMark(top / 2) : '';
		lines.push(`${label.padStart(10)} ${unicode ? '┤' : '|'}${line.trimEnd()}`);
	}

	const axis = unicode
		? `${'0'.padStart(10)} ┼${'─'.repeat(columns.length)}`
		: `${'0'.padStart(10)} +${'-'.repeat(columns.length)}`;
	const end = elapsed(span);
	lines.push(axis, `${' '.repeat(12)}0:00${end.padStart(Math.max(end.length + 1, columns.length - 4))}`);
	return lines;
}

/** The next length that people count in; of coarser samples, a multiple of theirs. */
function columnSeconds(least: number, intervalSeconds: number): number {
	const step = intervalSeconds === 1 ? STEPS.find(seconds => seconds >= least) : undefined;
	const unit = step === undefined && intervalSeconds === 1 ? DAY : intervalSeconds;
	return step ?? Math.ceil(least / unit) * unit;
}
