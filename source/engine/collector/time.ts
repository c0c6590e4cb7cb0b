/** Timestamps: epoch seconds and nanoseconds as two numbers inside, one string with nine decimals outside. */
import {exactSeconds, isFar, SECOND} from '../decode/far-time.js';
import type {SnapshotTime, Timestamp} from '../snapshot.js';

/**
 * `(952109329, 22770000)` → `"952109329.022770000"`. Seconds may be negative (an if_tsoffset can say so), and beyond doubles
 * (`decode/far-time.ts`): to the last digit then, too.
 */
export function formatTimestamp(seconds: number, nanoseconds: number): Timestamp {
	if (seconds < 0 || isFar(seconds)) {
		return formatExactly(exactSeconds(seconds, nanoseconds), nanoseconds % SECOND);
	}
	return `${seconds}.${String(nanoseconds).padStart(9, '0')}`;
}

/** The same of whole seconds that a double need not hold. @param nanoseconds 0 … 999,999,999 */
export function formatExactly(seconds: bigint, nanoseconds: number): Timestamp {
	return seconds < 0n && nanoseconds > 0
		? `-${-seconds - 1n}.${String(SECOND - nanoseconds).padStart(9, '0')}`
		: `${seconds}.${String(nanoseconds).padStart(9, '0')}`;
}

/** The beginning of an interval. */
export const formatSeconds = (seconds: number | bigint): Timestamp =>
	typeof seconds === 'bigint' ? formatExactly(seconds, 0) : formatTimestamp(seconds, 0);

/** First, last, earliest and latest of the timestamps it is shown. */
export class TimeRange {
	#seen = false;
	#firstSeconds = 0;
	#firstNanoseconds = 0;
	lastSeconds = 0;
	lastNanoseconds = 0;
	#minSeconds = 0;
	#minNanoseconds = 0;
	maxSeconds = 0;
	maxNanoseconds = 0;

	add(seconds: number, nanoseconds: number): void {
		if (!this.#seen) {
			this.#seen = true;
			this.#firstSeconds = seconds;
			this.#firstNanoseconds = nanoseconds;
			this.#minSeconds = seconds;
			this.#minNanoseconds = nanoseconds;
			this.maxSeconds = seconds;
			this.maxNanoseconds = nanoseconds;
		} else if (seconds > this.maxSeconds || (seconds === this.maxSeconds && nanoseconds > this.maxNanoseconds)) {
			this.maxSeconds = seconds;
			this.maxNanoseconds = nanoseconds;
		} else if (seconds < this.#minSeconds || (seconds === this.#minSeconds && nanoseconds < this.#minNanoseconds)) {
			this.#minSeconds = seconds;
			this.#minNanoseconds = nanoseconds;
		}

		this.lastSeconds = seconds;
		this.lastNanoseconds = nanoseconds;
	}

	snapshot(): SnapshotTime {
		if (!this.#seen) {
			return {first: null, last: null, min: null, max: null};
		}
		return {
			first: formatTimestamp(this.#firstSeconds, this.#firstNanoseconds),
			last: formatTimestamp(this.lastSeconds, this.lastNanoseconds),
			min: formatTimestamp(this.#minSeconds, this.#minNanoseconds),
			max: formatTimestamp(this.maxSeconds, this.maxNanoseconds),
		};
	}
}
