/**
 * Numbers that traffic chooses, numbered from 0 in the order in which they came. A Map would find them by V8's own hash of a
 * number, which knows no secret: whoever writes a capture can choose seconds that all lie in one of its chains.
 */
import {Hasher} from './hash.js';
import {RowIndex} from './row-index.js';

const FIRST_KEYS = 1024;

export class NumberIndex {
	size = 0;
	#keys = new Float64Array(FIRST_KEYS);
	readonly #hasher: Hasher;
	readonly #index = new RowIndex();
	/** A number, and the same as two words. */
	readonly #number = new Float64Array(1);
	readonly #words = new Int32Array(this.#number.buffer);

	constructor(hasher = new Hasher()) {
		this.#hasher = hasher;
	}

	/** @returns the number's place, -1 = it is not here */
	find(number: number): number {
		const hash = this.#hash(number);
		const {slots, mask} = this.#index;
		for (let slot = hash & mask; slots[slot * 2] !== 0; slot = (slot + 1) & mask) {
			const row = slots[slot * 2] - 1;
			if (slots[slot * 2 + 1] === hash && this.#keys[row] === number) {
				return row;
			}
		}

		return -1;
	}

	/** Takes a number that is not here yet. @returns its place */
	enter(number: number): number {
		if (this.size === this.#keys.length) {
			const more = new Float64Array(2 * this.size);
			more.set(this.#keys);
			this.#keys = more;
		}

		this.#keys[this.size] = number;
		this.#index.insert(this.#hash(number), this.size, this.size + 1);
		return this.size++;
	}

	/** The number at a place. */
	key(place: number): number {
		return this.#keys[place];
	}

	#hash(number: number): number {
		// -0 is 0.
		this.#number[0] = number + 0;
		return this.#hasher.address(0, 0, this.#words[1], this.#words[0]);
	}
}
