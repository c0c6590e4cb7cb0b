/** Of each host its largest flow, kept from answer to answer: a flow that has done nothing since is no larger than it was. */
import type {Tables} from '../tables.js';
import type {FlowColumns} from './flow-columns.js';

/** Flows looked at in one answer at most, beside those that have done something. */
const MOST_ASKED = 1 << 18;
/** Flows looked at again each time, in turn, where which of them count may change. */
const ASKED_AGAIN = 1 << 14;

export class LargestFlows {
	/** By endpoint row: bytes of its largest flow, and which flow that is. */
	#bytes = new Float64Array(0);
	#flow = new Int32Array(0);
	/** Flows looked at, from the first on. */
	#known = 0;
	/** Rows given up by then: the others have moved. */
	#evicted = -1;
	#next = 0;

	/** @param counts whether a flow counts, which may change at any time; null = all do, always */
	constructor(private readonly counts: ((flow: number) => boolean) | null = null) {}

	/** @param tables with all that was counted @param columns of their flows, up to date: it is asked each time that these are */
	update({endpoints, flows}: Tables, columns: FlowColumns): void {
		const evicted = endpoints.evicted + flows.evicted;
		if (this.#evicted !== evicted || this.#known > flows.rows) {
			this.#evicted = evicted;
			this.#known = 0;
			this.#bytes.fill(0);
			this.#flow.fill(-1);
		}
		if (this.#flow.length < endpoints.rows) {
			const length = Math.min(endpoints.limit, Math.max(1024, 2 * endpoints.rows));
			const bytes = new Float64Array(length);
			bytes.set(this.#bytes);
			this.#bytes = bytes;
			const flow = new Int32Array(length).fill(-1);
			flow.set(this.#flow);
			this.#flow = flow;
		}
		const {changed} = columns;
		if (changed === null) {
			// flows that are the largest still are, unless another one has become it
			this.#known = 0;
		}
		const end = Math.min(columns.rows, this.#known + MOST_ASKED);
		for (let index = 0; changed !== null && index < changed.length; index++) {
			if (changed[index] >= 0 && changed[index] < this.#known) {
				this.#see(flows, columns, changed[index]);
			}
		}
		if (this.counts !== null) {
			for (let left = Math.min(ASKED_AGAIN, this.#known); left > 0; left--) {
				this.#next = this.#next + 1 < this.#known ? this.#next + 1 : 0;
				this.#see(flows, columns, this.#next);
			}
		}
		for (let row = this.#known; row < end; row++) {
			this.#see(flows, columns, row);
		}
		this.#known = end;
	}

	#see(flows: Tables['flows'], {low, high}: FlowColumns, row: number): void {
		const isCounted = this.counts === null || this.counts(row);
		const bytes = flows.bytes(row);
		this.#seeEnd(low[row], row, bytes, isCounted);
		this.#seeEnd(high[row], row, bytes, isCounted);
	}

	#seeEnd(end: number, row: number, bytes: number, isCounted: boolean): void {
		if (isCounted && bytes > this.#bytes[end]) {
			this.#bytes[end] = bytes;
			this.#flow[end] = row;
		} else if (!isCounted && this.#flow[end] === row) {
			this.#bytes[end] = 0;
			this.#flow[end] = -1;
		}
	}

	/** @param endpoint its row @returns the flow's row; -1 = it has none */
	of(endpoint: number): number {
		return this.#flow[endpoint] ?? -1;
	}
}
