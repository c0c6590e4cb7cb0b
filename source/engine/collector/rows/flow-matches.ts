/**
 * Which flows a search finds, and which hosts and pairs have such a flow, kept from answer to answer: a flow without packets since is
 * found or not as it was. So an answer asks new flows and those that had packets, or of which something else has changed. All flows are
 * asked piece by piece, as many as there is time for: the others with the next answers.
 */
import type {Tables} from '../tables.js';
import {type FlowColumns, LEAST_FLOWS} from './flow-columns.js';
import {MOST_AT_ONCE, pass} from './flow-pass.js';
import {grown} from './grown.js';
import {inPieces} from './in-pieces.js';
import type {TermGroup} from './terms.js';

/** What a search is of, and what it hangs on. */
export interface FlowSearch {
	/** The search; another one begins anew. */
	text: string;
	groups: readonly TermGroup[];
	/** Brought up to date: flows that are not known there yet are asked later. */
	columns: FlowColumns;
}

export class FlowMatches {
	/** By flow: 1 = found. */
	#found = new Uint8Array(0);
	/** Flows asked. */
	#rows = 0;
	/** By host and by pair: flows of theirs that are found. */
	#talkers = new Int32Array(0);
	#conversations = new Int32Array(0);
	/** What it is of; null = nothing yet. */
	#text: string | null = null;
	#groups: readonly TermGroup[] = [];
	/** By group and flow: bits of rows that terms name. */
	#named: Named[] = [];
	/** What was known of flows that was lost by then without a packet. */
	#losses = 0;
	/** Where the log of whose flows are was. */
	#ownersMark = 0;

	/** Gives its memory back: a byte a flow, four a host and a pair, and one a flow for each seven terms that name some. */
	forget(): void {
		this.#text = null;
		this.#groups = [];
		this.#rows = 0;
		this.#found = new Uint8Array(0);
		this.#talkers = new Int32Array(0);
		this.#conversations = new Int32Array(0);
		this.#named = [];
	}

	/** All flows were asked. */
	isWhole({flows}: Tables): boolean {
		return this.#rows === flows.rows;
	}

