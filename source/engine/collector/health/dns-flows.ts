/**
 * What the DNS messages of a flow say: how many, how long answers took, and their codes. A record for every tenth row of the flow table, which
 * only flows that are DNS take; when all are taken, the oldest goes to the next one.
 *
 *   words  0 queries  1 answers  2 samples  3 failures  4 names that do not exist  5 unanswered  6 last code and 1  7 row of the flow
 *   doubles  4 least  5 greatest  6 sum of times, nanoseconds
 */
import type {DnsFlow} from '../../snapshot.js';
import {codeName, NOERROR, NXDOMAIN} from './dns-codes.js';
import {Pool} from './pool.js';
import {formatDuration} from './tcp/duration.js';

const WORDS = 14;

enum Word {
	queries = 0,
	answers = 1,
	samples = 2,
	failures = 3,
	nonexistentNames = 4,
	unanswered = 5,
	/** 0 = no answer came. */
	lastCode = 6,
	owner = 7,
}

enum Double {
	minimum = 4,
	maximum = 5,
	sum = 6,
}

/** Rows of the flow table per record. */
const SHARE = 10;
/** A small table has a record for each row. */
const LEAST = 1024;
const NOBODY = -1;

export class DnsFlows {
	/** Messages that were not counted here, under overload. */
	leftOut = 0;
	/** Records that were taken from a flow for another one. */
	evicted = 0;
	/** While it is off nothing is counted but what is left out. */
	off = false;
	/** By row: where the flow's record begins; 0 = it has none. */
	readonly #places: Int32Array;
	readonly #pool: Pool;
	#oldest = WORDS;

	/** @param rows of the flow table */
	constructor(rows: number) {
		this.#places = new Int32Array(rows);
		this.#pool = new Pool(1 + Math.max(Math.min(rows, LEAST), Math.floor(rows / SHARE)), WORDS);
	}

	/** @param row of the flow that the query is in */
	query(row: number): void {
		const at = this.#place(row);
		if (at !== 0) {
			this.#pool.words[at + Word.queries]++;
		}
	}

	/**
	 * @param row of the flow that the answer is in
	 * @param code of its header
	 * @param nanoseconds that it took; below 0 or NaN = not known
	 */
	answer(row: number, code: number, nanoseconds: number): void {
		const at = this.#place(row);
		if (at === 0) {
			return;
		}
		const {words, doubles} = this.#pool;
		words[at + Word.answers]++;
		words[at + Word.lastCode] = code + 1;
		if (code === NXDOMAIN) {
			words[at + Word.nonexistentNames]++;
		} else if (code !== NOERROR) {
			words[at + Word.failures]++;
		}
		if (nanoseconds >= 0) {
			const double = at >> 1;
			const least = doubles[double + Double.minimum];
			const samples = words[at + Word.samples]++;
			doubles[double + Double.minimum] = samples === 0 ? nanoseconds : Math.min(least, nanoseconds);
			doubles[double + Double.maximum] = Math.max(doubles[double + Double.maximum], nanoseconds);
			doubles[double + Double.sum] += nanoseconds;
		}
	}

	/** A query of the flow was given up. */
	giveUp(row: number): void {
		const at = this.#places[row];
		if (at !== 0) {
			this.#pool.words[at + Word.unanswered]++;
		}
	}

	/** @returns null = nothing is known of it */
	snapshot(row: number): DnsFlow | null {
		const at = this.#places[row];
		if (at === 0) {
			return null;
		}
		const {words, doubles} = this.#pool;
		const samples = words[at + Word.samples];
		const code = words[at + Word.lastCode] - 1;
		const time = (nanoseconds: number) => (samples === 0 ? null : formatDuration(nanoseconds));
		return {
			queries: words[at + Word.queries],
			answers: words[at + Word.answers],
			unanswered: words[at + Word.unanswered],
			failures: words[at + Word.failures],
			nonexistentNames: words[at + Word.nonexistentNames],
			lastCode: code < 0 ? null : codeName(code),
			time: {
				samples,
				min: time(doubles[(at >> 1) + Double.minimum]),
				mean: time(doubles[(at >> 1) + Double.sum] / samples),
				max: time(doubles[(at >> 1) + Double.maximum]),
			},
		};
	}

	/** After the table moved its rows. @param remap old row → new row, -1 = gone @param rows that are left */
	remap(remap: Int32Array, rows: number): void {
		const {words, used} = this.#pool;
		if (used === 1) {
			return;
		}
		for (let row = 0; row < remap.length; row++) {
			if (remap[row] >= 0) {
				this.#places[remap[row]] = this.#places[row];
			}
		}
		this.#places.fill(0, rows, remap.length);
		for (let at = WORDS; at < used * WORDS; at += WORDS) {
			const owner = words[at + Word.owner];
			if (owner === NOBODY) {
				continue;
			}
			words[at + Word.owner] = remap[owner];
			if (remap[owner] === NOBODY) {
				this.#pool.give(at);
			}
		}
	}

	/** Where a row's record begins, made where it has none; 0 = nothing is counted now. */
	#place(row: number): number {
		if (this.off) {
			this.leftOut++;
			return 0;
		}
		return this.#places[row] === 0 ? this.#take(row) : this.#places[row];
	}

	#take(row: number): number {
		const pool = this.#pool;
		if (pool.isFull) {
			const at = this.#oldest;
			this.#oldest = at + WORDS < pool.used * WORDS ? at + WORDS : WORDS;
			this.#places[pool.words[at + Word.owner]] = 0;
			this.evicted++;
			pool.give(at);
		}
		const at = pool.take();
		pool.words[at + Word.owner] = row;
		this.#places[row] = at;
		return at;
	}
}
