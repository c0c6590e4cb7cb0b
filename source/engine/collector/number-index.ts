/**
 * Numbers that traffic chooses, numbered from 0 in the order in which they came. While that is their own order too, as it is of
 * the seconds of a live capture, they are found by halving; after that by a secret hash. A Map would find them by V8's own hash of
 * a number, which knows no secret: whoever writes a capture can choose seconds that all lie in one of its chains.
 */
import {Hasher} from './hash.js';
import {RowIndex} from './row-index.js';

export class NumberIndex {
	size = 0;
	#keys: Float64Array;
	readonly #hasher: Hasher;
	/** Null while each number was greater than those before it. */
	#index: RowIndex | null = null;
	/** A number, and the same as two words. */
	readonly #number = new Float64Array(1);
	readonly #words = new Int32Array(this.#number.buffer);

	/** @param firstKeys for so many there is memory from the start */
	constructor(firstKeys: number, hasher = new Hasher()) {
		this.#keys = new Float64Array(firstKeys);
		this.#hasher = hasher;
	}

	/** @returns the number's place, -1 = it is not here */
	find(number: number): number {
		if (this.#index === null) {
			const place = this.#firstNotBelow(number);
			return place < this.size && this.#keys[place] === number ? place : -1;
		}
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
		if (this.#index === null && this.size > 0 && number < this.#keys[this.size - 1]) {
			this.#index = new RowIndex();
			for (let place = 0; place < this.size; place++) {
				this.#index.insert(this.#hash(this.#keys[place]), place, place + 1);
			}
		}
		this.#index?.insert(this.#hash(number), this.size, this.size + 1);
		return this.size++;
	}

	/** The place of the least number that is not below another, of numbers in order; `size` = all are. */
	#firstNotBelow(number: number): number {
		if (this.size === 0 || number > this.#keys[this.size - 1]) {
			return this.size;
		}
		let from = 0;
		let to = this.size - 1;
		while (from < to) {
			const middle = (from + to) >>> 1;
			if (this.#keys[middle] < number) {
				from = middle + 1;
			} else {
				to = middle;
			}
		}
		return from;
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
