/**
 * Which pairs of hosts a search finds by their ends, kept from answer to answer: as long as hosts are found as they were, new pairs are
 * asked alone. All are asked piece by piece, as many as there is time for: the others with the next answers.
 */
import {WORDS} from '../conversation-table.js';
import type {Tables} from '../tables.js';
import {grown} from './grown.js';
import {inPieces} from './in-pieces.js';
import {isBeginning, type TermGroup} from './terms.js';

/** Pairs asked between two looks at the time that is left, and in an answer however late it is. */
const PIECE = 1 << 13;
export const LEAST_PAIRS = 1 << 15;

export class PairMatches {
	/** By group and pair: bits of both ends. */
	#bits: Uint8Array<ArrayBuffer>[] = [];
	/** Pairs asked. */
	#rows = 0;
	/** Bits of hosts by group, that they were asked with. */
	#hosts: readonly (Uint8Array | null)[] = [];
	/** Rows given up by then: the others have moved. */
	#evicted = -1;

	/** Gives its memory back: a byte a pair for each seven terms. */
	forget(): void {
		this.#bits = [];
		this.#hosts = [];
		this.#rows = 0;
	}

	/** All pairs were asked. */
	isWhole({conversations}: Tables): boolean {
		return this.#rows === conversations.rows;
	}

	/**
	 * @param isTime whether there is time for more than the least
	 * @returns by group, bits of the pairs that were asked; they hold until the next time
	 */
	update({conversations, endpoints}: Tables, groups: readonly TermGroup[], isTime: () => boolean): Uint8Array[] {
		const {rows, lines, limit} = conversations;
		const evicted = conversations.evicted + endpoints.evicted;
		const isKept =
			evicted === this.#evicted && groups.every(({hosts}, index) => isBeginning(this.#hosts[index] ?? null, hosts));
		const isAsked = groups.every(({isOwn}) => isOwn) && groups.some(({hosts}) => hosts !== null);
		if (!isAsked) {
			this.forget();
			this.#rows = rows;
			return groups.map(() => new Uint8Array(0));
		}
		this.#bits = groups.map((_, index) => {
			const bits = this.#bits[index] ?? new Uint8Array(0);
			return bits.length >= rows ? bits : grown(bits, Math.min(limit, Math.max(1024, 2 * rows)), this.#rows);
		});
		// while no host was asked by each term no pair can be found
		const end = groups.some(({hostsAsked}) => hostsAsked === 0) ? 0 : rows;
		const sizes = {piece: PIECE, least: LEAST_PAIRS};
		this.#rows = inPieces(isKept ? this.#rows : 0, end, sizes, isTime, (from, to) => {
			for (const [index, {hosts}] of groups.entries()) {
				ask(hosts, lines, from, to, this.#bits[index]);
			}
		});
		this.#hosts = groups.map(({hosts}) => hosts);
		this.#evicted = evicted;
		return this.#bits.map(bits => bits.subarray(0, this.#rows));
	}
}

function ask(hosts: Uint8Array | null, lines: Int32Array, from: number, to: number, bits: Uint8Array): void {
	for (let row = from; row < to; row++) {
		bits[row] = hosts === null ? 0 : hosts[lines[row * WORDS]] | hosts[lines[row * WORDS + 1]];
	}
}
