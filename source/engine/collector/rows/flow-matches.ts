/**
 * Which flows a search finds, and which hosts and pairs have such a flow, kept from answer to answer: a flow without packets since is
 * found or not as it was. So an answer asks new flows and those that had packets.
 */
import type {Tables} from '../tables.js';

/** What a search is of, and what it hangs on. */
export interface FlowSearch {
	/** The search; another one begins anew. */
	text: string;
	/** By endpoint row: whom its terms hold for; null = it hangs on more than these and what packets of a flow change. */
	hosts: readonly Uint8Array[] | null;
	isFound(row: number): boolean;
	/** Of an end of a flow that is found, whether it is found as well; null = it always is. */
	isEnd: ((endpoint: number) => boolean) | null;
}

export class FlowMatches {
	/** By flow: 1 = found. */
	#found = new Uint8Array(0);
	#rows = 0;
	/** By host and by pair: flows of theirs that are found. */
	#talkers = new Int32Array(0);
	#conversations = new Int32Array(0);
	/** What it is of; null = nothing yet. */
	#text: string | null = null;
	#hosts: readonly Uint8Array[] = [];
	/** Server names and further labels that were given up for others by then. */
	#forgotten = 0;
	/** Where the log of what flows did was. */
	#mark = 0;

	/** Gives its memory back: a byte a flow, four a host and a pair. */
	forget(): void {
		this.#text = null;
		this.#hosts = [];
		this.#rows = 0;
		this.#found = new Uint8Array(0);
		this.#talkers = new Int32Array(0);
		this.#conversations = new Int32Array(0);
	}

	/** @returns by flow, 1 = found; it holds until the next time */
	update(tables: Tables, search: FlowSearch): Uint8Array {
		const {flows, endpoints, conversations} = tables;
		const {windows} = flows;
		const forgotten = flows.serverNamesForgotten + tables.layers.forgotten + tables.serverNames.forgotten;
		const isKept =
			windows !== null &&
			search.hosts !== null &&
			// a flow whose pair was given up gets another one
			conversations.evicted === 0 &&
			this.#text === search.text &&
			this.#forgotten === forgotten &&
			this.#hosts.length === search.hosts.length &&
			this.#hosts.every((hosts, index) => isBeginningOf(hosts, search.hosts![index]));
		this.#talkers = grown(this.#talkers, endpoints.rows);
		this.#conversations = grown(this.#conversations, conversations.rows);
		if (this.#found.length < flows.rows) {
			const more = new Uint8Array(Math.min(flows.limit, Math.max(1024, 2 * flows.rows)));
			more.set(this.#found.subarray(0, this.#rows));
			this.#found = more;
		}
		if (!isKept || !windows.changedSince(this.#mark, row => this.#seeAgain(tables, search, row))) {
			this.#rows = 0;
			this.#talkers.fill(0);
			this.#conversations.fill(0);
		}
		for (let row = this.#rows; row < flows.rows; row++) {
			const isFound = search.isFound(row);
			this.#found[row] = isFound ? 1 : 0;
			if (isFound) {
				this.#count(tables, search, row, 1);
			}
		}
		this.#rows = flows.rows;
		this.#text = search.text;
		this.#hosts = (search.hosts ?? []).map((hosts, index) =>
			isKept && isSame(this.#hosts[index], hosts) ? this.#hosts[index] : hosts.slice(),
		);
		this.#forgotten = forgotten;
		this.#mark = windows?.mark ?? 0;
		return this.#found.subarray(0, flows.rows);
	}

	#seeAgain(tables: Tables, search: FlowSearch, row: number): void {
		if (row >= this.#rows) {
			return;
		}
		const isFound = search.isFound(row) ? 1 : 0;
		const change = isFound - this.#found[row];
		if (change !== 0) {
			this.#found[row] = isFound;
			this.#count(tables, search, row, change);
		}
	}

	#count({flows}: Tables, {isEnd}: FlowSearch, row: number, change: number): void {
		const low = flows.low(row);
		const high = flows.high(row);
		if (isEnd === null || isEnd(low)) {
			this.#talkers[low] += change;
		}
		if (isEnd === null || isEnd(high)) {
			this.#talkers[high] += change;
		}
		const conversation = flows.conversation(row);
		if (conversation >= 0) {
			this.#conversations[conversation] += change;
		}
	}

	/** Marks hosts and pairs that have a flow that is found. */
	mark(talkers: Uint8Array, conversations: Uint8Array): void {
		markCounted(talkers, this.#talkers);
		markCounted(conversations, this.#conversations);
	}
}

function markCounted(found: Uint8Array, counts: Int32Array): void {
	for (let row = 0; row < found.length; row++) {
		if (counts[row] > 0) {
			found[row] = 1;
		}
	}
}

const isSame = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;
const isBeginningOf = (a: Uint8Array, b: Uint8Array) => a.length <= b.length && isSame(a, b.subarray(0, a.length));

function grown(counts: Int32Array<ArrayBuffer>, rows: number): Int32Array<ArrayBuffer> {
	if (counts.length >= rows) {
		return counts;
	}
	const more = new Int32Array(Math.max(1024, 2 * counts.length, rows));
	more.set(counts);
	return more;
}
