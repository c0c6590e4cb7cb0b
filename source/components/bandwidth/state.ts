/** Per-second samples as the series that a chart draws. */
import type {Snapshot} from '../../engine/snapshot.js';

export interface Series {
	/** Bytes per second, oldest first, one value per interval; NaN where the capture had not begun. */
	bytes: number[];
	packets: number[];
	/** Seconds from one value to the next. */
	interval: number;
}

/** Seconds after the end of a second in which its last packets may still be on their way. */
const LATENESS = 0.3;

/**
 * The second that the series ends with. While an interface is captured it is the last whole second by the clock, so that
 * silence moves the chart too; otherwise the last one of the capture.
 *
 * @param wall epoch seconds now; null = the capture does not run any more, or is read from a file
 */
export function lastSecond(snapshot: Snapshot, wall: number | null): number | null {
	const last = snapshot.bandwidth.samples.at(-1);
	if (wall !== null && snapshot.source.kind === 'interface') {
		return Math.floor(wall - LATENESS) - 1;
	}
	return last === undefined ? null : Math.floor(Number(last.time));
}

/**
 * @param length values wanted
 * @param last second of the last value
 */
export function bandwidthSeries(snapshot: Snapshot, length: number, last: number | null): Series {
	const {samples, intervalSeconds: interval} = snapshot.bandwidth;
	const bytes = new Array<number>(length).fill(Number.NaN);
	const packets = new Array<number>(length).fill(Number.NaN);
	if (last === null || length <= 0) {
		return {bytes, packets, interval};
	}
	const begin = samples.length === 0 ? last : Number(samples[0]!.time);
	for (let index = 0; index < length; index++) {
		// a second without packets has no sample, and is none that is not known
		if (last - (length - 1 - index) * interval >= Math.floor(begin)) {
			bytes[index] = 0;
			packets[index] = 0;
		}
	}
	for (let index = samples.length - 1; index >= 0; index--) {
		const sample = samples[index]!;
		const place = length - 1 - Math.round((last - Math.floor(Number(sample.time))) / interval);
		if (place < 0) {
			break;
		}
		if (place < length) {
			bytes[place] = bytes[place]! + sample.bytes / interval;
			packets[place] = packets[place]! + sample.packets / interval;
		}
	}
	return {bytes, packets, interval};
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
