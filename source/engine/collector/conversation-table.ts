/**
 * Conversations: unordered pairs of addresses, named by their rows in the endpoint table (the lower row first).
 *
 * A row is half a cache line, 8 words or 4 doubles:
 *
 *   words   0 low  1 high      doubles 1 error bytes  2 packets  3 bytes
 */
import {alignedRows} from './aligned.js';
import {DistinctCount} from './distinct.js';
import type {EndpointTable} from './endpoint-table.js';
import {type Survivors, Sweep} from './eviction.js';
import type {Hasher} from './hash.js';
import {Recent} from './recent.js';
import {RowIndex} from './row-index.js';
import {TopTracker} from './top-tracker.js';
import type {Windows} from './windows.js';

export const WORDS = 8;
const DOUBLES = 4;
/** One figure for both ways. */
const BYTES = [3, -1] as const;

export class ConversationTable {
	readonly limit: number;
	rows = 0;
	evicted = 0;
	errorBound = 0;
	readonly top: TopTracker;
	readonly recent: Recent | null;
	/** Set where somebody looks. One way only. */
	windows: Windows | null = null;
	readonly #words: Int32Array;
	readonly #doubles: Float64Array;
	readonly #candidate: Uint8Array;
	readonly #hasher: Hasher;
	readonly #endpoints: EndpointTable;
	readonly #index: RowIndex;
	readonly #sweep: Sweep;
	/** For `windows`: what goes the other way stays 0. */
	readonly #added = new Float64Array(4);
	readonly #seen = new DistinctCount();

	constructor(limit: number, hasher: Hasher, endpoints: EndpointTable, top: number, recent: boolean) {
		this.limit = limit;
		this.#hasher = hasher;
		this.#endpoints = endpoints;
		({words: this.#words, doubles: this.#doubles} = alignedRows(limit * WORDS * 4));
		this.#sweep = new Sweep({limit, words: this.#words, doubles: this.#doubles, width: WORDS, bytes: BYTES});
		this.#candidate = new Uint8Array(limit);
		this.#index = new RowIndex();
		this.recent = recent ? new Recent(limit, top, (a, b) => this.compareKeys(a, b)) : null;
		this.top = new TopTracker(top + 1, {
			bytes: row => this.bytes(row),
			packets: row => this.packets(row),
			compareKeys: (a, b) => this.compareKeys(a, b),
			setCandidate: (row, on) => {
				this.#candidate[row] = on ? 1 : 0;
			},
		});
	}

	/** The row of a pair of endpoint rows in either order; enters it when it is new. There must be room. */
	row(endpointA: number, endpointB: number): number {
		const low = Math.min(endpointA, endpointB);
		const high = Math.max(endpointA, endpointB);
		const hash = this.#hasher.pair(this.#endpoints.hash(low), this.#endpoints.hash(high));
		const known = this.#find(hash, low, high);
		if (known >= 0) {
			return known;
		}
		const words = this.#words;
		const row = this.rows++;
		words[row * WORDS] = low;
		words[row * WORDS + 1] = high;
		const doubles = this.#doubles;
		doubles[row * DOUBLES + 1] = this.errorBound;
		doubles[row * DOUBLES + 2] = 0;
		doubles[row * DOUBLES + 3] = 0;
		this.#candidate[row] = 0;
		this.recent?.clear(row);
		this.#index.insert(hash, row, this.rows);
		this.#seen.enter(hash);
		return row;
	}

	/** The row of a pair of endpoint rows in either order; -1 = it has none. */
	find(endpointA: number, endpointB: number): number {
		const low = Math.min(endpointA, endpointB);
		const high = Math.max(endpointA, endpointB);
		return this.#find(this.#hasher.pair(this.#endpoints.hash(low), this.#endpoints.hash(high)), low, high);
	}

	#find(hash: number, low: number, high: number): number {
		const {slots, mask} = this.#index;
		const words = this.#words;
		for (let slot = hash & mask; slots[slot * 2] !== 0; slot = (slot + 1) & mask) {
			if (slots[slot * 2 + 1] !== hash) {
				continue;
			}
			const row = slots[slot * 2] - 1;
			if (words[row * WORDS] === low && words[row * WORDS + 1] === high) {
				return row;
			}
		}
		return -1;
	}

	/** Reads what a search for the pair will read first. */
	touch(endpointA: number, endpointB: number): number {
		return this.#index.touch(this.#hasher.pair(this.#endpoints.hash(endpointA), this.#endpoints.hash(endpointB)));
	}

	/** Reads what adding to the row will read first. */
	touchRow(row: number): number {
		return this.#words[row * WORDS];
	}

	add(row: number, packets: number, bytes: number): void {
		const at = row * DOUBLES;
		this.#doubles[at + 2] += packets;
		this.#doubles[at + 3] += bytes;
		this.recent?.add(row, packets, bytes, 0);
		const counts = this.#added;
		counts[0] = packets;
		counts[2] = bytes;
		this.windows?.addCounts(row, counts, 0, 0);
		if (this.#doubles[at + 3] >= this.top.threshold && this.#candidate[row] === 0) {
			this.top.note(row);
		}
	}

	/** Where rows lie, for who looks at all of them: so many words each, columns as above. */
	get lines(): Int32Array {
		return this.#words;
	}

	low(row: number): number {
		return this.#words[row * WORDS];
	}

	high(row: number): number {
		return this.#words[row * WORDS + 1];
	}

	errorBytes(row: number): number {
		return this.#doubles[row * DOUBLES + 1];
	}

	packets(row: number): number {
		return this.#doubles[row * DOUBLES + 2];
	}

	bytes(row: number): number {
		return this.#doubles[row * DOUBLES + 3];
	}

	distinct(): number {
		return this.#seen.count(this.evicted);
	}

	/** By the lower, then by the higher address. */
	compareKeys(a: number, b: number): number {
		const endpoints = this.#endpoints;
		return (
			endpoints.compareAddresses(this.#lower(a), this.#lower(b)) ||
			endpoints.compareAddresses(this.#higher(a), this.#higher(b))
		);
	}

	/** Endpoint rows, the lower address first. */
	endpoints(row: number): [number, number] {
		return [this.#lower(row), this.#higher(row)];
	}

	#lower(row: number): number {
		return this.#isInOrder(row) ? this.low(row) : this.high(row);
	}

	#higher(row: number): number {
		return this.#isInOrder(row) ? this.high(row) : this.low(row);
	}

	#isInOrder(row: number): boolean {
		return this.#endpoints.compareAddresses(this.low(row), this.high(row)) <= 0;
	}

	/**
	 * Gives rows up: those whose endpoints went, and, when `shrink` is set, the half with the least bytes.
	 * @param endpoints old endpoint row → new one, null when endpoint rows stay
	 */
	compact(endpoints: Int32Array | null, shrink: boolean): Survivors {
		const survivors = this.#sweep.choose(this.rows, shrink, endpoints);
		// Survivors keep their order, so the lower row stays the lower one.
		this.#sweep.move(survivors, endpoints);
		this.rows = survivors.kept;
		this.evicted += survivors.evicted;
		this.errorBound += survivors.largestEvicted;
		this.#index.remap(survivors.remap);
		this.recent?.remap(survivors.remap, this.rows);
		this.windows?.remap(survivors.remap);
		this.#candidate.fill(0, 0, survivors.remap.length);
		this.top.rebuild(this.rows);
		return survivors;
	}
}
