/** Times of segments as nanoseconds from a while before the first one on: one number that is exact, of captures over years as well. */
import type {Packet} from '../../../decode/packet.js';

const SECOND = 1e9;
/** Seconds before the first segment. A time is never small enough for a word: code that was compiled for words would be compiled again. */
const BEFORE = 1000;
/** Seconds after which the clock begins anew, 97 days: so many nanoseconds are exact in a double. What waits then gives no time. */
const TURN = 2 ** 23;

export class SegmentClock {
	/**
	 * Of the segment at hand; NaN where it has no timestamp, so that nothing that is measured with it is a number. An array: a number that is
	 * handed on is allocated.
	 */
	readonly now = new Float64Array(1).fill(Number.NaN);
	#first = Number.NaN;

	/** Turns to a segment. */
	turnTo(packet: Packet): void {
		if (packet.nanoseconds < 0) {
			this.now[0] = Number.NaN;
			return;
		}
		const since = packet.seconds - this.#first;
		if (since < TURN && since > -TURN) {
			this.now[0] = since * SECOND + packet.nanoseconds;
			return;
		}
		if (Number.isNaN(since)) {
			this.#first = packet.seconds - BEFORE;
		}
		this.now[0] = this.of(packet.seconds, packet.nanoseconds);
	}

	/** The same of any time; NaN before the first segment. */
	of(seconds: number, nanoseconds: number): number {
		return ((seconds - this.#first) % TURN) * SECOND + nanoseconds;
	}
}
