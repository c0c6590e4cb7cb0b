/** How often each kind of trouble came in the last 60 seconds of the packets' steady clock, second by second. */
import {TROUBLES} from '../../troubles.js';
import {LastSeconds} from './last-seconds.js';

export class LastMinute {
	readonly #seconds = new LastSeconds(TROUBLES.length);

	/** @param second NaN = the packet has no time */
	add(trouble: number, second: number): void {
		// what comes too late for its second is in the totals alone
		if (second >= this.#seconds.inPlaceOf(second)) {
			this.#seconds.columns[this.#seconds.at(second) + trouble]++;
		}
	}

	/** @param last the second that the minute ends with */
	sum(trouble: number, last: number): number {
		return this.#seconds.inMinute(trouble, last);
	}
}
