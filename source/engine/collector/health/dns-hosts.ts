/**
 * What DNS messages say of the hosts at their ends: how many queries each sent, which codes answers to it and by it had, and its newest
 * questions. A bounded number of hosts; the one whose last message is the longest ago is given up for a new one.
 *
 * Nothing is allocated for a message: a question lies here as it came, its name in labels, and becomes text when it is told.
 */
import {u16} from '../../decode/applications/bytes.js';
import {DNS_HEADER, readName} from '../../decode/applications/dns-message.js';
import {Network, type Packet} from '../../decode/packet.js';
import type {AboutDns} from '../../rows.js';
import {alignedRows} from '../aligned.js';
import {Hasher} from '../hash.js';
import {CODES, codeName} from './dns-codes.js';
import {codeCounts, typeName} from './dns-names.js';

/** Hosts that are told apart. */
const HOSTS = 1024;
/** Questions of a host that are kept: of those that are asked again, the last time. */
const QUESTIONS = 8;

/** Of a host: address, version of IP, the next of its bucket, its bucket, the hosts heard before and after it; rows + 1, 0 = none. A cache line. */
const WORDS = 16;
const [VERSION, NEXT, BUCKET, BEFORE, AFTER] = [4, 5, 6, 7, 8];
const BUCKETS = 2048;

/** Counts of a host: its queries, answers to it by code, answers by it. */
const COUNTS = 1 + 2 * CODES.length;

/** Of a question: identifier, type, code of its answer + 1 (0 = none), length of its name, and the name (RFC 1035 §2.3.4). */
const LONGEST_NAME = 255;
const [ID, TYPE, CODE, LENGTH, NAME] = [0, 2, 4, 5, 6];
const QUESTION_BYTES = NAME + LONGEST_NAME + 1;

export class DnsHosts {
	/** Messages are left out: the analysis falls behind. */
	off = false;
	/** Those that were. */
	leftOut = 0;
	evicted = 0;
	rows = 0;
	readonly #safe: (text: string) => string;
	readonly #hasher: Hasher;
	/** Made for the first message: most captures have none. */
	#words = new Int32Array(0);
	#buckets = new Int32Array(0);
	#counts = new Float64Array(0);
	#questions = Buffer.alloc(0);
	/** By question: a hash of what was asked, by which it is found; of one that its host no longer has, too. Those of a host lie side by side. */
	#keys = new Int32Array(0);
	/** By question: how many its host had asked with it; 0 = none. */
	#order = new Float64Array(0);
	/** By host: 1 = it may have been given up before. */
	#isLater = new Uint8Array(0);
	#oldest = 0;
	#newest = 0;

	/** @param safe makes a string off the network safe to show */
	constructor(safe: (text: string) => string, hasher = new Hasher()) {
		this.#safe = safe;
		this.#hasher = hasher;
	}

	/**
	 * Takes one message.
	 *
	 * @param packet that it came in
	 * @param at where its header begins, all of which is there
	 * @param end of what is there of it
	 */
	note(packet: Packet, at: number, end: number): void {
		if (this.off) {
			this.leftOut++;
			return;
		}
		const {bytes} = packet;
		const version = packet.network === Network.ipv4 ? 4 : 6;
		const {source0, source1, source2, source3} = packet;
		const sender = this.#place(version, source0, source1, source2, source3);
		if (bytes[at + 2] < 0x80) {
			this.#counts[sender * COUNTS]++;
			this.#ask(sender, bytes, at, end);
			return;
		}
		const code = bytes[at + 3] & 15;
		this.#counts[sender * COUNTS + 1 + CODES.length + code]++;
		const {destination0, destination1, destination2, destination3} = packet;
		const asker = this.#place(version, destination0, destination1, destination2, destination3);
		this.#counts[asker * COUNTS + 1 + code]++;
		this.#answer(asker, bytes, at, end, code);
	}

