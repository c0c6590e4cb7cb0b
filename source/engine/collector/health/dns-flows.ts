/**
 * What the DNS messages of a flow say: how many, how long answers took, and their codes.
 *
 *   words  0 queries  1 answers  2 samples  3 failures  4 names that do not exist  5 unanswered  6 last code and 1
 *   doubles  4 least  5 greatest  6 sum of times, nanoseconds
 */
import type {DnsFlow} from '../../snapshot.js';
import {codeName, NOERROR, NXDOMAIN} from './dns-codes.js';
import {type FlowRecords, Keeper} from './flow-records.js';
import {formatDuration} from './tcp/duration.js';

enum Word {
	queries = 0,
	answers = 1,
	samples = 2,
	failures = 3,
	nonexistentNames = 4,
	unanswered = 5,
	/** 0 = no answer came. */
	lastCode = 6,
}

enum Double {
	minimum = 4,
	maximum = 5,
	sum = 6,
}

export class DnsFlows {
	/** Messages that were not counted here, under overload. */
	leftOut = 0;
	/** While it is off nothing is counted but what is left out. */
	off = false;
	readonly #records: FlowRecords;

	constructor(records: FlowRecords) {
		this.#records = records;
	}

	/** Flows of which this was given up to stay within memory. */
	get evicted(): number {
		return this.#records.evicted[Keeper.dns];
	}

	/** @param row of the flow that the query is in */
	query(row: number): void {
		const at = this.#place(row);
		if (at !== 0) {
			this.#records.words[at + Word.queries]++;
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
		const {words, doubles} = this.#records;
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
		const at = this.#records.find(row, Keeper.dns);
		if (at !== 0) {
			this.#records.words[at + Word.unanswered]++;
		}
	}

	/** @returns null = nothing is known of it */
	snapshot(row: number): DnsFlow | null {
		const at = this.#records.find(row, Keeper.dns);
		if (at === 0) {
			return null;
		}
		const {words, doubles} = this.#records;
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

	/** Where a row's record begins, made where it has none; 0 = nothing is counted now. */
	#place(row: number): number {
		if (this.off) {
			this.leftOut++;
			return 0;
		}
		return this.#records.take(row, Keeper.dns);
	}
}
