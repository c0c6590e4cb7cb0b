/**
 * What few flows need to have kept of them: a record for every tenth row of the flow table, which flows of one application or another take;
 * when all are taken, the oldest goes to the next one.
 */
import {moveRows} from '../moved-rows.js';
import {Pool} from './pool.js';

/** Whose record it is. */
export enum Keeper {
	dns = 0,
	quic = 1,
}

/** Of a record, in words. Its keeper has the others; none has the last. */
export const WORDS = 14;
const OWNER = 7;

/** Rows of the flow table per record. */
const SHARE = 10;
/** A small table has a record for each row. */
const LEAST = 1024;
const NOBODY = -1;

export class FlowRecords {
	readonly words: Int32Array;
	readonly doubles: Float64Array;
	/** Records that were taken from a flow for another one, by keeper. */
	readonly evicted = new Float64Array(2);
	/** By row: where the flow's record begins, twice, and its keeper; 0 = it has none. */
	readonly #places: Int32Array;
	readonly #pool: Pool;
	#oldest = WORDS;

	/** @param rows of the flow table */
	constructor(rows: number) {
		this.#places = new Int32Array(rows);
		this.#pool = new Pool(1 + Math.max(Math.min(rows, LEAST), Math.floor(rows / SHARE)), WORDS);
		this.words = this.#pool.words;
		this.doubles = this.#pool.doubles;
	}

	/** Where the record begins that a keeper has of a row; 0 = none. */
	find(row: number, keeper: Keeper): number {
		const place = this.#places[row];
		return (place & 1) === keeper ? place >> 1 : 0;
	}

	/** The same, made where it has none: all zeros. */
	take(row: number, keeper: Keeper): number {
		const known = this.find(row, keeper);
		if (known !== 0) {
			return known;
		}
		const pool = this.#pool;
		if (this.#places[row] !== 0) {
			// the flow turned out to be another application's
			this.#give(this.#places[row] >> 1);
		} else if (pool.isFull) {
			this.#evict();
		}
		const at = pool.take();
		this.words[at + OWNER] = row;
		this.#places[row] = (at << 1) | keeper;
		return at;
	}

	/** After the table moved its rows. @param remap old row → new row, -1 = gone @param rows that are left */
	remap(remap: Int32Array, rows: number): void {
		const {words, used} = this.#pool;
		if (used === 1) {
			return;
		}
		moveRows(this.#places, remap, rows);
		for (let at = WORDS; at < used * WORDS; at += WORDS) {
			const owner = words[at + OWNER];
			if (owner === NOBODY) {
				continue;
			}
			words[at + OWNER] = remap[owner];
			if (remap[owner] === NOBODY) {
				this.#pool.give(at);
			}
		}
	}

	#evict(): void {
		const at = this.#oldest;
		this.#oldest = at + WORDS < this.#pool.used * WORDS ? at + WORDS : WORDS;
		const owner = this.words[at + OWNER];
		this.evicted[this.#places[owner] & 1]++;
		this.#places[owner] = 0;
		this.#pool.give(at);
	}

	#give(at: number): void {
		this.words[at + OWNER] = NOBODY;
		this.#pool.give(at);
	}
}
