/**
 * What the rows of one table are ranked by, kept from answer to answer: a row that has done nothing since has the figure that it had. So an
 * answer asks only rows that are new or have done something, and a bounded number of others.
 */

import type {Windows} from '../windows.js';
import {inPieces} from './in-pieces.js';

/** Rows asked between two looks at the time that is left, and those that are however late it is. */
const PIECE = 1 << 13;
const LEAST = 1 << 14;
/** Rows asked in one answer at most, beside those that have done something: a table of a million is known after a few answers. */
const MOST_ASKED = 1 << 18;
/** Rows asked again each time, in turn: what else may have changed (a name was learnt) shows soon. */
const ASKED_AGAIN = 1 << 14;
/** So many that have done something lately are all asked again, for the same; of more, those that have since the last answer. */
const FEW_ACTIVE = 1 << 15;

export class Figures {
	#figures = new Float64Array(0);
	/** What they are of, and rows given up by then: the others have moved. */
	#of = '';
	#evicted = -1;
	#known = 0;
	#next = 0;
	/** Rows in turn that may have done something unnoticed, where the log knows no more who has. */
	#stale = 0;
	/** Where the log of what rows did was. */
	#mark = 0;

	/**
	 * @param what the column; of another one than before nothing is known yet
	 * @param windows what rows did, summed up to now
	 * @param isTime whether there is time for more than the least
	 * @returns the figures of the first `known` rows
	 */
	of(
		what: string,
		{rows, evicted}: {rows: number; evicted: number},
		windows: Windows,
		figureOf: (row: number) => number,
		isTime: () => boolean,
	): {figures: Float64Array; known: number} {
		if (this.#of !== what || this.#evicted !== evicted || this.#known > rows) {
			this.#of = what;
			this.#evicted = evicted;
			this.#known = 0;
			this.#next = 0;
			this.#stale = 0;
		}
		if (this.#figures.length < rows) {
			const more = new Float64Array(Math.max(1024, rows, Math.min(2 * this.#figures.length, rows + MOST_ASKED)));
			more.set(this.#figures.subarray(0, this.#known));
			this.#figures = more;
		}
		const figures = this.#figures;
		const again = (row: number) => {
			if (row >= 0 && row < this.#known) {
				figures[row] = figureOf(row);
			}
		};
		const {active} = windows;
		const isLogged = windows.changedSince(this.#mark, again);
		if (!isLogged || active.length <= FEW_ACTIVE) {
			active.forEach(again);
		}
		this.#stale = isLogged ? this.#stale : this.#known;
		this.#mark = windows.mark;
		const inTurn = Math.min(ASKED_AGAIN, this.#known);
		const sizes = {piece: PIECE, least: inTurn};
		const asked = inPieces(0, Math.max(inTurn, this.#stale), sizes, isTime, (from, to) => {
			for (let count = to - from; count > 0; count--) {
				this.#next = this.#next + 1 < this.#known ? this.#next + 1 : 0;
				figures[this.#next] = figureOf(this.#next);
			}
		});
		this.#stale = Math.max(0, this.#stale - asked);
		const most = Math.min(rows, this.#known + MOST_ASKED);
		this.#known = inPieces(this.#known, most, {piece: PIECE, least: LEAST}, isTime, (from, to) => {
			for (let row = from; row < to; row++) {
				figures[row] = figureOf(row);
			}
		});
		return {figures, known: this.#known};
	}
}
