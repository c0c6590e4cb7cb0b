/** The last seconds of TCP, exact however long the capture: the series by second joins its intervals in time. */

/** More than a minute. A power of two. */
const SECONDS = 64;

export class LastSeconds {
	/** By place: the second that it holds; NaN = none. */
	readonly #seconds = new Float64Array(SECONDS).fill(Number.NaN);
	readonly #columns: Float64Array;

	/** @param width columns of a second */
	constructor(readonly width: number) {
		this.#columns = new Float64Array(SECONDS * width);
	}

	/** Where in `columns` the second begins. One that came longer ago goes. */
	at(second: number): number {
		const place = ((second % SECONDS) + SECONDS) % SECONDS;
		const at = place * this.width;
		if (this.#seconds[place] !== second) {
			this.#seconds[place] = second;
			this.#columns.fill(0, at, at + this.width);
		}
		return at;
	}

	get columns(): Float64Array {
		return this.#columns;
	}

	/** The sum of each column over the seconds that are later than one, and not later than the other. */
	sum(after: number, last: number): Float64Array {
		const all = new Float64Array(this.width);
		this.#seconds.forEach((second, place) => {
			if (second > after && second <= last) {
				for (let column = 0; column < this.width; column++) {
					all[column] += this.#columns[place * this.width + column];
				}
			}
		});
		return all;
	}
}
