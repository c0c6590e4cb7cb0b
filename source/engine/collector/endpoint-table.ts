/**
 * Endpoints: every address of an outermost IP header, with what it sent and received. Its rows number the addresses for the
 * other tables.
 *
 * A row is one cache line, 16 words or 8 doubles:
 *
 *   words   0–3 address    4 version | candidate << 8    5 hash
 *   doubles 3 error bytes  4 packets sent  5 packets received  6 bytes sent  7 bytes received
 */
import type {Packet} from '../decode/packet.js';
import {alignedRows} from './aligned.js';
import {DistinctCount} from './distinct.js';
import {type Survivors, Sweep} from './eviction.js';
import {Recent} from './recent.js';
import {RowIndex} from './row-index.js';
import {TopTracker} from './top-tracker.js';
import type {Windows} from './windows.js';

export const WORDS = 16;
const DOUBLES = 8;
const CANDIDATE = 1 << 8;
/** What a row sent and received. */
const BYTES = [6, 7] as const;

export class EndpointTable {
	readonly limit: number;
	rows = 0;
	evicted = 0;
	/** What an address may have lost before it (re)entered, bytes. */
	errorBound = 0;
	readonly top: TopTracker;
	/** Direction 0 = sent, 1 = received. */
	readonly recent: Recent | null;
	/** As `recent`; set where somebody looks. */
	windows: Windows | null = null;
	readonly words: Int32Array;
	readonly doubles: Float64Array;
	readonly #index: RowIndex;
	readonly #sweep: Sweep;
	readonly #added = new Float64Array(4);
	readonly #seen = {4: new DistinctCount(), 6: new DistinctCount()};

	/** @param limit rows at most; memory is taken from the system only as rows come into use */
	constructor(limit: number, top: number, recent: boolean) {
		this.limit = limit;
		({words: this.words, doubles: this.doubles} = alignedRows(limit * WORDS * 4));
		this.#sweep = new Sweep({limit, words: this.words, doubles: this.doubles, width: WORDS, bytes: BYTES});
		this.#index = new RowIndex();
		this.recent = recent ? new Recent(limit, top, (a, b) => this.compareAddresses(a, b)) : null;
		this.top = new TopTracker(top + 1, {
			bytes: row => this.bytes(row),
			packets: row => this.packets(row),
			compareKeys: (a, b) => this.compareAddresses(a, b),
			setCandidate: (row, on) => {
				if (on) {
					this.words[row * WORDS + 4] |= CANDIDATE;
				} else {
					this.words[row * WORDS + 4] &= ~CANDIDATE;
				}
			},
		});
	}

	/** Reads what a search for the hash will read first. */
	touch(hash: number): number {
		return this.#index.touch(hash);
	}

	/** The row of an address; enters it when it is new. There must be room. */
	row(hash: number, version: 4 | 6, word0: number, word1: number, word2: number, word3: number): number {
		const {slots, mask} = this.#index;
		const {words} = this;
		for (let slot = hash & mask; slots[slot * 2] !== 0; slot = (slot + 1) & mask) {
			if (slots[slot * 2 + 1] !== hash) {
				continue;
			}
			const row = slots[slot * 2] - 1;
			if (this.isAddress(row, word0, word1, word2, word3) && (words[row * WORDS + 4] & 0xff) === version) {
				return row;
			}
		}

		return this.#enter(hash, version, word0, word1, word2, word3);
	}

	/** The row of an address; -1 = it has none. */
	find(hash: number, version: 4 | 6, word0: number, word1: number, word2: number, word3: number): number {
		const {slots, mask} = this.#index;
		for (let slot = hash & mask; slots[slot * 2] !== 0; slot = (slot + 1) & mask) {
			const row = slots[slot * 2] - 1;
			if (
				slots[slot * 2 + 1] === hash &&
				this.isAddress(row, word0, word1, word2, word3) &&
				this.version(row) === version
			) {
				return row;
			}
		}
		return -1;
	}

