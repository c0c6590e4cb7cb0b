/** Packets and bytes per interval, for intervals that had packets. */
import {exactSeconds, isFar} from '../decode/far-time.js';
import type {BandwidthSample} from '../snapshot.js';
import {IntervalSeries, type Place} from './interval-series.js';
import {formatSeconds} from './time.js';

export class Bandwidth {
	/** Packets, bytes. */
	readonly #series: IntervalSeries;
	/** Of the second at hand, not in the series yet. */
	#second = 0;
	#packets = 0;
	#bytes = 0;

	/** @param limit samples at most */
	constructor(limit: number) {
		this.#series = new IntervalSeries(limit, 2, limit);
	}

	get limit(): number {
		return this.#series.limit;
	}

	get intervalSeconds(): number {
		this.#settle();
		return this.#series.intervalSeconds;
	}

	add(seconds: number, nanoseconds: number, bytes: number): void {
		if (seconds !== this.#second) {
			this.#settle();
			if (isFar(seconds)) {
				this.#addFar(exactSeconds(seconds, nanoseconds), bytes);
				return;
			}
			this.#second = seconds;
		}
		this.#packets++;
		this.#bytes += bytes;
	}

	#addFar(second: bigint, bytes: number): void {
		const at = this.#series.atFar(second);
		this.#series.sums[at]++;
		this.#series.sums[at + 1] += bytes;
		this.#second = Number.NaN;
	}

	#settle(): void {
		if (this.#packets > 0) {
			const at = this.#series.at(this.#second);
			const {sums} = this.#series;
			sums[at] += this.#packets;
			sums[at + 1] += this.#bytes;
			this.#packets = 0;
			this.#bytes = 0;
		}
	}

	/** Of now; `since` it tells later what has changed since. */
	get turn(): number {
		this.#settle();
		return this.#series.turn;
	}

	/** Samples that were counted at that turn or later, earliest first. @see turn */
	since(turn: number): {intervalSeconds: number; samples: BandwidthSample[]} {
		this.#settle();
		return this.#samples(this.#series.since(turn));
	}

	/** @param latest how many samples, of those counted last; all when absent. Earliest first */
	snapshot(latest?: number): {intervalSeconds: number; samples: BandwidthSample[]} {
		this.#settle();
		return this.#samples(this.#series.latest(latest));
	}

	#samples(places: readonly Place[]): {intervalSeconds: number; samples: BandwidthSample[]} {
		const {sums, intervalSeconds} = this.#series;
		return {
			intervalSeconds,
			samples: places.map(([seconds, at]) => ({
				time: formatSeconds(seconds),
				packets: sums[at],
				bytes: sums[at + 1],
			})),
		};
	}
}
