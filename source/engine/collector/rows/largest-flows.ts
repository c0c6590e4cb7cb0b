/** Of each host its largest flow, kept from answer to answer: a flow that has done nothing since is no larger than it was. */
import type {Tables} from '../tables.js';

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

	/** @param tables with all that was counted */
	update({endpoints, flows}: Tables): void {
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
		const end = Math.min(flows.rows, this.#known + MOST_ASKED);
		const {active} = flows.windows!;
		for (let index = 0; index < active.length; index++) {
			if (active[index] < this.#known) {
				this.#see(flows, active[index]);
			}
		}
		if (this.counts !== null) {
			for (let left = Math.min(ASKED_AGAIN, this.#known); left > 0; left--) {
				this.#next = this.#next + 1 < this.#known ? this.#next + 1 : 0;
				this.#see(flows, this.#next);
			}
		}
		for (let row = this.#known; row < end; row++) {
			this.#see(flows, row);
		}
		this.#known = end;
	}

	#see(flows: Tables['flows'], row: number): void {
		const isCounted = this.counts === null || this.counts(row);
		const bytes = flows.bytes(row);
		this.#seeEnd(flows.low(row), row, bytes, isCounted);
		this.#seeEnd(flows.high(row), row, bytes, isCounted);
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