	/**
	 * Address words as in Packet.
	 *
	 * @param lacks whether messages may not have been noted for other reasons than are known here
	 * @returns null = none came, or is known to have come
	 */
	of(version: number, word0: number, word1: number, word2: number, word3: number, lacks: boolean): AboutDns | null {
		const row =
			this.rows === 0 ? -1 : this.#find(this.#bucket(word0, word1, word2, word3), version, word0, word1, word2, word3);
		const mayLack = lacks || this.leftOut > 0 || (row < 0 ? this.evicted > 0 : this.#isLater[row] === 1);
		if (row < 0) {
			return mayLack ? {queries: 0, received: [], sent: [], newest: [], mayLack} : null;
		}
		const counts = this.#counts.subarray(row * COUNTS, (row + 1) * COUNTS);
		return {
			queries: counts[0],
			received: codeCounts(counts.subarray(1, 1 + CODES.length)),
			sent: codeCounts(counts.subarray(1 + CODES.length)),
			newest: this.#newestOf(row),
			mayLack,
		};
	}

	#newestOf(row: number): AboutDns['newest'] {
		const all = Array.from({length: QUESTIONS}, (_, index) => row * QUESTIONS + index);
		return all
			.filter(question => this.#order[question] > 0)
			.sort((a, b) => this.#order[b] - this.#order[a])
			.map(question => {
				const at = question * QUESTION_BYTES;
				const bytes = this.#questions;
				const name = readName(bytes, at + NAME, at + NAME, at + NAME + bytes[at + LENGTH]) ?? '';
				const code = bytes[at + CODE];
				return {
					name: this.#safe(name),
					type: typeName(u16(bytes, at + TYPE)),
					code: code === 0 ? null : codeName(code - 1),
				};
			});
	}

	#ask(row: number, bytes: Uint8Array, at: number, end: number): void {
		const length = nameLength(bytes, at, end);
		if (length < 0) {
			return;
		}
		const name = at + DNS_HEADER;
		const key = keyOf(bytes, name, length);
		let question = this.#question(row, bytes, name, length, key);
		if (question < 0) {
			question = this.#oldestQuestion(row);
		}
		const to = question * QUESTION_BYTES;
		const questions = this.#questions;
		questions[to + ID] = bytes[at];
		questions[to + ID + 1] = bytes[at + 1];
		questions[to + TYPE] = bytes[name + length];
		questions[to + TYPE + 1] = bytes[name + length + 1];
		questions[to + CODE] = 0;
		this.#keys[question] = key;
		questions[to + LENGTH] = length;
		for (let i = 0; i < length; i++) {
			questions[to + NAME + i] = bytes[name + i];
		}
		this.#order[question] = this.#counts[row * COUNTS];
	}

	/** The first answer to a question that is kept, by its identifier and what it says was asked (RFC 5452 §4). */
	#answer(row: number, bytes: Uint8Array, at: number, end: number, code: number): void {
		const length = nameLength(bytes, at, end);
		if (length < 0) {
			return;
		}
		const name = at + DNS_HEADER;
		const question = this.#question(row, bytes, name, length, keyOf(bytes, name, length));
		const to = question * QUESTION_BYTES;
		if (question >= 0 && u16(this.#questions, to + ID) === u16(bytes, at) && this.#questions[to + CODE] === 0) {
			this.#questions[to + CODE] = code + 1;
		}
	}

	/** The host's question of that name, in whatever case (RFC 4343), and of the type that follows it. @returns -1 = it is not kept */
	#question(row: number, bytes: Uint8Array, name: number, length: number, key: number): number {
		const first = row * QUESTIONS;
		for (let question = first; question < first + QUESTIONS; question++) {
			if (this.#keys[question] === key && this.#is(question, bytes, name, length)) {
				return question;
			}
		}
		return -1;
	}

	#is(question: number, bytes: Uint8Array, name: number, length: number): boolean {
		const at = question * QUESTION_BYTES;
		return (
			this.#questions[at + LENGTH] === length &&
			u16(this.#questions, at + TYPE) === u16(bytes, name + length) &&
			this.#isName(at + NAME, bytes, name, length)
		);
	}

	#isName(at: number, bytes: Uint8Array, name: number, length: number): boolean {
		for (let i = 0; i < length; i++) {
			if (folded(this.#questions[at + i]) !== folded(bytes[name + i])) {
				return false;
			}
		}
		return true;
	}

