/**
 * Hashes with tables and multipliers drawn at random for each run, so that nobody can aim collisions at a table.
 *
 * Addresses use tabulation hashing (Zobrist; Pătraşcu and Thorup 2012): each byte picks a random word, the words are
 * XORed. For two different keys chosen without knowing the tables the chance of a collision is 2^-32, whatever the keys.
 */
import {randomFillSync} from 'node:crypto';

const ADDRESS_BYTES = 16;
const PORT_BYTES = 4;

export class Hasher {
	readonly #table = new Int32Array((ADDRESS_BYTES + PORT_BYTES) * 256);
	readonly #salt: number;
	readonly #oddA: number;
	readonly #oddB: number;
	readonly #oddC: number;

	/** @param words random 32-bit words to use; tests give their own, the product lets the system's generator fill them */
	constructor(fill: (words: Int32Array) => void = words => void randomFillSync(words)) {
		fill(this.#table);
		const extra = new Int32Array(4);
		fill(extra);
		this.#salt = extra[0];
		this.#oddA = extra[1] | 1;
		this.#oddB = extra[2] | 1;
		this.#oddC = extra[3] | 1;
	}

	/** Of an address in words as in Packet. IPv4 addresses hash by their last word alone. */
	address(word0: number, word1: number, word2: number, word3: number): number {
		const t = this.#table;
		let hash =
			t[word3 & 255] ^ t[256 + ((word3 >>> 8) & 255)] ^ t[512 + ((word3 >>> 16) & 255)] ^ t[768 + (word3 >>> 24)];
		if ((word0 | word1 | word2) !== 0) {
			hash ^=
				t[1024 + (word2 & 255)] ^
				t[1280 + ((word2 >>> 8) & 255)] ^
				t[1536 + ((word2 >>> 16) & 255)] ^
				t[1792 + (word2 >>> 24)];
			hash ^=
				t[2048 + (word1 & 255)] ^
				t[2304 + ((word1 >>> 8) & 255)] ^
				t[2560 + ((word1 >>> 16) & 255)] ^
				t[2816 + (word1 >>> 24)];
			hash ^=
				t[3072 + (word0 & 255)] ^
				t[3328 + ((word0 >>> 8) & 255)] ^
				t[3584 + ((word0 >>> 16) & 255)] ^
				t[3840 + (word0 >>> 24)];
		}

		return hash;
	}

	/** Of two table rows in a given order. */
	pair(a: number, b: number): number {
		return mix((Math.imul(a, this.#oddA) + Math.imul(b, this.#oddB) + this.#salt) | 0);
	}

	/**
	 * Of a flow: its two table rows, its two ports in one word, its protocol. Odd factors make it a bijection of each part
	 * while the others stay, so only parts chosen together could collide, and the factors are not known to who chooses.
	 */
	flow(a: number, b: number, ports: number, protocol: number): number {
		const sum = Math.imul(a, this.#oddA) + Math.imul(b, this.#oddB) + Math.imul(ports, this.#oddC) + this.#salt;
		return mix((sum | 0) ^ Math.imul(protocol, 0x9e3779b1));
	}

	/** Of a port at one end, joined to its address's hash: the same for both directions when the two ends are added up. */
	end(addressHash: number, port: number): number {
		const t = this.#table;
		return mix(addressHash ^ t[4096 + (port & 255)] ^ t[4352 + (port >>> 8)]);
	}
}

/** Spreads every bit of a word over all 32 (the finaliser published with MurmurHash3). */
export function mix(word: number): number {
	let h = word;
	h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
	h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
	return h ^ (h >>> 16);
}
