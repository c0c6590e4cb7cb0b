/**
 * Exact top-K without ever scanning a table: rows that have reached the K-th largest value seen so far are candidates,
 * all others cannot be among the top K. Values only grow, so the threshold only rises. A row outside the candidates
 * lost to K better ones at the last pruning and comes back only by growing, when `note` sees it again.
 */
export interface Ranking {
	/** True when row `a` ranks before row `b`. */
	before(a: number, b: number): boolean;
	value(row: number): number;
	setCandidate(row: number, on: boolean): void;
}

export class TopTracker {
	/** Rows with at least this value must be noted. */
	threshold = 0;
	#rows: Int32Array;
	#count = 0;

	/**
	 * @param k rows wanted
	 * @param ranking how the table ranks and marks its rows
	 */
	constructor(
		readonly k: number,
		readonly ranking: Ranking,
	) {
		this.#rows = new Int32Array(Math.max(1024, 4 * k));
	}

	/** Called for a row whose value reached the threshold and that is not marked yet. */
	note(row: number): void {
		if (this.#count === this.#rows.length) this.#prune();
		this.#rows[this.#count++] = row;
		this.ranking.setCandidate(row, true);
	}

	/** The top K rows, best first. */
	top(): number[] {
		this.#prune();
		return Array.from(this.#rows.subarray(0, this.#count));
	}

	/** The rows that are marked. */
	candidates(): Int32Array {
		return this.#rows.subarray(0, this.#count);
	}

	/** Forgets everything: after a table was rebuilt, whose rows must all be offered again. */
	reset(): void {
		this.#count = 0;
		this.threshold = 0;
	}

	#prune(): void {
		const {ranking} = this;
		const sorted = this.#rows.subarray(0, this.#count).sort((a, b) => (ranking.before(a, b) ? -1 : 1));
		const keep = Math.min(this.k, this.#count);
		for (let i = keep; i < this.#count; i++) ranking.setCandidate(sorted[i], false);
		this.#count = keep;
		if (keep === this.k && keep > 0) this.threshold = ranking.value(sorted[keep - 1]);
	}
}
