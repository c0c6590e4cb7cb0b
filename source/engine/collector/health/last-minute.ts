/** How often each kind of trouble came in the last 60 seconds of the packets' steady clock, second by second. */
import {TROUBLES} from '../../troubles.js';

const SECONDS = 64;
export const MINUTE = 60;

export class LastMinute {
	readonly #counts = new Float64Array(SECONDS * TROUBLES.length);
	/** Which second lies in a place. */
	readonly #seconds = new Float64Array(SECONDS).fill(Number.NEGATIVE_INFINITY);

	/** @param second NaN = the packet has no time */
	add(trouble: number, second: number): void {
		const place = ((second % SECONDS) + SECONDS) % SECONDS;
		// what comes too late for its second is in the totals alone
		if (!(second >= this.#seconds[place])) {
			return;
		}
		if (second > this.#seconds[place]) {
			this.#seconds[place] = second;
			this.#counts.fill(0, place * TROUBLES.length, (place + 1) * TROUBLES.length);
		}
		this.#counts[place * TROUBLES.length + trouble]++;
	}

	/** @param last the second that the minute ends with */
	sum(trouble: number, last: number): number {
		let sum = 0;
		for (let place = 0; place < SECONDS; place++) {
			const second = this.#seconds[place];
			if (second <= last && second > last - MINUTE) {
				sum += this.#counts[place * TROUBLES.length + trouble];
			}
		}
		return sum;
	}
}
