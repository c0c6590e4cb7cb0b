/**
 * Whether texts of ASCII hold a given one, asked of many: each of their characters is one step of a table (Knuth, Morris and Pratt 1977),
 * and no text is made of bytes or addresses. Capital letters count as small ones.
 */

const CODES = 256;
/** Longer ones are in no text that is asked here: a name in a slot has 63 characters at most, an address 45. */
const LONGEST = 63;
const [DOT, COLON] = [0x2e, 0x3a];
const [CAPITAL_A, CAPITAL_Z, TO_SMALL] = [0x41, 0x5a, 0x20];
const DIGITS = Uint8Array.from('0123456789abcdef', digit => digit.charCodeAt(0));
const OCTETS = Array.from({length: CODES}, (_, value) => String(value));

export class TextAutomaton {
	/** By state and code: the next state. The last one, in which the text is found, is never left. */
	readonly #next: Uint8Array;
	readonly #found: number;
	/** The same by state and octet, in decimal: one with a dot behind it, and the last one. */
	readonly #dotted: Uint8Array;
	readonly #last: Uint8Array;
	readonly #groups = new Uint16Array(8);

	private constructor(text: string) {
		const length = text.length;
		this.#found = length;
		const next = new Uint8Array((length + 1) * CODES).fill(length, length * CODES);
		// the state that the text without its first character leads to
		let behind = 0;
		for (let state = 0; state < length; state++) {
			const code = text.charCodeAt(state);
			if (state > 0) {
				next.copyWithin(state * CODES, behind * CODES, (behind + 1) * CODES);
				behind = next[behind * CODES + code];
			}
			next[state * CODES + code] = state + 1;
		}
		for (let state = 0; state < length; state++) {
			next.copyWithin(
				state * CODES + CAPITAL_A,
				state * CODES + CAPITAL_A + TO_SMALL,
				state * CODES + CAPITAL_Z + TO_SMALL + 1,
			);
		}
		this.#next = next;
		this.#last = new Uint8Array(next.length);
		this.#dotted = new Uint8Array(next.length);
		for (let state = 0; state <= length; state++) {
			for (let octet = 0; octet < CODES; octet++) {
				let after = state;
				for (const digit of OCTETS[octet]) {
					after = next[after * CODES + digit.charCodeAt(0)];
				}
				this.#last[state * CODES + octet] = after;
				this.#dotted[state * CODES + octet] = next[after * CODES + DOT];
			}
		}
	}

	/** @param text in small letters @returns null where no text of ASCII that is asked here holds it */
	static of(text: string): TextAutomaton | null {
		for (let at = 0; at < text.length; at++) {
			if (text.charCodeAt(at) >= 0x80) {
				return null;
			}
		}
		return text.length > LONGEST ? null : new TextAutomaton(text);
	}

	/** Whether `bytes[start]` … `bytes[end - 1]` hold it. */
	isIn(bytes: Uint8Array, start: number, end: number): boolean {
		const next = this.#next;
		let state = 0;
		for (let at = start; at < end; at++) {
			state = next[state * CODES + bytes[at]];
		}
		return state === this.#found;
	}

	/** Whether the text of an IPv4 address holds it. */
	isInIpv4(word: number): boolean {
		return this.#ipv4(0, word) === this.#found;
	}

	#ipv4(from: number, word: number): number {
		const dotted = this.#dotted;
		const first = dotted[from * CODES + (word >>> 24)];
		const second = dotted[first * CODES + ((word >>> 16) & 255)];
		const third = dotted[second * CODES + ((word >>> 8) & 255)];
		return this.#last[third * CODES + (word & 255)];
	}

	/** Whether the text of an IPv6 address holds it, as `formatAddress` of `decode/address.ts` writes it. */
	isInIpv6(word0: number, word1: number, word2: number, word3: number): boolean {
		const isMapped = word2 === 0xffff;
		if (word0 === 0 && word1 === 0 && (isMapped || (word2 === 0 && word3 >>> 16 !== 0))) {
			return this.#ipv4(this.#after(isMapped ? '::ffff:' : '::'), word3) === this.#found;
		}
		const groups = this.#groups;
		groups[0] = word0 >>> 16;
		groups[1] = word0 & 0xffff;
		groups[2] = word1 >>> 16;
		groups[3] = word1 & 0xffff;
		groups[4] = word2 >>> 16;
		groups[5] = word2 & 0xffff;
		groups[6] = word3 >>> 16;
		groups[7] = word3 & 0xffff;
		const next = this.#next;
		const zeros = longestZeros(groups);
		let state = 0;
		for (let at = 0; at < 8; at++) {
			if (at === zeros >> 4) {
				state = next[next[state * CODES + COLON] * CODES + COLON];
				at += (zeros & 15) - 1;
				continue;
			}
			if (at > 0 && at !== (zeros >> 4) + (zeros & 15)) {
				state = next[state * CODES + COLON];
			}
			const group = groups[at];
			for (let shift = group > 0xfff ? 12 : group > 0xff ? 8 : group > 0xf ? 4 : 0; shift >= 0; shift -= 4) {
				state = next[state * CODES + DIGITS[(group >>> shift) & 15]];
			}
		}
		return state === this.#found;
	}

	#after(text: string): number {
		let state = 0;
		for (let at = 0; at < text.length; at++) {
			state = this.#next[state * CODES + text.charCodeAt(at)];
		}
		return state;
	}
}

/** The first longest run of two or more zeros: where it begins << 4 | how long it is; below 0 = there is none. */
function longestZeros(groups: Uint16Array): number {
	let best = -1;
	let longest = 1;
	for (let at = 0; at < 8; at++) {
		let length = 0;
		while (at + length < 8 && groups[at + length] === 0) {
			length++;
		}
		if (length > longest) {
			best = at;
			longest = length;
		}
		at += length;
	}
	return best < 0 ? -256 : (best << 4) | longest;
}