	/** A free place for a question first. */
	#oldestQuestion(row: number): number {
		let oldest = row * QUESTIONS;
		for (let question = oldest + 1; question < (row + 1) * QUESTIONS; question++) {
			if (this.#order[question] < this.#order[oldest]) {
				oldest = question;
			}
		}
		return oldest;
	}

	/** By a hash that nobody outside knows. */
	#bucket(word0: number, word1: number, word2: number, word3: number): number {
		return this.#hasher.address(word0, word1, word2, word3) & (BUCKETS - 1);
	}

	/** @returns -1 = it is not here */
	#find(bucket: number, version: number, word0: number, word1: number, word2: number, word3: number): number {
		const words = this.#words;
		let row = this.#buckets[bucket] - 1;
		while (row >= 0) {
			const at = row * WORDS;
			if (
				words[at + 3] === word3 &&
				words[at + 2] === word2 &&
				words[at + 1] === word1 &&
				words[at] === word0 &&
				words[at + VERSION] === version
			) {
				return row;
			}
			row = words[at + NEXT] - 1;
		}
		return -1;
	}

	/** Makes a host the one that was heard last. @returns its row */
	#place(version: number, word0: number, word1: number, word2: number, word3: number): number {
		if (this.#words.length === 0) {
			this.#words = alignedRows(HOSTS * WORDS * 4).words;
			this.#buckets = new Int32Array(BUCKETS);
			this.#counts = new Float64Array(HOSTS * COUNTS);
			this.#questions = Buffer.from(new ArrayBuffer(HOSTS * QUESTIONS * QUESTION_BYTES));
			this.#keys = alignedRows(HOSTS * QUESTIONS * 4).words;
			this.#order = alignedRows(HOSTS * QUESTIONS * 8).doubles;
			this.#isLater = new Uint8Array(HOSTS);
		}
		const bucket = this.#bucket(word0, word1, word2, word3);
		const found = this.#find(bucket, version, word0, word1, word2, word3);
		if (found >= 0 && this.#newest === found + 1) {
			return found;
		}
		const words = this.#words;
		let row = found;
		if (found >= 0) {
			this.#unlink(found);
		} else {
			row = this.rows < HOSTS ? this.rows++ : this.#giveUp();
			words.fill(0, row * WORDS, (row + 1) * WORDS);
			words[row * WORDS] = word0;
			words[row * WORDS + 1] = word1;
			words[row * WORDS + 2] = word2;
			words[row * WORDS + 3] = word3;
			words[row * WORDS + VERSION] = version;
			words[row * WORDS + BUCKET] = bucket;
			words[row * WORDS + NEXT] = this.#buckets[bucket];
			this.#buckets[bucket] = row + 1;
			this.#counts.fill(0, row * COUNTS, (row + 1) * COUNTS);
			this.#order.fill(0, row * QUESTIONS, (row + 1) * QUESTIONS);
			this.#isLater[row] = this.evicted > 0 ? 1 : 0;
		}
		words[row * WORDS + BEFORE] = this.#newest;
		words[row * WORDS + AFTER] = 0;
		if (this.#newest === 0) {
			this.#oldest = row + 1;
		} else {
			words[(this.#newest - 1) * WORDS + AFTER] = row + 1;
		}
		this.#newest = row + 1;
		return row;
	}

	/** Takes a host out of the order in which they were heard. */
	#unlink(row: number): void {
		const words = this.#words;
		const before = words[row * WORDS + BEFORE];
		const after = words[row * WORDS + AFTER];
		if (before === 0) {
			this.#oldest = after;
		} else {
			words[(before - 1) * WORDS + AFTER] = after;
		}
		if (after === 0) {
			this.#newest = before;
		} else {
			words[(after - 1) * WORDS + BEFORE] = before;
		}
	}

	/** Gives up the host that was heard the longest ago. @returns its row */
	#giveUp(): number {
		const words = this.#words;
		const row = this.#oldest - 1;
		this.#unlink(row);
		const bucket = words[row * WORDS + BUCKET];
		const next = words[row * WORDS + NEXT];
		if (this.#buckets[bucket] === row + 1) {
			this.#buckets[bucket] = next;
		} else {
			let at = this.#buckets[bucket] - 1;
			while (words[at * WORDS + NEXT] !== row + 1) {
				at = words[at * WORDS + NEXT] - 1;
			}
			words[at * WORDS + NEXT] = next;
		}
		this.evicted++;
		return row;
	}
}

/** Bytes of a message's first name, its last zero included; -1 = there is none, or not all of it and its type, or it points elsewhere. */
function nameLength(bytes: Uint8Array, message: number, end: number): number {
	if (u16(bytes, message + 4) === 0) {
		return -1;
	}
	const start = message + DNS_HEADER;
	let at = start;
	while (at < end && bytes[at] !== 0) {
		if (bytes[at] > 63) {
			return -1;
		}
		at += bytes[at] + 1;
	}
	const length = at + 1 - start;
	return at + 3 > end || length > LONGEST_NAME ? -1 : length;
}

/** Of a name in whatever case and the type that follows it: never 0. Others may have the same. */
function keyOf(bytes: Uint8Array, name: number, length: number): number {
	let key = u16(bytes, name + length);
	for (let i = name; i < name + length; i++) {
		key = Math.imul(key ^ folded(bytes[i]), 0x01000193);
	}
	return key | 1;
}

/** A letter of ASCII as a small one. */
const folded = (byte: number) => (byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte);
