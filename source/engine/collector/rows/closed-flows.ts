/** Which flows have closed and were quiet since: whoever looks at what goes on does not want them. */
import type {FlowTable} from '../flow-table.js';
import {SEEN_BYTES, stateOf} from '../tcp-states.js';

/** Index in `WINDOWS`: ten seconds after its last packet a closed one is left out. */
const QUIET = 2;

/** By what was seen of a flow: 1 = closed. Nobody needs an answer for that, and nothing is seen of what is none of TCP. */
const CLOSED = Uint8Array.from({length: SEEN_BYTES}, (_, seen) =>
	['closed', 'reset'].includes(stateOf(seen, true)) ? 1 : 0,
);

export class ClosedFlows {
	#closed = new Uint8Array(0);

	/** @param flows with all that was counted, and windows summed up to now @returns by row: 1 = closed and quiet; it holds until the next time */
	update(flows: FlowTable): Uint8Array {
		if (this.#closed.length < flows.rows) {
			this.#closed = new Uint8Array(Math.min(flows.limit, Math.max(1024, 2 * flows.rows)));
		}
		const closed = this.#closed.subarray(0, flows.rows);
		const {seen} = flows.tcp;
		for (let row = 0; row < closed.length; row++) {
			closed[row] = CLOSED[seen[row]];
		}
		// whatever did something in ten seconds did so in the longest window
		const windows = flows.windows!;
		const {active} = windows;
		const bytes = windows.bytesOfActive(QUIET);
		for (let index = 0; index < active.length; index++) {
			if (bytes[index] > 0) {
				closed[active[index]] = 0;
			}
		}
		return closed;
	}
}
