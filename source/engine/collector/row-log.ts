/** Rows of a table of which something has changed without a packet: the last ones, for who remembers what was so before. */
export class RowLog {
	readonly #rows: Int32Array;
	#count = 0;
	/** Marks before this one know too little. */
	#lostUntil = 0;

	/** @param most rows that are remembered */
	constructor(most: number) {
		this.#rows = new Int32Array(most);
	}

	note(row: number): void {
		this.#rows[this.#count++ % this.#rows.length] = row;
	}

	/** Any row may have changed. */
	lose(): void {
		this.#lostUntil = ++this.#count;
	}

	/** For `since`: all that was noted until now. */
	get mark(): number {
		return this.#count;
	}

	/** Tells rows that were noted since, in their order. @returns false when that is not known any more */
	since(mark: number, tell: (row: number) => void): boolean {
		if (mark < this.#lostUntil || this.#count - mark > this.#rows.length) {
			return false;
		}
		for (let at = mark; at < this.#count; at++) {
			tell(this.#rows[at % this.#rows.length]);
		}
		return true;
	}
}
