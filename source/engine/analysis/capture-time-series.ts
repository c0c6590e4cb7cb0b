/** Snapshots by capture time while a file is read, so that it can be looked through second by second afterwards. */
import type {PacketHandler, RecordSink} from '../capture/container.js';
import {CaptureClock} from '../collector/capture-clock.js';

/**
 * Milliseconds that snapshots may take in all, and the part of the reading time beyond that: a day of traffic is read in
 * seconds, and a snapshot for each second of it would take a minute.
 */
const FREE = 1500;
const SHARE = 0.3;

export interface CaptureTimeSeriesOptions<Told> {
	/** Snapshots at most: when there would be more, their distance doubles and half of them are not counted any more. */
	most: number;
	/** @param now milliseconds of capture time, on a clock that does not jump */
	take(now: number): Told;
	tell(told: Told): void;
	/** Milliseconds, monotonic. */
	clock(): number;
}

export class CaptureTimeSeries<Told> implements RecordSink {
	readonly #next: RecordSink;
	readonly #o: CaptureTimeSeriesOptions<Told>;
	readonly #begin: number;
	readonly #clock = new CaptureClock();
	#due = Number.NEGATIVE_INFINITY;
	#distance = 1;
	#count = 0;
	#spent = 0;

	constructor(options: CaptureTimeSeriesOptions<Told>, next: RecordSink) {
		this.#o = options;
		this.#next = next;
		this.#begin = options.clock();
	}

	readonly packet: PacketHandler = (bytes, start, end, wireLength, seconds, nanoseconds, linkType, origin) => {
		if (nanoseconds >= 0) {
			this.#clock.add(seconds, nanoseconds);
			if (this.#clock.second >= this.#due) {
				this.#tick(this.#clock.second);
			}
		}
		this.#next.packet(bytes, start, end, wireLength, seconds, nanoseconds, linkType, origin);
	};

	flush(): void {
		this.#next.flush?.();
	}

	/** What was counted before the first packet of a new second. */
	#tick(seconds: number): void {
		const isFirst = this.#due === Number.NEGATIVE_INFINITY;
		this.#due = (Math.floor(seconds / this.#distance) + 1) * this.#distance;
		if (isFirst) {
			// rates begin here
			this.#o.take(seconds * 1000);
			return;
		}

		const before = this.#o.clock();
		if (this.#spent > FREE + (before - this.#begin) * SHARE) {
			return;
		}
		this.#o.tell(this.#o.take(seconds * 1000));
		this.#spent += this.#o.clock() - before;
		if (++this.#count < this.#o.most) {
			return;
		}
		this.#distance *= 2;
		this.#count /= 2;
	}
}
