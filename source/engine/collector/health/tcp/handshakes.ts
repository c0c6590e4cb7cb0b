/** How long connecting takes: of each handshake whose three segments were seen. */
import {HAS_SYN_ACK_TO_ACK, HAS_SYN_TO_SYN_ACK, SYN_ACKED} from './bits.js';
import {MeasuredTimes} from './histogram.js';
import {Double, type TcpRecords, Word} from './records.js';
import type {SegmentClock} from './segment-clock.js';

/** Nanoseconds: a SYN is given up after minutes (RFC 9293 §3.8.3); what seems to wait for an hour, or for less than nothing, was seen by a clock that was set. */
const LONGEST = 3600e9;

/** A part of a handshake, or all of it. @returns NaN of what is no time */
export const handshakeTime = (nanoseconds: number) =>
	nanoseconds >= 0 && nanoseconds <= LONGEST ? nanoseconds : Number.NaN;

export class TcpHandshakes {
	/** From SYN until the ACK of its SYN/ACK. */
	readonly times = new MeasuredTimes();
	readonly #words: Int32Array;
	readonly #doubles: Float64Array;
	/** Of the segment at hand. */
	readonly #now: Float64Array;

	constructor({words, doubles}: TcpRecords, {now}: SegmentClock) {
		this.#words = words;
		this.#doubles = doubles;
		this.#now = now;
	}

	/** The segment at hand acknowledges the SYN/ACK that waited for it. @param at where the flow's record begins */
	end(at: number): void {
		const flags = this.#words[at + Word.flags];
		const synToSynAck = (at >> 1) + Double.synToSynAck;
		const synAckToAck = (at >> 1) + Double.synAckToAck;
		this.#doubles[synAckToAck] = this.#now[0] - this.#doubles[synAckToAck];
		this.#words[at + Word.flags] = (flags & ~SYN_ACKED) | HAS_SYN_ACK_TO_ACK;
		const time = handshakeTime(this.#doubles[synToSynAck]) + handshakeTime(this.#doubles[synAckToAck]);
		if ((flags & HAS_SYN_TO_SYN_ACK) !== 0 && !Number.isNaN(time)) {
			this.times.add(time);
		}
	}
}
