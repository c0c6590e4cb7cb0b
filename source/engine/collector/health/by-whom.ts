/**
 * How often each address (and port) had one kind of trouble: a bounded number of them. When it is full, the half with the lowest counts is
 * given up; whoever comes after that may have had as many before as the largest of these, which is told beside its count.
 */
import {Hasher, mix} from '../hash.js';
import {RowIndex} from '../row-index.js';

/** Address, its version of IP (the upper half) and port + 1, and what is known of it besides. */
const WORDS = 9;
/** Where what is known besides begins. */
const BESIDES = 5;

export class ByWhom {
	rows = 0;
	/** How many were given up. */
	evicted = 0;
	/** Made for the first row: most kinds have none. */
	#keys = new Int32Array(0);
	#counts = new Float64Array(0);
	#errors = new Float64Array(0);
	#index = new RowIndex(1);
	readonly #hasher: Hasher;
	/** The most that somebody can have had who is not here. */
	#floor = 0;

	/** @param limit rows at most */
	constructor(
		readonly limit: number,
		hasher = new Hasher(),
	) {
		this.#hasher = hasher;
	}

	/** @param port −1 = none @returns the row */
	add(version: 4 | 6, port: number, word0: number, word1: number, word2: number, word3: number): number {
		if (this.#keys.length === 0) {
			this.#keys = new Int32Array(this.limit * WORDS);
			this.#counts = new Float64Array(this.limit);
			this.#errors = new Float64Array(this.limit);
			this.#index = new RowIndex(1024);
		}
		const about = (version << 20) | (port + 1);
		const hash = mix(this.#hasher.address(word0, word1, word2, word3)) ^ this.#hasher.address(0, 0, 0, about);
		let row = this.#find(hash, about, word0, word1, word2, word3);
		if (row < 0) {
			if (this.rows === this.limit) {
				this.#halve();
			}
			row = this.rows++;
			const at = row * WORDS;
			this.#keys[at] = word0;
			this.#keys[at + 1] = word1;
			this.#keys[at + 2] = word2;
			this.#keys[at + 3] = word3;
			this.#keys[at + 4] = about;
			this.#keys.fill(0, at + BESIDES, at + WORDS);
			this.#counts[row] = 0;
			this.#errors[row] = this.#floor;
			this.#index.insert(hash, row, this.rows);
		}
		this.#counts[row]++;
		return row;
	}

	/** What is known of a row besides, four words. */
	besides(row: number): Int32Array {
		return this.#keys.subarray(row * WORDS + BESIDES, (row + 1) * WORDS);
	}

	version(row: number): 4 | 6 {
		return this.#keys[row * WORDS + 4] >> 20 === 4 ? 4 : 6;
	}

	/** −1 = none. */
	port(row: number): number {
		return (this.#keys[row * WORDS + 4] & 0xfffff) - 1;
	}

	address(row: number): [number, number, number, number] {
		const at = row * WORDS;
		return [this.#keys[at], this.#keys[at + 1], this.#keys[at + 2], this.#keys[at + 3]];
	}

	count(row: number): number {
		return this.#counts[row];
	}

	/** What the count may lack. */
	error(row: number): number {
		return this.#errors[row];
	}

	/** Rows, those with the highest counts first. */
	ranked(): number[] {
		return Array.from({length: this.rows}, (_, row) => row).sort((a, b) => this.#counts[b] - this.#counts[a] || a - b);
	}

	#find(hash: number, about: number, word0: number, word1: number, word2: number, word3: number): number {
		const {slots, mask} = this.#index;
		for (let slot = hash & mask; slots[slot * 2] !== 0; slot = (slot + 1) & mask) {
			const at = (slots[slot * 2] - 1) * WORDS;
			if (
				slots[slot * 2 + 1] === hash &&
				this.#keys[at + 3] === word3 &&
				this.#keys[at + 4] === about &&
				this.#keys[at] === word0 &&
				this.#keys[at + 1] === word1 &&
				this.#keys[at + 2] === word2
			) {
				return slots[slot * 2] - 1;
			}
		}
		return -1;
	}

	#halve(): void {
		const ranked = this.ranked();
		const kept = this.limit >> 1;
		const remap = new Int32Array(this.limit).fill(-1);
		for (const row of ranked.slice(kept)) {
			this.#floor = Math.max(this.#floor, this.#counts[row] + this.#errors[row]);
		}
		// in the order of rows: each moves to a place that is its own or was left before
		let next = 0;
		for (const row of ranked.slice(0, kept).sort((a, b) => a - b)) {
			remap[row] = next;
			this.#keys.copyWithin(next * WORDS, row * WORDS, (row + 1) * WORDS);
			this.#counts[next] = this.#counts[row];
			this.#errors[next] = this.#errors[row];
			next++;
		}
		this.evicted += this.limit - kept;
		this.rows = next;
		this.#index.remap(remap);
	}
}
