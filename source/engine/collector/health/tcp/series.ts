/** TCP by second, and the round trips of the whole capture. Segments without timestamps are in no second. */
import type {TcpMinute, TcpSample} from '../../../snapshot.js';
import {IntervalSeries} from '../../interval-series.js';
import {formatTimestamp} from '../../time.js';
import {BUCKETS, MeasuredTimes, percentiles} from './histogram.js';

/** Seconds, then the interval doubles. */
const LIMIT = 3600;
const FIRST_SLOTS = 16;
const MINUTE = 60;
/** Columns: these, then a histogram of round trips. */
enum Column {
	segments = 0,
	retransmitted = 1,
	failures = 2,
	roundTrips = 3,
}

export class TcpSeries {
	readonly #series = new IntervalSeries(LIMIT, Column.roundTrips + BUCKETS, FIRST_SLOTS);
	/** All of them. */
	readonly roundTrips = new MeasuredTimes();
	#second = Number.NaN;
	/** Where the second of the segment at hand begins; -1 = it has none. */
	#at = -1;
	/** Segments of that second that are not in the series yet: they are the one figure that every segment changes. */
	#pending = 0;

	/** Turns to the second of a segment, and counts it. */
	turnTo(seconds: number, nanoseconds: number): void {
		if (nanoseconds < 0) {
			this.#settle();
			this.#second = Number.NaN;
			this.#at = -1;
			return;
		}
		if (seconds !== this.#second) {
			this.#settle();
			this.#second = seconds;
			this.#at = this.#series.at(seconds);
		}
		this.#pending++;
	}

	#settle(): void {
		if (this.#at >= 0) {
			this.#series.sums[this.#at + Column.segments] += this.#pending;
		}
		this.#pending = 0;
	}

	/** A segment that was sent again. */
	retransmission(): void {
		this.#add(Column.retransmitted);
	}

	/** A RST, or a SYN that was sent again. */
	failure(): void {
		this.#add(Column.failures);
	}

	/** A round trip. @param time nanoseconds */
	sample(time: number): void {
		this.#add(Column.roundTrips + this.roundTrips.add(time));
	}

	#add(column: number): void {
		if (this.#at >= 0) {
			this.#series.sums[this.#at + column]++;
		}
	}

	/** Of now; `since` it tells later what has changed since. */
	get turn(): number {
		return this.#series.turn;
	}

	/** Samples that were counted in at that turn or later, earliest first. @see turn */
	since(turn: number): {intervalSeconds: number; samples: TcpSample[]} {
		return this.#samples(() => this.#series.since(turn));
	}

	/** @param now end of the minute, epoch seconds as segments have them */
	lastMinute(now: number): TcpMinute {
		this.#settle();
		const {sums, intervalSeconds} = this.#series;
		const minute = new Float64Array(Column.roundTrips + BUCKETS);
		for (const [seconds, at] of this.#series.latest(MINUTE / intervalSeconds + 1)) {
			if (seconds > now - MINUTE && seconds <= now) {
				for (let column = 0; column < minute.length; column++) {
					minute[column] += sums[at + column];
				}
			}
		}
		return {
			segments: minute[Column.segments],
			retransmittedSegments: minute[Column.retransmitted],
			rtt: percentiles(minute, Column.roundTrips),
		};
	}

	/** @param latest how many samples, of those counted in last; all when absent. Earliest first */
	snapshot(latest?: number): {intervalSeconds: number; samples: TcpSample[]} {
		return this.#samples(() => this.#series.latest(latest));
	}

	#samples(places: () => ReadonlyArray<[number, number]>): {intervalSeconds: number; samples: TcpSample[]} {
		this.#settle();
		const {sums, intervalSeconds} = this.#series;
		return {
			intervalSeconds,
			samples: places().map(([seconds, at]) => {
				const {p50, p95} = percentiles(sums, at + Column.roundTrips);
				return {
					time: formatTimestamp(seconds, 0),
					segments: sums[at + Column.segments],
					retransmittedSegments: sums[at + Column.retransmitted],
					failures: sums[at + Column.failures],
					rtt: {p50, p95},
				};
			}),
		};
	}
}
