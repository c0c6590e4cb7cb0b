/**
 * What answers, handshakes, leases and captures' own blocks said addresses are called. Bounded; the newest name of an address wins, and the one that
 * was set longest ago is forgotten for a new one.
 *
 * Names of printable ASCII lie as bytes in `texts`, others in `#others`: a string is made for what is shown. A row is 10 words:
 *
 *   0–3 address  4 version | source << 8  5 how many names had been set when it was
 *   6 the row set before it  7 the one set after it  8 the next of its bucket, each + 1, 0 = none  9 bucket
 */
import {isIP} from 'node:net';
import {utf8OrLatin1} from '../decode/applications/bytes.js';
import type {NameSink} from '../decode/applications/recognition.js';
import type {NameSource} from '../snapshot.js';
import {Hasher} from './hash.js';
import {TextAutomaton} from './text-automaton.js';
import {TextSlots} from './text-slots.js';

export interface KnownName {
	name: string;
	source: NameSource;
}

/** A name that does not fit a slot: as it came off the network, and safe to show. */
interface Other {
	raw: string;
	safe: string;
}

const WORDS = 10;
const BYTE = 0xff;
const SOURCES: readonly NameSource[] = ['dns', 'mdns', 'llmnr', 'nbns', 'dhcp', 'tls', 'quic', 'http', 'pcapng', 'ptr'];
/** These say less than any packet does. */
const WEAK = SOURCES.indexOf('pcapng');
/** IPv6 with an IPv4 tail, in brackets. */
const LONGEST_ADDRESS = 47;
const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
const COLON = 0x3a;
const BRACKET = 0x5d;

export class NameTable implements NameSink {
	/** Names forgotten because there were too many. */
	evicted = 0;
	readonly #limit: number;
	readonly #safe: (text: string) => string;
	readonly #hasher: Hasher;
	readonly #words: Int32Array;
	/** First row of each, + 1. */
	readonly #buckets: Int32Array;
	readonly #texts: TextSlots;
	readonly #others = new Map<number, Other>();
	#rows = 0;
	/** The rows that were set first and last, + 1. */
	#oldest = 0;
	#newest = 0;
	/** A name that fewer sets ago was set than this is not moved to the newest when the same is said again. */
	readonly #fresh: number;
	#sets = 0;
	/** Names that were set, and how many had been when one was forgotten last. */
	#changes = 0;
	#forgotAt = 0;

	/** @param safe makes a string off the network safe to show, and leaves printable ASCII as it is */
	constructor(limit: number, safe: (text: string) => string, hasher = new Hasher()) {
		this.#limit = limit;
		this.#safe = safe;
		this.#hasher = hasher;
		this.#words = new Int32Array(limit * WORDS);
		this.#buckets = new Int32Array(2 ** Math.ceil(Math.log2(limit + 1)));
		this.#texts = new TextSlots(limit);
		this.#fresh = limit >> 1;
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
		const bucket = this.#bucket(word0, word1, word2, word3);
		const row = this.#find(bucket, version, word0, word1, word2, word3);
		// Most answers say what is known already.
		if (row >= 0 && this.#isFresh(row) && this.#raw(row) === name) {
			this.#setSource(row, source);
			return;
		}

		const safe = isAddress(name) ? '' : this.#safe(name);
		if (safe !== '') {
			const place = this.#place(row, bucket, version, word0, word1, word2, word3, source);
			this.#others.set(place, {raw: name, safe});
		}
	}

	nameBytes(
		version: 4 | 6,
		word0: number,
		word1: number,
		word2: number,
		word3: number,
		bytes: Uint8Array,
		start: number,
		end: number,
		source: NameSource,
	): void {
		if (!TextSlots.fits(bytes, start, end) || mayBeAddress(bytes, start, end)) {
			this.name(version, word0, word1, word2, word3, utf8OrLatin1(bytes, start, end), source);
			return;
		}
		const bucket = this.#bucket(word0, word1, word2, word3);
		const row = this.#find(bucket, version, word0, word1, word2, word3);
		if (row >= 0 && this.#isFresh(row) && this.#isText(row, bytes, start, end)) {
			this.#setSource(row, source);
			return;
		}
		const place = this.#place(row, bucket, version, word0, word1, word2, word3, source);
		if (this.#others.size > 0) {
			this.#others.delete(place);
		}
		this.#texts.set(place, bytes, start, end);
	}

