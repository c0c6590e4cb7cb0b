/**
 * Packets and bytes per interval, for intervals that had packets. The interval is one second until the series would
 * exceed its limit; then it doubles and neighbours are joined, so that any capture fits and the sums stay exact.
 *
 *   #slots    key of an interval ─▶ slot       in the order in which they came
 *   #counts   packets, bytes and the turn at which it was counted last, of each slot
 */
import type {BandwidthSample} from '../snapshot.js';
import {NumberIndex} from './number-index.js';
import {formatTimestamp} from './time.js';

/** Slots for the first quarter of an hour; they double. */
const FIRST_SLOTS = 1024;
const WIDTH = 3;

export class Bandwidth {
	intervalSeconds = 1;
	#slots = new NumberIndex();
	#counts: Float64Array;
	/** Whether every interval came after those before it, as those of a live capture do. */
	#isOrdered = true;
	#newest = Number.NEGATIVE_INFINITY;
	/** The interval that the last packet fell into, nearly always the next one's too; and where it is counted. */
	#currentKey = Number.NaN;
	#current = 0;
	/** Counts the changes from one interval to another. */
	#turn = 0;

	/** @param limit samples at most */
	constructor(readonly limit: number) {
		this.#counts = new Float64Array(WIDTH * Math.min(limit, FIRST_SLOTS));
	}

	add(seconds: number, bytes: number): void {
		const key = this.intervalSeconds === 1 ? seconds : Math.floor(seconds / this.intervalSeconds);
		if (key !== this.#currentKey) {
			this.#turnTo(key);
		}
		this.#counts[this.#current]++;
		this.#counts[this.#current + 1] += bytes;
	}

	#turnTo(key: number): void {
		let wanted = key;
		while (this.#slots.find(wanted) < 0 && this.#slots.size >= this.limit) {
			this.#coarsen();
			wanted = Math.floor(wanted / 2);
		}

		this.#currentKey = wanted;
		this.#current = WIDTH * this.#slotOf(wanted);
		this.#counts[this.#current + 2] = ++this.#turn;
	}

	#slotOf(key: number): number {
		const known = this.#slots.find(key);
		if (known >= 0) {
			// One that was over is counted again, e.g. because the clock was set back.
			if (key < this.#newest) {
				this.#isOrdered = false;
			}
			return known;
		}

		const slot = this.#slots.enter(key);
		if (key < this.#newest) {
			this.#isOrdered = false;
		} else {
			this.#newest = key;
		}
		if (WIDTH * slot >= this.#counts.length) {
			const more = new Float64Array(WIDTH * Math.min(this.limit, 2 * slot));
			more.set(this.#counts);
			this.#counts = more;
		}

		return slot;
	}

	#coarsen(): void {
		const finer = this.#slots;
		const counts = this.#counts;
		this.#slots = new NumberIndex();
		this.#counts = new Float64Array(counts.length);
		this.#newest = Number.NEGATIVE_INFINITY;
		for (let slot = 0; slot < finer.size; slot++) {
			const from = WIDTH * slot;
			const joined = WIDTH * this.#slotOf(Math.floor(finer.key(slot) / 2));
			this.#counts[joined] += counts[from];
			this.#counts[joined + 1] += counts[from + 1];
			this.#counts[joined + 2] = Math.max(this.#counts[joined + 2], counts[from + 2]);
		}

		this.intervalSeconds *= 2;
	}

	/** Of now; `since` it tells later what has changed since. */
	get turn(): number {
		return this.#turn;
	}

	/** Samples that were counted at that turn or later, earliest first. @see turn */
	since(turn: number): {intervalSeconds: number; samples: BandwidthSample[]} {
		const {size} = this.#slots;
		const slots: number[] = [];
		for (let slot = size - 1; slot >= 0; slot--) {
			if (this.#counts[WIDTH * slot + 2] >= turn) {
				slots.push(slot);
			} else if (this.#isOrdered) {
				break;
			}
		}
		const changed = slots.map((slot): [number, number] => [this.#slots.key(slot), slot]).sort(([a], [b]) => a - b);
		return {intervalSeconds: this.intervalSeconds, samples: this.#samples(changed)};
	}

	/** @param latest how many samples, of those counted last; all when absent. Earliest first */
	snapshot(latest = Number.POSITIVE_INFINITY): {intervalSeconds: number; samples: BandwidthSample[]} {
		return {
			intervalSeconds: this.intervalSeconds,
			samples: this.#samples(this.#latest(latest)),
		};
	}

	/** @param slots keys and slots */
	#samples(slots: readonly [number, number][]): BandwidthSample[] {
		return slots.map(([key, slot]) => ({
			time: formatTimestamp(key * this.intervalSeconds, 0),
			packets: this.#counts[WIDTH * slot],
			bytes: this.#counts[WIDTH * slot + 1],
		}));
	}

	/** Keys and slots, earliest first. */
	#latest(count: number): [number, number][] {
		const {size} = this.#slots;
		const skipped = Math.max(0, size - count);
		const first = this.#isOrdered ? skipped : 0;
		let slots = Array.from({length: size - first}, (_, i) => first + i);
		if (!this.#isOrdered && skipped > 0) {
			const turn = (slot: number) => this.#counts[WIDTH * slot + 2];
			slots = slots.sort((a, b) => turn(a) - turn(b)).slice(skipped);
		}

		const latest = slots.map((slot): [number, number] => [this.#slots.key(slot), slot]);
		return this.#isOrdered ? latest : latest.sort(([a], [b]) => a - b);
	}
}
