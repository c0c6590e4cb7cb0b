/** Per-second samples as the series that a chart draws. */
import type {Snapshot} from '../../engine/snapshot.js';
import {lastWhole, steadyEnd} from '../../format/steady-time.js';

export interface Series {
	/** Bytes per second, oldest first, one value per interval; NaN where the capture had not begun. */
	bytes: number[];
	packets: number[];
	/** Seconds from one value to the next. */
	interval: number;
	/** The largest values of one sample, also where values are means of several; 0 without any. */
	peak: {bytes: number; packets: number};
	/** The newest values of one sample; null without any. */
	newest: {bytes: number | null; packets: number | null};
}

/** The second that the series ends with. @param now the last whole one of a capture that goes on; null = it does not */
export function lastSecond({bandwidth, time}: Pick<Snapshot, 'bandwidth' | 'time'>, now: number | null): number | null {
	return now ?? lastWhole(bandwidth, steadyEnd(time));
}

/**
 * @param length values wanted
 * @param last second of the last value
 * @param interval seconds that a value stands for; as long as a sample where it is not given
 */
export function bandwidthSeries(
	snapshot: Pick<Snapshot, 'bandwidth'>,
	length: number,
	last: number | null,
	interval = snapshot.bandwidth.intervalSeconds,
): Series {
	const {samples} = snapshot.bandwidth;
	const bytes = new Array<number>(length).fill(Number.NaN);
	const packets = new Array<number>(length).fill(Number.NaN);
	if (last === null || length <= 0) {
		return seriesOf(bytes, packets, interval);
	}
	const begin = samples.length === 0 ? last : Number(samples[0].time);
	for (let index = 0; index < length; index++) {
		// a second without packets has no sample, and is none that is not known
		if (last - (length - 1 - index) * interval >= Math.floor(begin)) {
			bytes[index] = 0;
			packets[index] = 0;
		}
	}
	for (let index = samples.length - 1; index >= 0; index--) {
		const sample = samples[index];
		const place = length - 1 - Math.round((last - Math.floor(Number(sample.time))) / interval);
		if (place < 0) {
			break;
		}
		if (place < length) {
			// of a longer interval than a sample's, the first began before the capture
			bytes[place] = (bytes[place] || 0) + sample.bytes / interval;
			packets[place] = (packets[place] || 0) + sample.packets / interval;
		}
	}
	return seriesOf(bytes, packets, interval);
}

const seriesOf = (bytes: number[], packets: number[], interval: number): Series => ({
	...{bytes, packets, interval},
	peak: {bytes: peak(bytes), packets: peak(packets)},
	newest: {bytes: newest(bytes), packets: newest(packets)},
});

/** Values that are made of a span at most, far more than columns. */
const MOST_VALUES = 100_000;

/**
 * The same series in another number of columns over a span of time: what falls into one column is averaged, and a second
 * that is wider than a column fills several.
 *
 * @param span seconds that all columns stand for
 */
export function spannedSeries(
	snapshot: Pick<Snapshot, 'bandwidth'>,
	columns: number,
	last: number | null,
	span: number,
): Series {
	const {intervalSeconds} = snapshot.bandwidth;
	const wanted = Math.max(1, Math.ceil(span / intervalSeconds));
	// A capture whose clock was set while it ran spans half a century.
	const whole =
		wanted <= MOST_VALUES
			? bandwidthSeries(snapshot, wanted, last)
			: bandwidthSeries(snapshot, MOST_VALUES + 1, last, span / MOST_VALUES);
	const step = span / Math.max(1, columns);
	const resampled = (values: readonly number[]) =>
		Array.from({length: columns}, (_, column) => {
			const begin = Math.floor((column * values.length) / columns);
			const end = Math.max(begin + 1, Math.floor(((column + 1) * values.length) / columns));
			const known = values.slice(begin, end).filter(Number.isFinite);
			return known.length === 0 ? Number.NaN : known.reduce((sum, value) => sum + value, 0) / known.length;
		});
	return {
		bytes: resampled(whole.bytes),
		packets: resampled(whole.packets),
		interval: step,
		peak: whole.peak,
		newest: whole.newest,
	};
}

/** What all charts of a screen have in common. */
export interface TimeAxis {
	/** Epoch second of the newest value; null without any. */
	last: number | null;
	/** Seconds that were asked for; null = one for each column. */
	span: number | null;
	/** Seconds of a capture that is seen from end to end where it has more of them than columns; null = it is not. */
	whole: number | null;
}

export function chartSeries(
	snapshot: Pick<Snapshot, 'bandwidth'>,
	columns: number,
	{last, span, whole}: TimeAxis,
): Series {
	const seconds = span ?? (whole !== null && whole > columns ? whole : null);
	return seconds === null ? bandwidthSeries(snapshot, columns, last) : spannedSeries(snapshot, columns, last, seconds);
}

/** The largest value that is a number; 0 without any. */
export function peak(values: readonly number[]): number {
	return values.reduce((highest, value) => (Number.isFinite(value) ? Math.max(highest, value) : highest), 0);
}

/** The newest value that is a number; null without any. */
export function newest(values: readonly number[]): number | null {
	const value = values.findLast(candidate => Number.isFinite(candidate));
	return value ?? null;
}