	/** The same of what the capture's own blocks say, which gives way to what packets said, and takes no other's place. */
	offer(
		version: 4 | 6,
		word0: number,
		word1: number,
		word2: number,
		word3: number,
		bytes: Uint8Array,
		start: number,
		end: number,
	): void {
		const row = this.#find(this.#bucket(word0, word1, word2, word3), version, word0, word1, word2, word3);
		if (row < 0 ? this.#rows < this.#limit : this.#words[row * WORDS + 4] >> 8 >= WEAK) {
			this.nameBytes(version, word0, word1, word2, word3, bytes, start, end, 'pcapng');
		}
	}

	/** Address words as in Packet. */
	of(version: 4 | 6, word0: number, word1: number, word2: number, word3: number): KnownName | null {
		const row = this.#find(this.#bucket(word0, word1, word2, word3), version, word0, word1, word2, word3);
		if (row < 0) {
			return null;
		}
		return {name: this.#nameOf(row), source: SOURCES[this.#words[row * WORDS + 4] >> 8]};
	}

	/** Rows there are. */
	get rows(): number {
		return this.#rows;
	}

	/**
	 * Calls with whose name holds a text.
	 *
	 * @param text in small letters
	 * @param from rows from this one up to and without `to`, which is `rows` at most, are looked at
	 * @param take gets an address in words as in Packet
	 */
	eachHolding(
		text: string,
		from: number,
		to: number,
		take: (version: 4 | 6, word0: number, word1: number, word2: number, word3: number) => void,
	): void {
		const words = this.#words;
		const automaton = TextAutomaton.of(text);
		for (let row = from; row < to; row++) {
			const other = this.#others.size > 0 ? this.#others.get(row) : undefined;
			const holds =
				other === undefined
					? automaton !== null && this.#texts.holds(row, automaton)
					: other.safe.toLowerCase().includes(text);
			if (holds) {
				const at = row * WORDS;
				take((words[at + 4] & BYTE) as 4 | 6, words[at], words[at + 1], words[at + 2], words[at + 3]);
			}
		}
	}

	/** For `changedSince`: all names that were set until now. */
	get mark(): number {
		return this.#changes;
	}

	/**
	 * Tells whose name was set since. Address words as in Packet.
	 *
	 * @returns false when that is not known any more: names were forgotten
	 */
	changedSince(
		mark: number,
		tell: (version: 4 | 6, word0: number, word1: number, word2: number, word3: number) => void,
	): boolean {
		if (mark < this.#forgotAt) {
			return false;
		}
		const words = this.#words;
		let row = this.#newest - 1;
		for (let change = this.#changes; change > mark && row >= 0; change--) {
			const at = row * WORDS;
			tell((words[at + 4] & BYTE) as 4 | 6, words[at], words[at + 1], words[at + 2], words[at + 3]);
			row = words[at + 6] - 1;
		}
		return true;
	}

	#nameOf(row: number): string {
		return this.#others.get(row)?.safe ?? this.#safe(this.#texts.get(row));
	}