	/**
	 * @param isTime whether there is time for more than the least
	 * @returns by flow, 1 = found, 0 = not, or not asked yet; it holds until the next time
	 */
	update(tables: Tables, search: FlowSearch, isTime: () => boolean = () => true): Uint8Array {
		const {flows} = tables;
		const {columns} = search;
		this.#grow(tables);
		const again = this.#changed(tables, search);
		if (again === null) {
			this.#rows = 0;
			this.#begin();
		} else {
			this.#askAgain(tables, search, again);
		}
		const found = this.#found;
		// a search that begins has had hosts and names looked through; where flows are few, it is whole at once all the same
		const least = again === null && flows.rows > LEAST_FLOWS ? 0 : LEAST_FLOWS;
		this.#rows = inPieces(this.#rows, columns.rows, {piece: MOST_AT_ONCE, least}, isTime, (from, to) => {
			found.fill(1, from, to);
			this.#ask(tables, search, null, from, to, found);
			this.#countFound(search, from, to);
		});
		found.fill(0, this.#rows, flows.rows);
		this.#text = search.text;
		this.#groups = search.groups;
		this.#losses = lossesOf(tables);
		this.#ownersMark = tables.owners?.changed.mark ?? 0;
		return found.subarray(0, flows.rows);
	}

	/** The same of a search that no other flows than these can be found by. */
	updateFew(tables: Tables, search: FlowSearch, rows: Int32Array): Uint8Array {
		const {flows} = tables;
		this.#grow(tables);
		this.#rows = search.columns.rows;
		this.#begin();
		this.#found.fill(0, 0, flows.rows);
		this.#name(tables, search, () => {});
		this.#askAgain(
			tables,
			search,
			rows.filter(row => row < this.#rows),
		);
		this.#text = null;
		return this.#found.subarray(0, flows.rows);
	}

	#grow({flows, endpoints, conversations}: Tables): void {
		this.#talkers = longer(this.#talkers, endpoints.rows);
		this.#conversations = longer(this.#conversations, conversations.rows);
		if (this.#found.length < flows.rows) {
			this.#found = grown(this.#found, Math.min(flows.limit, Math.max(1024, 2 * flows.rows)), this.#rows);
		}
	}

	/** Nothing is found yet. */
	#begin(): void {
		this.#talkers.fill(0);
		this.#conversations.fill(0);
	}

	/** Notes which rows terms name. @param tell gets those of which that has changed */
	#name({flows}: Tables, {groups}: FlowSearch, tell: (row: number) => void): void {
		while (this.#named.length < groups.length) {
			this.#named.push(new Named());
		}
		for (const [index, named] of this.#named.entries()) {
			named.set(groups[index]?.rows ?? [], flows.limit, tell);
		}
	}

	#ask(
		tables: Tables,
		{groups, columns}: FlowSearch,
		rows: Int32Array | null,
		from: number,
		to: number,
		found: Uint8Array,
	): void {
		for (let begin = from; begin < to; begin += MOST_AT_ONCE) {
			const end = Math.min(to, begin + MOST_AT_ONCE);
			for (let index = 0; index < groups.length; index++) {
				pass(tables, columns, groups[index], rows, this.#named[index].bits, begin, end, found);
			}
		}
	}

	/** Flows among those asked that may be found otherwise than before; null = all may. */
	#changed(tables: Tables, search: FlowSearch): Int32Array | null {
		const {owners} = tables;
		const {changed} = search.columns;
		const isSame =
			changed !== null &&
			this.#text === search.text &&
			this.#groups.length === search.groups.length &&
			this.#groups.every((group, index) => search.groups[index].isSame(group)) &&
			(this.#losses === lossesOf(tables) || search.groups.every(({figures}) => figures.length === 0));
		const rows: number[] = [];
		const take = (row: number) => {
			if (row >= 0 && row < this.#rows) {
				rows.push(row);
			}
		};
		const isKnown =
			isSame &&
			(owners === null ||
				search.groups.every(({processes}) => processes === null) ||
				owners.changed.since(this.#ownersMark, take));
		this.#name(tables, search, take);
		for (let index = 0; isKnown && index < changed.length; index++) {
			take(changed[index]);
		}
		return isKnown ? Int32Array.from(rows) : null;
	}

	#askAgain(tables: Tables, search: FlowSearch, rows: Int32Array): void {
		const {groups, columns} = search;
		for (const row of columns.paired) {
			if (row < this.#rows && this.#found[row] === 1) {
				this.#countPair(columns.pairs[row], 1);
			}
		}
		const found = new Uint8Array(rows.length).fill(1);
		this.#ask(tables, search, rows, 0, rows.length, found);
		for (let index = 0; index < rows.length; index++) {
			// a row may be there twice
			const change = found[index] - this.#found[rows[index]];
			if (change !== 0) {
				this.#found[rows[index]] = found[index];
				this.#count(groups, columns, rows[index], change);
			}
		}
	}

	#countFound({columns, groups}: FlowSearch, from: number, to: number): void {
		const found = this.#found;
		const {low, high, pairs} = columns;
		const [talkers, conversations] = [this.#talkers, this.#conversations];
		const areEndsAsked = groups.some(({ofEnd}) => ofEnd !== 0);
		for (let row = from; row < to; row++) {
			if (found[row] === 0) {
				continue;
			}
			if (areEndsAsked) {
				this.#count(groups, columns, row, 1);
				continue;
			}
			talkers[low[row]]++;
			talkers[high[row]]++;
			if (pairs[row] >= 0) {
				conversations[pairs[row]]++;
			}
		}
	}

	#count(groups: readonly TermGroup[], {low, high, pairs}: FlowColumns, row: number, change: number): void {
		if (isEnd(groups, low[row])) {
			this.#talkers[low[row]] += change;
		}
		if (isEnd(groups, high[row])) {
			this.#talkers[high[row]] += change;
		}
		this.#countPair(pairs[row], change);
	}

	#countPair(pair: number, change: number): void {
		if (pair >= 0) {
			this.#conversations[pair] += change;
		}
	}

	/** Marks hosts and pairs that have a flow that is found. */
	mark(talkers: Uint8Array, conversations: Uint8Array): void {
		markCounted(talkers, this.#talkers);
		markCounted(conversations, this.#conversations);
	}
}

/** Bits of rows that terms name, and which rows these are. */
class Named {
	/** By row; null where no row was named. */
	bits: Uint8Array | null = null;
	#before: Uint8Array | null = null;
	#rows: readonly number[] = [];

	/** @param limit rows of the table @param tell gets rows whose bits are others than before */
	set(named: TermGroup['rows'], limit: number, tell: (row: number) => void): void {
		if (named.length === 0 && this.#rows.length === 0) {
			return;
		}
		const before = this.bits ?? new Uint8Array(limit);
		const bits = this.#before ?? new Uint8Array(limit);
		const rows: number[] = [];
		for (const {rows: some, bit} of named) {
			for (const row of some) {
				if (bits[row] === 0) {
					rows.push(row);
				}
				bits[row] |= bit;
			}
		}
		for (const row of rows) {
			if (bits[row] !== before[row]) {
				tell(row);
			}
		}
		for (const row of this.#rows) {
			if (bits[row] === 0) {
				tell(row);
			}
			before[row] = 0;
		}
		this.#before = before;
		this.bits = bits;
		this.#rows = rows;
	}
}

/** How often it was given up what is known of a flow. */
const lossesOf = ({tcp, quic}: Tables): number => tcp.losses + quic.evicted;

function isEnd(groups: readonly TermGroup[], endpoint: number): boolean {
	for (let index = 0; index < groups.length; index++) {
		if (!groups[index].isEnd(endpoint)) {
			return false;
		}
	}
	return true;
}

function markCounted(found: Uint8Array, counts: Int32Array): void {
	for (let row = 0; row < found.length; row++) {
		if (counts[row] > 0) {
			found[row] = 1;
		}
	}
}

const longer = (counts: Int32Array<ArrayBuffer>, rows: number) =>
	counts.length >= rows ? counts : grown(counts, Math.max(1024, 2 * counts.length, rows));
