/** Counts of the last seconds, exact however long the capture. */

/** More than a minute. */
const SECONDS = 64;
const MINUTE = 60;

export class LastSeconds {
	readonly columns: Float64Array;
	/** By place: the second that it holds. */
	readonly #seconds = new Float64Array(SECONDS).fill(Number.NEGATIVE_INFINITY);

	/** @param width columns of a second */
	constructor(readonly width: number) {
		this.columns = new Float64Array(SECONDS * width);
	}

	/** The second whose counts a second would take the place of: itself, where it is there already. */
	inPlaceOf(second: number): number {
		return this.#seconds[placeOf(second)];
	}

	/** Where in `columns` the counts of a second begin. Those of another one in its place go. */
	at(second: number): number {
		const place = placeOf(second);
		const at = place * this.width;
		if (this.#seconds[place] !== second) {
			this.#seconds[place] = second;
			this.columns.fill(0, at, at + this.width);
		}
		return at;
	}

	/** One column over a minute. @param last the second that it ends with */
	inMinute(column: number, last: number): number {
		let sum = 0;
		for (let place = 0; place < SECONDS; place++) {
			const second = this.#seconds[place];
			if (second <= last && second > last - MINUTE) {
				sum += this.columns[place * this.width + column];
			}
		}
		return sum;
	}
}

const placeOf = (second: number) => ((second % SECONDS) + SECONDS) % SECONDS;