	#enter(hash: number, version: 4 | 6, word0: number, word1: number, word2: number, word3: number): number {
		const row = this.rows++;
		const at = row * WORDS;
		const {words, doubles} = this;
		words[at] = word0;
		words[at + 1] = word1;
		words[at + 2] = word2;
		words[at + 3] = word3;
		words[at + 4] = version;
		words[at + 5] = hash;
		doubles[row * DOUBLES + 3] = this.errorBound;
		for (let at = row * DOUBLES + 4; at < (row + 1) * DOUBLES; at++) {
			doubles[at] = 0;
		}
		this.recent?.clear(row);
		this.#index.insert(hash, row, this.rows);
		this.#seen[version].enter(hash);
		return row;
	}

	/** Reads what adding to the row will read first. */
	touchRow(row: number): number {
		return this.words[row * WORDS];
	}

	/** Adds what a row sent and received. */
	add(row: number, packetsSent: number, packetsReceived: number, bytesSent: number, bytesReceived: number): void {
		const counts = this.#added;
		counts[0] = packetsSent;
		counts[1] = packetsReceived;
		counts[2] = bytesSent;
		counts[3] = bytesReceived;
		this.addCounts(row, counts, 0, 0);
	}

	/** The same of what lies at `from`, as `Windows.addCounts`. @param turned 1 = received before sent */
	addCounts(row: number, counts: Float64Array, from: number, turned: 0 | 1): void {
		const at = row * DOUBLES;
		const {doubles} = this;
		doubles[at + 4] += counts[from + turned];
		doubles[at + 5] += counts[from + 1 - turned];
		doubles[at + 6] += counts[from + 2 + turned];
		doubles[at + 7] += counts[from + 3 - turned];
		this.recent?.add(row, counts[from] + counts[from + 1], counts[from + 2 + turned], counts[from + 3 - turned]);
		this.windows?.addCounts(row, counts, from, turned);
		if (doubles[at + 6] + doubles[at + 7] >= this.top.threshold && (this.words[row * WORDS + 4] & CANDIDATE) === 0) {
			this.top.note(row);
		}
	}

	/** Whether a row's address has these words. */
	isAddress(row: number, word0: number, word1: number, word2: number, word3: number): boolean {
		const at = row * WORDS;
		const {words} = this;
		return words[at + 3] === word3 && words[at + 2] === word2 && words[at + 1] === word1 && words[at] === word0;
	}

	isSource(row: number, packet: Packet): boolean {
		return this.isAddress(row, packet.source0, packet.source1, packet.source2, packet.source3);
	}

	isDestination(row: number, packet: Packet): boolean {
		const {destination0, destination1, destination2, destination3} = packet;
		return this.isAddress(row, destination0, destination1, destination2, destination3);
	}

	/** Its four words. */
	address(row: number): [number, number, number, number] {
		const at = row * WORDS;
		const {words} = this;
		return [words[at], words[at + 1], words[at + 2], words[at + 3]];
	}

	/** The last of the four: all of an IPv4 address. */
	lastWord(row: number): number {
		return this.words[row * WORDS + 3];
	}

	version(row: number): 4 | 6 {
		return (this.words[row * WORDS + 4] & 0xff) as 4 | 6;
	}

	hash(row: number): number {
		return this.words[row * WORDS + 5];
	}

	bytes(row: number): number {
		return this.doubles[row * DOUBLES + 6] + this.doubles[row * DOUBLES + 7];
	}

	packets(row: number): number {
		return this.doubles[row * DOUBLES + 4] + this.doubles[row * DOUBLES + 5];
	}

	packetsSent(row: number): number {
		return this.doubles[row * DOUBLES + 4];
	}

	/** How many different addresses of a version were seen: exact until rows were given up, then an estimate. */
	distinct(version: 4 | 6): number {
		return this.#seen[version].count(this.evicted);
	}

	/** Orders addresses: IPv4 first, then by number. */
	compareAddresses(a: number, b: number): number {
		const {words} = this;
		const x = a * WORDS;
		const y = b * WORDS;
		const byVersion = this.version(a) - this.version(b);
		if (byVersion !== 0) {
			return byVersion;
		}
		for (let i = 0; i < 4; i++) {
			const difference = (words[x + i] >>> 0) - (words[y + i] >>> 0);
			if (difference !== 0) {
				return difference;
			}
		}

		return 0;
	}

	/** Gives up the half of the rows with the least bytes. @returns old row → new row for the tables that hold row numbers */
	compact(): Survivors {
		const survivors = this.#sweep.choose(this.rows, true, null);
		this.#sweep.move(survivors, null);
		this.rows = survivors.kept;
		this.evicted += survivors.evicted;
		this.errorBound += survivors.largestEvicted;
		this.#index.remap(survivors.remap);
		this.recent?.remap(survivors.remap, this.rows);
		this.windows?.remap(survivors.remap);
		for (let row = 0; row < this.rows; row++) {
			this.words[row * WORDS + 4] &= ~CANDIDATE;
		}
		this.top.rebuild(this.rows);
		return survivors;
	}
}
