/** Of either end of each flow, what was counted until its owner was sure for the last time. */
import type {Counts} from './process-counts.js';

const FIGURES = 4;
/** Of both ends. */
const WIDTH = 2 * FIGURES;

export class SettledCounts {
	readonly #figures: Float64Array;

	/** @param limit flows at most */
	constructor(limit: number) {
		this.#figures = new Float64Array(limit * WIDTH);
	}

	/** @param at an end of a flow: twice its row, and 1 more for `b` */
	set(at: number, counts: Counts): void {
		this.#figures.set(counts, at * FIGURES);
	}

	of(at: number): Counts {
		const figures = this.#figures;
		const from = at * FIGURES;
		return [figures[from], figures[from + 1], figures[from + 2], figures[from + 3]];
	}

	/** After the table moved its rows. @param remap old row → new row, -1 = gone @param rows that are left */
	remap(remap: Int32Array, rows: number): void {
		for (let row = 0; row < remap.length; row++) {
			const to = remap[row];
			if (to !== -1) {
				this.#figures.copyWithin(to * WIDTH, row * WIDTH, (row + 1) * WIDTH);
			}
		}
		this.#figures.fill(0, rows * WIDTH, remap.length * WIDTH);
	}
}
