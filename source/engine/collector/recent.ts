/**
 * What the rows of a table did since the last snapshot: beside each row its interval and what it counted in it, so that
 * turning to a new interval costs nothing, however many rows there are. Kept only where someone looks at rates.
 *
 *   a row is 4 doubles: 0 interval | 1 bytes one way | 2 bytes the other way | 3 packets
 */
import {moveRows} from './eviction.js';
import {TopTracker} from './top-tracker.js';

const DOUBLES = 4;

export class Recent {
	readonly top: TopTracker;
	readonly #rows: Float64Array;
	/** The same memory, for moving rows. */
	readonly #words: Int32Array;
	readonly #candidate: Uint8Array;
	/** Counts the intervals, from 1: a row of zeros belongs to none. */
	#interval = 1;

	/**
	 * @param limit rows of the table
	 * @param top rows wanted
	 * @param compareKeys orders the keys of rows that are equal here
	 */
	constructor(limit: number, top: number, compareKeys: (a: number, b: number) => number) {
		this.#rows = new Float64Array(limit * DOUBLES);
		this.#words = new Int32Array(this.#rows.buffer);
		this.#candidate = new Uint8Array(limit);
		this.top = new TopTracker(top, {
			bytes: row => this.bytes(row),
			packets: row => this.packets(row),
			compareKeys,
			setCandidate: (row, on) => {
				this.#candidate[row] = on ? 1 : 0;
			},
		});
	}

	add(row: number, packets: number, bytesOneWay: number, bytesOtherWay: number): void {
		const rows = this.#rows;
		const at = row * DOUBLES;
		if (rows[at] !== this.#interval) {
			rows[at] = this.#interval;
			rows[at + 1] = 0;
			rows[at + 2] = 0;
			rows[at + 3] = 0;
		}

		rows[at + 1] += bytesOneWay;
		rows[at + 2] += bytesOtherWay;
		rows[at + 3] += packets;
		if (rows[at + 1] + rows[at + 2] >= this.top.threshold && this.#candidate[row] === 0) {
			this.top.note(row);
		}
	}

	bytesOf(row: number, direction: 0 | 1): number {
		return this.#rows[row * DOUBLES] === this.#interval ? this.#rows[row * DOUBLES + 1 + direction] : 0;
	}

	bytes(row: number): number {
		return this.bytesOf(row, 0) + this.bytesOf(row, 1);
	}

	packets(row: number): number {
		return this.#rows[row * DOUBLES] === this.#interval ? this.#rows[row * DOUBLES + 3] : 0;
	}

	/** Begins a new interval. */
	turn(): void {
		this.#forgetCandidates();
		this.#interval++;
	}

	/** A row number is given to a new key. */
	clear(row: number): void {
		this.#rows[row * DOUBLES] = 0;
	}

	/** After the table moved its rows. @param remap old row → new row, -1 = gone */
	remap(remap: Int32Array, kept: number): void {
		this.#forgetCandidates();
		moveRows(this.#words, 2 * DOUBLES, remap);
		for (let row = 0; row < kept; row++) {
			if (this.bytes(row) > 0) {
				this.top.note(row);
			}
		}
	}

	#forgetCandidates(): void {
		for (const row of this.top.candidates()) {
			this.#candidate[row] = 0;
		}
		this.top.reset();
	}
}
