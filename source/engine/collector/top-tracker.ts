/**
 * Exact top-K without ever scanning a table: rows that rank at or above the K-th best of the last pruning are candidates, all
 * others cannot be among the top K. Bytes and packets only grow, so the bar only rises. A row outside the candidates lost to K
 * better ones and comes back only by growing, when `note` sees it again.
 */

/** How a table ranks its rows: by bytes, then packets, then key. */
export interface Ranking {
	bytes(row: number): number;
	packets(row: number): number;
	/** Orders the keys of two rows: negative when that of `a` comes first. */
	compareKeys(a: number, b: number): number;
	setCandidate(row: number, on: boolean): void;
}

/** True when row `a` ranks before row `b`. */
export function ranksBefore(
	ranking: Pick<Ranking, 'bytes' | 'packets' | 'compareKeys'>,
	a: number,
	b: number,
): boolean {
	const order = ranking.bytes(b) - ranking.bytes(a) || ranking.packets(b) - ranking.packets(a);
	return order === 0 ? ranking.compareKeys(a, b) < 0 : order < 0;
}

export class TopTracker {
	/** Rows with at least this many bytes must be noted. */
	threshold = 0;
	/** The K-th best row of the last pruning and its packets then; many rows can have its bytes. */
	#barRow = -1;
	#barPackets = 0;
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

	/** Called for a row whose bytes reached the threshold and that is not marked yet. */
	note(row: number): void {
		if (this.#barRow >= 0 && this.ranking.bytes(row) === this.threshold && !this.#isAboveBar(row)) {
			return;
		}
		if (this.#count === this.#rows.length) {
			this.#prune();
		}
		this.#rows[this.#count++] = row;
		this.ranking.setCandidate(row, true);
	}

	/** Among rows with the bar's bytes: does this one rank before what the bar was? */
	#isAboveBar(row: number): boolean {
		const packets = this.ranking.packets(row);
		if (packets !== this.#barPackets) {
			return packets > this.#barPackets;
		}
		return this.ranking.compareKeys(row, this.#barRow) <= 0;
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
		this.#barRow = -1;
	}

	/** Forgets everything and is offered the first `rows` of the table again, of which none is marked. */
	rebuild(rows: number): void {
		this.reset();
		for (let row = 0; row < rows; row++) {
			if (this.ranking.bytes(row) >= this.threshold) {
				this.note(row);
			}
		}
	}

	#prune(): void {
		const {ranking} = this;
		const sorted = this.#rows.subarray(0, this.#count).sort((a, b) => (ranksBefore(ranking, a, b) ? -1 : 1));
		const keep = Math.min(this.k, this.#count);
		for (let i = keep; i < this.#count; i++) {
			ranking.setCandidate(sorted[i], false);
		}
		this.#count = keep;
		if (keep === this.k && keep > 0) {
			this.#barRow = sorted[keep - 1];
			this.threshold = ranking.bytes(this.#barRow);
			this.#barPackets = ranking.packets(this.#barRow);
		}
	}
}