	#raw(row: number): string {
		return this.#others.get(row)?.raw ?? this.#texts.get(row);
	}

	#isText(row: number, bytes: Uint8Array, start: number, end: number): boolean {
		const other = this.#others.size > 0 ? this.#others.get(row) : undefined;
		return other === undefined ? this.#texts.is(row, bytes, start, end) : other.raw === utf8OrLatin1(bytes, start, end);
	}

	#isFresh(row: number): boolean {
		return ((this.#sets - this.#words[row * WORDS + 5]) | 0) < this.#fresh;
	}

	#setSource(row: number, source: NameSource): void {
		const at = row * WORDS + 4;
		this.#words[at] = (this.#words[at] & BYTE) | (SOURCES.indexOf(source) << 8);
	}

	/** By a hash that nobody outside knows: addresses can be made up that would all collide in another. */
	#bucket(word0: number, word1: number, word2: number, word3: number): number {
		return this.#hasher.address(word0, word1, word2, word3) & (this.#buckets.length - 1);
	}

	/** @returns the address's row, -1 = it has none */
	#find(bucket: number, version: 4 | 6, word0: number, word1: number, word2: number, word3: number): number {
		const words = this.#words;
		let row = this.#buckets[bucket] - 1;
		while (row >= 0) {
			const at = row * WORDS;
			if (
				words[at + 3] === word3 &&
				words[at + 2] === word2 &&
				words[at + 1] === word1 &&
				words[at] === word0 &&
				(words[at + 4] & BYTE) === version
			) {
				return row;
			}
			row = words[at + 8] - 1;
		}
		return -1;
	}

	/** Makes `row`, or one for a new address where it is -1, the newest. @returns the row */
	#place(
		row: number,
		bucket: number,
		version: 4 | 6,
		word0: number,
		word1: number,
		word2: number,
		word3: number,
		source: NameSource,
	): number {
		const words = this.#words;
		let place = row;
		if (place >= 0) {
			this.#unlink(place);
		} else {
			place = this.#rows < this.#limit ? this.#rows++ : this.#giveUp();
			const at = place * WORDS;
			words[at] = word0;
			words[at + 1] = word1;
			words[at + 2] = word2;
			words[at + 3] = word3;
			words[at + 4] = version;
			words[at + 8] = this.#buckets[bucket];
			words[at + 9] = bucket;
			this.#buckets[bucket] = place + 1;
		}

		const at = place * WORDS;
		words[at + 5] = this.#sets;
		this.#sets = (this.#sets + 1) | 0;
		this.#changes++;
		words[at + 6] = this.#newest;
		words[at + 7] = 0;
		if (this.#newest === 0) {
			this.#oldest = place + 1;
		} else {
			words[(this.#newest - 1) * WORDS + 7] = place + 1;
		}
		this.#newest = place + 1;
		this.#setSource(place, source);
		return place;
	}

	/** Takes a row out of the order in which they were set. */
	#unlink(row: number): void {
		const words = this.#words;
		const before = words[row * WORDS + 6];
		const after = words[row * WORDS + 7];
		if (before === 0) {
			this.#oldest = after;
		} else {
			words[(before - 1) * WORDS + 7] = after;
		}
		if (after === 0) {
			this.#newest = before;
		} else {
			words[(after - 1) * WORDS + 6] = before;
		}
	}

	/** Forgets the name that was set longest ago. @returns its row */
	#giveUp(): number {
		const words = this.#words;
		const row = this.#oldest - 1;
		this.#unlink(row);
		const bucket = words[row * WORDS + 9];
		const next = words[row * WORDS + 8];
		if (this.#buckets[bucket] === row + 1) {
			this.#buckets[bucket] = next;
		} else {
			let at = this.#buckets[bucket] - 1;
			while (words[at * WORDS + 8] !== row + 1) {
				at = words[at * WORDS + 8] - 1;
			}
			words[at * WORDS + 8] = next;
		}
		if (this.#others.size > 0) {
			this.#others.delete(row);
		}
		this.evicted++;
		this.#forgotAt = this.#changes + 1;
		return row;
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

/** Whether the bytes are worth a string that `isAddress` can look at. */
function mayBeAddress(bytes: Uint8Array, start: number, end: number): boolean {
	const last = bytes[end - 1];
	if ((last >= DIGIT_0 && last <= DIGIT_9) || last === BRACKET) {
		return true;
	}
	for (let at = start; at < end; at++) {
		if (bytes[at] === COLON) {
			return true;
		}
	}
	return false;
}
