/**
 * Of each row that did something in the longest window, what it did in each of them: packets one way and the other way, bytes one way and
 * the other way. Entries of the log (`windows.ts`) are added to windows and taken out again, so that a second that is over costs no more
 * than what was done in it and in the seconds that leave a window. Counts are whole numbers: what is left is exact.
 */
import {WINDOWS} from '../rows.js';

/** Doubles of an entry of the log: its row, then its counts. */
export const WIDTH = 5;
const COUNTS = WIDTH - 1;
const LONGEST = WINDOWS.length - 1;
const FIRST_ROWS = 1024;

export class WindowSums {
	/** The row of each slot. */
	#rows = new Int32Array(0);
	#count = 0;
	/** Of each window, the counts of each slot. */
	#sums = WINDOWS.map(() => new Float64Array(0));
	/** Of each window, bytes of all rows. */
	readonly #all = new Float64Array(WINDOWS.length);
	/** By window and which bytes: those of each slot, once they were asked for; until something is added or taken out. */
	readonly #bytes = new Map<number, Float64Array>();
	readonly #areKnown = new Set<number>();
	/** The slot of each row; of a row without one, any. */
	readonly #slotOf: Int32Array;

	/** @param limit rows of the table */
	constructor(limit: number) {
		this.#slotOf = new Int32Array(limit);
	}

	clear(): void {
		this.#count = 0;
		this.#all.fill(0);
		this.#areKnown.clear();
	}

	/** Rows that did something in the longest window, in any order; they hold until something is added or taken out. */
	get rows(): Int32Array {
		return this.#rows.subarray(0, this.#count);
	}

	/** Adds entries to a window and all longer ones. @param start doubles of the log before the first one, and before those behind the last */
	add(log: Float64Array, start: number, end: number, first: number): void {
		const slotOf = this.#slotOf;
		let bytes = 0;
		this.#areKnown.clear();
		for (let at = start; at < end; at += WIDTH) {
			const row = log[at];
			if (row < 0) {
				continue;
			}
			bytes += log[at + 3] + log[at + 4];
			let slot = slotOf[row];
			if (slot >= this.#count || this.#rows[slot] !== row) {
				slot = this.#enter(row);
			}
			const to = slot * COUNTS;
			for (let window = first; window <= LONGEST; window++) {
				const sums = this.#sums[window];
				sums[to] += log[at + 1];
				sums[to + 1] += log[at + 2];
				sums[to + 2] += log[at + 3];
				sums[to + 3] += log[at + 4];
			}
		}
		for (let window = first; window <= LONGEST; window++) {
			this.#all[window] += bytes;
		}
	}

	/** Takes entries that were added out of one window. */
	take(log: Float64Array, start: number, end: number, window: number): void {
		const slotOf = this.#slotOf;
		const sums = this.#sums[window];
		let bytes = 0;
		this.#areKnown.clear();
		for (let at = start; at < end; at += WIDTH) {
			const row = log[at];
			if (row < 0) {
				continue;
			}
			const slot = slotOf[row];
			if (slot >= this.#count || this.#rows[slot] !== row) {
				// all that it did is gone already: this entry is of nothing
				continue;
			}
			bytes += log[at + 3] + log[at + 4];
			const to = slot * COUNTS;
			sums[to] -= log[at + 1];
			sums[to + 1] -= log[at + 2];
			sums[to + 2] -= log[at + 3];
			sums[to + 3] -= log[at + 4];
			if (window === LONGEST && sums[to] === 0 && sums[to + 1] === 0) {
				this.#leave(slot);
			}
		}
		this.#all[window] -= bytes;
	}

	#enter(row: number): number {
		if (this.#count === this.#rows.length) {
			this.#grow();
		}
		const slot = this.#count++;
		for (const sums of this.#sums) {
			sums[slot * COUNTS] = 0;
			sums[slot * COUNTS + 1] = 0;
			sums[slot * COUNTS + 2] = 0;
			sums[slot * COUNTS + 3] = 0;
		}
		this.#rows[slot] = row;
		this.#slotOf[row] = slot;
		return slot;
	}

	/** The last one takes the place of a row that has done nothing. */
	#leave(slot: number): void {
		const last = --this.#count;
		if (slot === last) {
			return;
		}
		for (const sums of this.#sums) {
			for (let count = 0; count < COUNTS; count++) {
				sums[slot * COUNTS + count] = sums[last * COUNTS + count];
			}
		}
		const row = this.#rows[last];
		this.#rows[slot] = row;
		this.#slotOf[row] = slot;
	}

	#grow(): void {
		const length = Math.max(FIRST_ROWS, 2 * this.#rows.length);
		const rows = new Int32Array(length);
		rows.set(this.#rows);
		this.#rows = rows;
		this.#sums = this.#sums.map(sums => {
			const more = new Float64Array(length * COUNTS);
			more.set(sums);
			return more;
		});
	}

	/** Bytes of each of `rows` in a window; they hold as long as those. @param which 2 one way, 3 the other way; absent = both */
	bytesOfRows(window: number, which?: 2 | 3): Float64Array {
		const key = window * COUNTS + (which ?? 0);
		const known = this.#bytes.get(key) ?? new Float64Array(0);
		const found = known.length < this.#count ? new Float64Array(this.#rows.length) : known;
		if (!this.#areKnown.has(key)) {
			const sums = this.#sums[window];
			for (let slot = 0, at = 0; slot < this.#count; slot++, at += COUNTS) {
				found[slot] = which === undefined ? sums[at + 2] + sums[at + 3] : sums[at + which];
			}
			this.#bytes.set(key, found);
			this.#areKnown.add(key);
		}
		return found.subarray(0, this.#count);
	}

	/** Bytes of all rows in a window. */
	bytesOfAll(window: number): number {
		return this.#all[window];
	}

	/** @param which 0 packets one way, 1 packets the other way, 2 bytes one way, 3 bytes the other way */
	of(row: number, window: number, which: 0 | 1 | 2 | 3): number {
		const slot = this.#slotOf[row];
		return slot < this.#count && this.#rows[slot] === row ? this.#sums[window][slot * COUNTS + which] : 0;
	}
}
