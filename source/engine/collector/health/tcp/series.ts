/** TCP by second, and the round trips of the whole capture. Segments without timestamps are in no second. */
import {exactSeconds, isFar} from '../../../decode/far-time.js';
import type {TcpMinute, TcpSample} from '../../../snapshot.js';
import {IntervalSeries, type Place} from '../../interval-series.js';
import {formatSeconds} from '../../time.js';
import {LastSeconds} from '../last-seconds.js';
import {BUCKETS, MeasuredTimes, percentiles} from './histogram.js';

/** Seconds, then the interval doubles. A second takes 1.6 kB. */
const LIMIT = 900;
const FIRST_SLOTS = 16;
/** Columns: these, then a histogram of round trips. */
enum Column {
	segments = 0,
	retransmitted = 1,
	failures = 2,
	roundTrips = 3,
}

const COLUMNS = Column.roundTrips + BUCKETS;

export class TcpSeries {
	readonly #series = new IntervalSeries(LIMIT, COLUMNS, FIRST_SLOTS);
	readonly #lastSeconds = new LastSeconds(COLUMNS);
	/** All of them. */
	readonly roundTrips = new MeasuredTimes();
	#second = Number.NaN;
	/** Of the last seconds: `#second`, unless a double does not hold that. */
	#lastSecond = Number.NaN;
	/** Where the second of the segment at hand begins; -1 = it has none. */
	#at = -1;
	/** What came since and is not in the series yet: how often in each column, and which columns these are. */
	readonly #counts = new Float64Array(COLUMNS);
	readonly #counted = new Uint8Array(COLUMNS);
	#countedColumns = 0;

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
			if (isFar(seconds)) {
				this.#turnToFar(seconds, nanoseconds);
			} else {
				this.#second = seconds;
				this.#lastSecond = seconds;
				this.#at = this.#series.at(seconds);
			}
		}
		this.#add(Column.segments);
	}

	#turnToFar(seconds: number, nanoseconds: number): void {
		this.#second = Number.NaN;
		this.#lastSecond = secondOfLast(seconds, nanoseconds);
		this.#at = this.#series.atFar(exactSeconds(seconds, nanoseconds));
	}

	#settle(): void {
		const counted = this.#countedColumns;
		if (counted === 0) {
			return;
		}
		const {sums} = this.#series;
		const {columns} = this.#lastSeconds;
		const last = this.#lastSeconds.at(this.#lastSecond);
		for (let i = 0; i < counted; i++) {
			const column = this.#counted[i];
			const count = this.#counts[column];
			sums[this.#at + column] += count;
			columns[last + column] += count;
			this.#counts[column] = 0;
		}
		this.#countedColumns = 0;
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
		if (this.#at >= 0 && this.#counts[column]++ === 0) {
			this.#counted[this.#countedColumns++] = column;
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

	/** @param now end of the minute, as `secondOfLast` has it */
	lastMinute(now: number): TcpMinute {
		this.#settle();
		const minute = Float64Array.from({length: COLUMNS}, (_, column) => this.#lastSeconds.inMinute(column, now));
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

	#samples(places: () => readonly Place[]): {intervalSeconds: number; samples: TcpSample[]} {
		this.#settle();
		const {sums, intervalSeconds} = this.#series;
		return {
			intervalSeconds,
			samples: places().map(([seconds, at]) => {
				const {p50, p95} = percentiles(sums, at + Column.roundTrips);
				return {
					time: formatSeconds(seconds),
					segments: sums[at + Column.segments],
					retransmittedSegments: sums[at + Column.retransmitted],
					failures: sums[at + Column.failures],
					rtt: {p50, p95},
				};
			}),
		};
	}
}

/** Of a time in an era that doubles do not hold: its second in a span of 34,000 years, where nobody's packets are. */
const SPAN_BITS = 40;
const NOBODYS = -(2 ** 52);

/** Epoch seconds, where a double holds them; otherwise a number that grows as they do. */
export const secondOfLast = (seconds: number, nanoseconds: number): number =>
	isFar(seconds) ? NOBODYS + Number(BigInt.asUintN(SPAN_BITS, exactSeconds(seconds, nanoseconds))) : seconds;
