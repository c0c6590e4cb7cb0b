/**
 * Which flows have closed and were quiet since: whoever looks at what goes on does not want them. Kept from answer to answer, since a flow
 * that does nothing stays as it is.
 */
import {IpProtocol} from '../../decode/assigned-numbers.js';
import type {FlowTable} from '../flow-table.js';

/** Flows looked at in one answer at most, beside those that have done something. */
const MOST_ASKED = 1 << 18;
/** Flows looked at again each time, in turn: of an answer that came too late for some. */
const ASKED_AGAIN = 1 << 14;
/** Index in `WINDOWS`: ten seconds after its last packet a closed one is left out. */
const QUIET = 2;

export class ClosedFlows {
	/** By row: 1 = closed and quiet. */
	#closed = new Uint8Array(0);
	#known = 0;
	#next = 0;
	/** Rows given up by then: the others have moved. */
	#evicted = -1;

	/** @param flows with all that was counted, and windows summed up to now @returns by row: 1 = closed and quiet */
	update(flows: FlowTable): Uint8Array {
		if (this.#evicted !== flows.evicted || this.#known > flows.rows) {
			this.#evicted = flows.evicted;
			this.#known = 0;
			this.#next = 0;
		}
		if (this.#closed.length < flows.rows) {
			const more = new Uint8Array(Math.min(flows.limit, Math.max(1024, 2 * flows.rows)));
			more.set(this.#closed.subarray(0, this.#known));
			this.#closed = more;
		}
		const {active} = flows.windows!;
		for (let index = 0; index < active.length; index++) {
			if (active[index] < this.#known) {
				this.#see(flows, active[index]);
			}
		}
		const end = Math.min(flows.rows, this.#known + MOST_ASKED);
		for (let row = this.#known; row < end; row++) {
			this.#see(flows, row);
		}
		for (let count = Math.min(ASKED_AGAIN, this.#known); count > 0; count--) {
			this.#next = this.#next + 1 < this.#known ? this.#next + 1 : 0;
			this.#see(flows, this.#next);
		}
		this.#closed.fill(0, end, flows.rows);
		this.#known = end;
		return this.#closed.subarray(0, flows.rows);
	}

	#see(flows: FlowTable, row: number): void {
		this.#closed[row] = isClosed(flows, row) && flows.windows!.bytes(row, QUIET) === 0 ? 1 : 0;
	}
}

function isClosed(flows: FlowTable, row: number): boolean {
	if (flows.protocol(row) !== IpProtocol.TCP) {
		return false;
	}
	const state = flows.tcp.state(row, flows.packets(row, 1) > 0);
	return state === 'closed' || state === 'reset';
}
