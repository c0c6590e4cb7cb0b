/** A bounded number of records beside the flow table. */

import {alignedRows} from '../aligned.js';

/** Places of one size, taken and given back. The first one is nobody's, so that 0 means none. */
export class Pool {
	readonly words: Int32Array;
	readonly doubles: Float64Array;
	/** Places below this have been in use. */
	used = 1;
	/** The place given back last, 0 = none; each of those has the one before. */
	#free = 0;

	/** @param width of each, words */
	constructor(
		readonly size: number,
		readonly width: number,
	) {
		({words: this.words, doubles: this.doubles} = alignedRows(size * width * 4));
	}

	get isFull(): boolean {
		return this.#free === 0 && this.used === this.size;
	}

	/** @returns where in `words` it begins; all zeros */
	take(): number {
		if (this.#free === 0) {
			// nobody has written there
			return this.used++ * this.width;
		}
		const at = this.#free;
		this.#free = this.words[at];
		this.words.fill(0, at, at + this.width);
		return at;
	}

	give(at: number): void {
		this.words[at] = this.#free;
		this.#free = at;
	}
}
