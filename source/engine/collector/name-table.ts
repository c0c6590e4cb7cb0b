/** What answers, handshakes and leases said addresses are called. Bounded; the newest name of an address wins. */
import {isIP} from 'node:net';
import {formatAddress} from '../decode/address.js';
import type {NameSink} from '../decode/applications/recognition.js';
import type {NameSource} from '../snapshot.js';
import {BoundedMap} from './bounded-map.js';
import {Hasher} from './hash.js';

export interface KnownName {
	name: string;
	source: NameSource;
}

interface Entry extends KnownName {
	/** As it came off the network. */
	raw: string;
	/** How many entries had been set when this one was. */
	set: number;
}

/** Bits of an address's hash that its key has above the address: with them it is still a whole number. */
const SALT = 0x1f_ffff;
const TWO_32 = 4_294_967_296;
/** IPv6 with an IPv4 tail, in brackets. */
const LONGEST_ADDRESS = 47;
const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
const BRACKET = 0x5d;

export class NameTable implements NameSink {
	readonly #names: BoundedMap<number | string, Entry>;
	readonly #hasher = new Hasher();
	/** An entry that fewer sets ago was set than this is not moved to the newest when the same is said again. */
	readonly #fresh: number;
	#sets = 0;

	/** @param safe makes a string off the network safe to show */
	constructor(
		limit: number,
		private readonly safe: (text: string) => string,
	) {
		this.#names = new BoundedMap(limit);
		this.#fresh = limit >> 1;
	}

	/** Names forgotten because there were too many. */
	get evicted(): number {
		return this.#names.evicted;
	}

	name(
		version: 4 | 6,
		word0: number,
		word1: number,
		word2: number,
		word3: number,
		name: string,
		source: NameSource,
	): void {
		const key = this.#key(version, word0, word1, word2, word3);
		const known = this.#names.get(key);
		// Most answers say what is known already.
		if (known !== undefined && known.raw === name && this.#sets - known.set < this.#fresh) {
			known.source = source;
			return;
		}

		const safe = isAddress(name) ? '' : this.safe(name);
		if (safe !== '') {
			this.#names.set(key, {name: safe, source, raw: name, set: this.#sets++});
		}
	}

	/** Address words as in Packet. */
	of(version: 4 | 6, word0: number, word1: number, word2: number, word3: number): KnownName | null {
		return this.#names.get(this.#key(version, word0, word1, word2, word3)) ?? null;
	}

	/**
	 * IPv6 text, or the IPv4 word below bits that nobody outside knows: V8 hashes a number without a secret, and answers can be
	 * made up whose bare addresses all collide in a Map. Strings it hashes with one.
	 */
	#key(version: 4 | 6, word0: number, word1: number, word2: number, word3: number): number | string {
		if (version === 6) {
			return formatAddress(6, word0, word1, word2, word3);
		}
		return (this.#hasher.address(0, 0, 0, word3) & SALT) * TWO_32 + (word3 >>> 0);
	}
}

/** A Host header often holds the address itself: that is no name. */
function isAddress(name: string): boolean {
	if (name.length > LONGEST_ADDRESS) {
		return false;
	}
	const last = name.charCodeAt(name.length - 1);
	// IPv4 ends in a digit, IPv6 holds a colon, and either may stand in brackets.
	if (!(last >= DIGIT_0 && last <= DIGIT_9) && last !== BRACKET && !name.includes(':')) {
		return false;
	}
	return isIP(name.replace(/^\[|\]$/g, '')) !== 0;
}
