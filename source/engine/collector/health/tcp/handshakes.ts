/** How long connecting takes: of each handshake whose three segments were seen. */
import {HAS_SYN_ACK_TO_ACK, HAS_SYN_TO_SYN_ACK, SYN_ACKED} from './bits.js';
import {MeasuredTimes} from './histogram.js';
import {Double, type TcpRecords, Word} from './records.js';
import type {SegmentClock} from './segment-clock.js';

/** Nanoseconds: a SYN is given up after minutes (RFC 9293 §3.8.3); what seems to wait for an hour, or for less than nothing, was seen by a clock that was set. */
const LONGEST = 3600e9;

/** Parts of a handshake: its time in a record, and the bit that says that it is there. */
const SYN_TO_SYN_ACK = {bit: HAS_SYN_TO_SYN_ACK, column: Double.synToSynAck};
const SYN_ACK_TO_ACK = {bit: HAS_SYN_ACK_TO_ACK, column: Double.synAckToAck};

/** @param at where a flow's record begins @returns nanoseconds; NaN = not known */
export const synToSynAck = (records: Kept, at: number): number => partOf(records, at, SYN_TO_SYN_ACK);
export const synAckToAck = (records: Kept, at: number): number => partOf(records, at, SYN_ACK_TO_ACK);

type Kept = Pick<TcpRecords, 'words' | 'doubles'>;

function partOf({words, doubles}: Kept, at: number, {bit, column}: typeof SYN_TO_SYN_ACK): number {
	const time = doubles[(at >> 1) + column];
	return (words[at + Word.flags] & bit) !== 0 && time >= 0 && time <= LONGEST ? time : Number.NaN;
}

export class TcpHandshakes {
	/** From SYN until the ACK of its SYN/ACK. */
	readonly times = new MeasuredTimes();
	readonly #records: TcpRecords;
	/** Of the segment at hand. */
	readonly #now: Float64Array;

	constructor(records: TcpRecords, {now}: SegmentClock) {
		this.#records = records;
		this.#now = now;
	}

	/** The segment at hand acknowledges the SYN/ACK that waited for it. @param at where the flow's record begins */
	end(at: number): void {
		const {words, doubles} = this.#records;
		const place = (at >> 1) + Double.synAckToAck;
		doubles[place] = this.#now[0] - doubles[place];
		words[at + Word.flags] = (words[at + Word.flags] & ~SYN_ACKED) | HAS_SYN_ACK_TO_ACK;
		const time = synToSynAck(this.#records, at) + synAckToAck(this.#records, at);
		if (!Number.isNaN(time)) {
			this.times.add(time);
		}
	}
}
