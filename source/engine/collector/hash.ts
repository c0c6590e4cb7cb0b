/**
 * Hashes with tables drawn at random for each run, so that nobody can aim collisions at a table.
 *
 * Addresses use tabulation hashing (Zobrist; Pătraşcu and Thorup 2012): each byte picks a random word, the words are
 * XORed. For two different keys chosen without knowing the tables the chance of a collision is 2^-32, whatever the keys.
 * Conversations and flows hash by their addresses' hashes, so that a hash stays when rows move.
 */
import {randomFillSync} from 'node:crypto';

const ADDRESS_BYTES = 16;
const PORT_BYTES = 4;

export class Hasher {
	readonly #table = new Int32Array((ADDRESS_BYTES + PORT_BYTES) * 256);

	/** @param words random 32-bit words to use; tests give their own, the product lets the system's generator fill them */
	constructor(fill: (words: Int32Array) => void = words => void randomFillSync(words)) {
		fill(this.#table);
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

	/** Of two addresses by their hashes, in either order. */
	pair(a: number, b: number): number {
		return mix((mix(a) + mix(b)) | 0);
	}

	/** Of a flow: its addresses by their hashes, its ports, its protocol; the same for both directions. */
	flow(source: number, destination: number, sourcePort: number, destinationPort: number, protocol: number): number {
		return mix((this.#end(source, sourcePort) + this.#end(destination, destinationPort) + protocol) | 0);
	}

	#end(addressHash: number, port: number): number {
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
