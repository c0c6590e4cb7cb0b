/** Times of segments as nanoseconds from a while before the first one on: one number that is exact for a hundred days. */
import type {Packet} from '../../../decode/packet.js';

const SECOND = 1e9;
/** Seconds before the first segment. A time is never small enough for a word: code that was compiled for words would be compiled again. */
const BEFORE = 1000;

export class SegmentClock {
	/**
	 * Of the segment at hand; NaN where it has no timestamp, so that nothing that is measured with it is a number. An array: a number that is
	 * handed on is allocated.
	 */
	readonly now = new Float64Array(1).fill(Number.NaN);
	#first = Number.NaN;

	/** Turns to a segment. */
	turnTo(packet: Packet): void {
		this.now[0] = packet.nanoseconds < 0 ? Number.NaN : (packet.seconds - this.#first) * SECOND + packet.nanoseconds;
		if (Number.isNaN(this.now[0]) && packet.nanoseconds >= 0) {
			this.#first = packet.seconds - BEFORE;
			this.now[0] = BEFORE * SECOND + packet.nanoseconds;
		}
	}

	/** The same of any time; NaN before the first segment. */
	of(seconds: number, nanoseconds: number): number {
		return (seconds - this.#first) * SECOND + nanoseconds;
	}
}
