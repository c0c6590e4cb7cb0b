/**
 * What the rows of one table are ranked by, kept from answer to answer: a row that has done nothing since has the figure that it had. So an
 * answer asks only rows that are new or have done something, and a bounded number of others.
 */

/** Rows asked in one answer at most, beside those that have done something: a table of a million is known after a few answers. */
const MOST_ASKED = 1 << 18;
/** Rows asked again each time, in turn: what else may have changed (a name was learnt) shows soon. */
const ASKED_AGAIN = 1 << 14;

export class Figures {
	#figures = new Float64Array(0);
	/** What they are of, and rows given up by then: the others have moved. */
	#of = '';
	#evicted = -1;
	#known = 0;
	#next = 0;

	/**
	 * @param what the column; of another one than before nothing is known yet
	 * @param active rows that have done something lately
	 * @returns the figures of the first `known` rows
	 */
	of(
		what: string,
		{rows, evicted}: {rows: number; evicted: number},
		active: Int32Array,
		figureOf: (row: number) => number,
	): {figures: Float64Array; known: number} {
		if (this.#of !== what || this.#evicted !== evicted || this.#known > rows) {
			this.#of = what;
			this.#evicted = evicted;
			this.#known = 0;
			this.#next = 0;
		}
		if (this.#figures.length < rows) {
			const more = new Float64Array(Math.max(1024, rows, Math.min(2 * this.#figures.length, rows + MOST_ASKED)));
			more.set(this.#figures.subarray(0, this.#known));
			this.#figures = more;
		}
		const figures = this.#figures;
		for (let index = 0; index < active.length; index++) {
			if (active[index] < this.#known) {
				figures[active[index]] = figureOf(active[index]);
			}
		}
		const end = Math.min(rows, this.#known + MOST_ASKED);
		for (let row = this.#known; row < end; row++) {
			figures[row] = figureOf(row);
		}
		for (let count = Math.min(ASKED_AGAIN, this.#known); count > 0; count--) {
			this.#next = this.#next + 1 < this.#known ? this.#next + 1 : 0;
			figures[this.#next] = figureOf(this.#next);
		}
		this.#known = end;
		return {figures, known: end};
	}
}
