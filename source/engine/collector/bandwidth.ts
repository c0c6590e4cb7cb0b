/**
 * Packets and bytes per interval, for intervals that had packets. The interval is one second until the series would
 * exceed its limit; then it doubles and neighbours are joined, so that any capture fits and the sums stay exact.
 *
 *   #slots    key of an interval ─▶ slot       in the order in which they were counted last
 *   #counts   packets, bytes, packets, bytes …
 */
import type {BandwidthSample} from '../snapshot.js';
import {formatTimestamp} from './time.js';

/** Slots for the first quarter of an hour; they double. */
const FIRST_SLOTS = 1024;

export class Bandwidth {
	intervalSeconds = 1;
	#slots = new Map<number, number>();
	#counts: Float64Array;
	/** Whether every interval came after those before it, as those of a live capture do. */
	#isOrdered = true;
	#newest = Number.NEGATIVE_INFINITY;
	/** The interval that the last packet fell into, nearly always the next one's too; and where it is counted. */
	#currentKey = Number.NaN;
	#current = 0;

	/** @param limit samples at most */
	constructor(readonly limit: number) {
		this.#counts = new Float64Array(2 * Math.min(limit, FIRST_SLOTS));
	}

	add(seconds: number, bytes: number): void {
		const key = this.intervalSeconds === 1 ? seconds : Math.floor(seconds / this.intervalSeconds);
		if (key !== this.#currentKey) this.#turnTo(key);
		this.#counts[this.#current]!++;
		this.#counts[this.#current + 1]! += bytes;
	}

	#turnTo(key: number): void {
		let wanted = key;
		while (!this.#slots.has(wanted) && this.#slots.size >= this.limit) {
			this.#coarsen();
			wanted = Math.floor(wanted / 2);
		}

		this.#currentKey = wanted;
		this.#current = 2 * this.#slotOf(wanted);
	}

	#slotOf(key: number): number {
		const known = this.#slots.get(key);
		if (known !== undefined) {
			if (key < this.#newest || !this.#isOrdered) this.#renew(key, known);
			return known;
		}

		const slot = this.#slots.size;
		this.#slots.set(key, slot);
		if (key < this.#newest) this.#isOrdered = false;
		else this.#newest = key;
		if (2 * slot >= this.#counts.length) {
			const more = new Float64Array(2 * Math.min(this.limit, 2 * slot));
			more.set(this.#counts);
			this.#counts = more;
		}

		return slot;
	}

	/** An interval that was over is counted again, e.g. because the clock was set back: it is the latest now. */
	#renew(key: number, slot: number): void {
		this.#isOrdered = false;
		this.#slots.delete(key);
		this.#slots.set(key, slot);
	}

	#coarsen(): void {
		const finer = this.#slots;
		const counts = this.#counts;
		this.#slots = new Map();
		this.#counts = new Float64Array(counts.length);
		this.#newest = Number.NEGATIVE_INFINITY;
		for (const [key, slot] of finer) {
			const joined = 2 * this.#slotOf(Math.floor(key / 2));
			this.#counts[joined]! += counts[2 * slot]!;
			this.#counts[joined + 1]! += counts[2 * slot + 1]!;
		}

		this.intervalSeconds *= 2;
	}

	/** @param latest how many samples, of those counted last; all when absent. Earliest first */
	snapshot(latest = Number.POSITIVE_INFINITY): {intervalSeconds: number; samples: BandwidthSample[]} {
		return {
			intervalSeconds: this.intervalSeconds,
			samples: this.#latest(latest).map(([key, slot]) => ({
				time: formatTimestamp(key * this.intervalSeconds, 0),
				packets: this.#counts[2 * slot]!,
				bytes: this.#counts[2 * slot + 1]!,
			})),
		};
	}

	/** Keys and slots, earliest first. */
	#latest(count: number): [number, number][] {
		const skipped = Math.max(0, this.#slots.size - count);
		const latest: [number, number][] = [];
		let at = 0;
		for (const entry of this.#slots) if (at++ >= skipped) latest.push(entry);
		return this.#isOrdered ? latest : latest.sort(([a], [b]) => a - b);
	}
}
