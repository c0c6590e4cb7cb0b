/**
 * What searches ask of flows, each figure of all flows side by side. A flow's own row is a cache line: to read one figure of a million of
 * them there is to read 64 MB; here it is one or four. Kept from answer to answer: flows that are new or had packets are looked at, and
 * after rows were given up all, piece by piece.
 */
import {APPLICATION_SHIFT, BYTE, DOUBLES, WORDS} from '../flow-table.js';
import type {Tables} from '../tables.js';
import {grown} from './grown.js';
import {inPieces} from './in-pieces.js';

/** Flows looked at between two looks at the time that is left. */
const PIECE = 1 << 13;
/** Flows looked at in an answer however late it is: a search of a million ends. */
export const LEAST_FLOWS = 1 << 15;

export class FlowColumns {
	/** Flows that are known. */
	rows = 0;
	/** Endpoint rows of either end, and their ports: that of `low` above that of `high`. */
	low = new Int32Array(0);
	high = new Int32Array(0);
	ports = new Int32Array(0);
	/** Rows of their pairs; −1 = not known any more. */
	pairs = new Int32Array(0);
	/** Numbers of applications. */
	labels = new Uint8Array(0);
	protocols = new Uint8Array(0);
	/** 1 = `b` has sent something. */
	answered = new Uint8Array(0);
	/** Flows that have a pair since the last update, after theirs was given up. */
	readonly paired: number[] = [];
	/** Flows that had packets since the update before the last one, some of them more than once, and others; null = any may have had. */
	changed: Int32Array | null = null;
	#changed = new Int32Array(1024);
	/** Rows given up by then, of all tables: the others have moved. */
	#evicted = -1;
	/** Where the log of what flows did was. */
	#mark = 0;

	/** @param tables with all that was counted @param isTime whether there is time for more than the least */
	update(tables: Tables, isTime: () => boolean): void {
		const {flows, endpoints, conversations} = tables;
		const {windows} = flows;
		const {words, doubles} = flows.lines;
		const evicted = flows.evicted + endpoints.evicted + conversations.evicted;
		this.paired.length = 0;
		let count = 0;
		const take = (row: number) => {
			if (count === this.#changed.length) {
				const more = new Int32Array(2 * count);
				more.set(this.#changed);
				this.#changed = more;
			}
			this.#changed[count++] = row;
		};
		const isKnown = windows?.changedSince(this.#mark, take) && evicted === this.#evicted;
		this.changed = isKnown ? this.#changed.subarray(0, count) : null;
		if (this.changed === null) {
			this.rows = 0;
		} else {
			this.#seeAgain(words, doubles, this.changed);
		}
		this.#evicted = evicted;
		this.#mark = windows?.mark ?? 0;
		if (this.low.length < flows.rows) {
			this.#grow(Math.min(flows.limit, Math.max(1024, flows.rows, 2 * this.low.length)));
		}
		const sizes = {piece: PIECE, least: LEAST_FLOWS};
		this.rows = inPieces(this.rows, flows.rows, sizes, isTime, (from, to) => this.#see(words, doubles, from, to));
	}

	/** What packets change of a flow. */
	#seeAgain(words: Int32Array, doubles: Float64Array, rows: Int32Array): void {
		const {pairs, labels, answered} = this;
		for (let index = 0; index < rows.length; index++) {
			const row = rows[index];
			if (row < 0 || row >= this.rows) {
				continue;
			}
			const at = row * WORDS;
			labels[row] = (words[at + 3] >>> APPLICATION_SHIFT) & BYTE;
			answered[row] = doubles[row * DOUBLES + 5] > 0 ? 1 : 0;
			if (pairs[row] !== words[at + 4]) {
				this.paired.push(row);
				pairs[row] = words[at + 4];
			}
		}
	}

	#see(words: Int32Array, doubles: Float64Array, from: number, to: number): void {
		const {low, high, ports, pairs, labels, protocols, answered} = this;
		for (let row = from; row < to; row++) {
			const at = row * WORDS;
			const meta = words[at + 3];
			low[row] = words[at];
			high[row] = words[at + 1];
			ports[row] = words[at + 2];
			pairs[row] = words[at + 4];
			labels[row] = (meta >>> APPLICATION_SHIFT) & BYTE;
			protocols[row] = meta & BYTE;
			answered[row] = doubles[row * DOUBLES + 5] > 0 ? 1 : 0;
		}
	}

	#grow(length: number): void {
		this.low = grown(this.low, length, this.rows);
		this.high = grown(this.high, length, this.rows);
		this.ports = grown(this.ports, length, this.rows);
		this.pairs = grown(this.pairs, length, this.rows);
		this.labels = grown(this.labels, length, this.rows);
		this.protocols = grown(this.protocols, length, this.rows);
		this.answered = grown(this.answered, length, this.rows);
	}
}
