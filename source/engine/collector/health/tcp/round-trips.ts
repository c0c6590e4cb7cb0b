/**
 * Round trips of TCP: from a segment with data until the acknowledgment number that answers it passes again. Of each direction two segments
 * at most are timed at once, the newest one and the one that has waited for its answer longest: RFC 6298 §3 asks for one per round trip.
 */
import type {Packet} from '../../../decode/packet.js';
import {ACK_KNOWN, RETRANSMITTING, TIMED, WAITING} from './bits.js';
import {timestampValue} from './options.js';
import {Double, Rare, RareDouble, type TcpRecords, Trip, TripDouble, tripsOf, Word} from './records.js';
import type {SegmentClock} from './segment-clock.js';
import {distance, later} from './sequence.js';
import type {TcpSeries} from './series.js';

export class TcpRoundTrips {
	readonly #records: TcpRecords;
	readonly #series: TcpSeries;
	/** Of the segment at hand. */
	readonly #now: Float64Array;
	/** When the segment at hand was sent that is answered: a number that is handed on is allocated. */
	readonly #since = new Float64Array(1);

	constructor(records: TcpRecords, series: TcpSeries, clock: SegmentClock) {
		this.#records = records;
		this.#series = series;
		this.#now = clock.now;
	}

	/** The newest segment will not be that any more: it goes on waiting, unless one before it does. */
	untimed(at: number, direction: 0 | 1, other: number): void {
		const {words, doubles} = this.#records;
		const state = words[at + Word.state + direction];
		if ((state & TIMED) === 0) {
			return;
		}
		const next = words[at + Word.next + direction];
		const isAnswered =
			(words[at + Word.state + other] & ACK_KNOWN) !== 0 && words[at + Word.acknowledgment + other] === next;
		if ((state & WAITING) === 0 && !isAnswered) {
			const trips = tripsOf(at, direction);
			words[trips + Trip.waitingFor] = next;
			doubles[(trips >> 1) + TripDouble.waitingSince] = doubles[(at >> 1) + Double.nextAt + direction];
			words[at + Word.state + direction] |= WAITING;
		}
		words[at + Word.state + direction] &= ~TIMED;
	}

	/** The newest segment has data: its ACK will be a sample. */
	sent(at: number, direction: 0 | 1, packet: Packet): void {
		const {words} = this.#records;
		words[at + Word.state + direction] |= TIMED;
		const timestamp = timestampValue(packet);
		if (timestamp >= 0) {
			words[tripsOf(at, direction) + Trip.latestTimestamp] = packet.view.getInt32(timestamp);
		}
	}

	/**
	 * Data sent again: its ACK is no sample, whichever it answers (Karn's rule, RFC 6298 §3). Nor is that of data out of order: what came before
	 * waited for it, and it may have been sent again all the same.
	 *
	 * @param isSurely false = it may only have been overtaken: no timestamp tells what is answered
	 */
	sentAgain(at: number, direction: 0 | 1, packet: Packet, end: number, isSurely: boolean): void {
		const {words, rareWords, rareDoubles} = this.#records;
		const column = at + direction;
		const rare = this.#records.rareOf(at) + direction;
		const isFirst = (words[column + Word.state] & RETRANSMITTING) === 0;
		words[column + Word.state] |= RETRANSMITTING;
		if (isFirst || distance(packet.tcpSequence, rareWords[rare + Rare.retransmittedFrom]) > 0) {
			rareWords[rare + Rare.retransmittedFrom] = packet.tcpSequence;
		}
		rareWords[rare + Rare.retransmittedTo] = isFirst ? end : later(rareWords[rare + Rare.retransmittedTo], end);
		rareDoubles[(words[at + Word.rare] >> 1) + direction + RareDouble.retransmittedAt] = this.#now[0];
		const latest = words[tripsOf(at, direction) + Trip.latestTimestamp];
		const timestamp = isSurely ? timestampValue(packet) : -1;
		const value = timestamp < 0 ? 0 : packet.view.getInt32(timestamp);
		rareWords[rare + Rare.retransmittedTimestamp] = latest === 0 || value === latest ? 0 : value;
	}

	/**
	 * An ACK goes on: is it the answer to one segment, and to which?
	 *
	 * @param of whose data it acknowledges
	 * @param before acknowledgment number until now
	 */
	acknowledged(at: number, of: number, before: number, packet: Packet): void {
		const {words, doubles} = this.#records;
		const acknowledgment = packet.tcpAcknowledgment;
		const column = at + of;
		const trips = tripsOf(at, of);
		const state = words[column + Word.state];
		let since = Number.NaN;
		if ((state & TIMED) !== 0 && words[column + Word.next] === acknowledgment) {
			since = doubles[(at >> 1) + of + Double.nextAt];
		} else if ((state & WAITING) !== 0 && words[trips + Trip.waitingFor] === acknowledgment) {
			since = doubles[(trips >> 1) + TripDouble.waitingSince];
		}
		if (distance(words[trips + Trip.waitingFor], acknowledgment) >= 0) {
			words[column + Word.state] &= ~WAITING;
		}
		if ((state & RETRANSMITTING) !== 0) {
			const {rareWords, rareDoubles} = this.#records;
			const rare = words[at + Word.rare] + of;
			const again = rareDoubles[(words[at + Word.rare] >> 1) + of + RareDouble.retransmittedAt];
			const to = rareWords[rare + Rare.retransmittedTo];
			const isThrough = distance(to, acknowledgment) >= 0;
			if (distance(rareWords[rare + Rare.retransmittedFrom], acknowledgment) > 0 && distance(before, to) > 0) {
				if (!(since > again)) {
					since = isThrough && this.#echoes(packet, rareWords[rare + Rare.retransmittedTimestamp]) ? again : Number.NaN;
					rareWords[rare + Rare.samplesByTimestamps] += this.#now[0] >= since ? 1 : 0;
				}
			}
			if (isThrough) {
				words[column + Word.state] &= ~RETRANSMITTING;
			}
		}
		this.#since[0] = since;
		this.#sample(at, of);
	}

	/** The same where nothing that was sent again waits for an ACK. */
	answered(at: number, of: number, acknowledgment: number): void {
		const {words, doubles} = this.#records;
		const column = at + of;
		const trips = tripsOf(at, of);
		const state = words[column + Word.state];
		if ((state & WAITING) !== 0 && distance(words[trips + Trip.waitingFor], acknowledgment) >= 0) {
			words[column + Word.state] = state & ~WAITING;
			if (words[trips + Trip.waitingFor] === acknowledgment) {
				this.#since[0] = doubles[(trips >> 1) + TripDouble.waitingSince];
				this.#sample(at, of);
				return;
			}
		}
		if ((state & TIMED) !== 0 && words[column + Word.next] === acknowledgment) {
			this.#since[0] = doubles[(at >> 1) + Double.nextAt + of];
			this.#sample(at, of);
		}
	}

	/** Whether timestamps say that the segment sent again is what was answered (RFC 7323 §4). */
	#echoes(packet: Packet, timestamp: number): boolean {
		const at = timestamp === 0 ? -1 : timestampValue(packet);
		return at >= 0 && packet.view.getInt32(at + 4) === timestamp;
	}

	#sample(at: number, of: number): void {
		const time = this.#now[0] - this.#since[0];
		if (!(time >= 0)) {
			return;
		}
		this.#series.sample(time);
		const {words, doubles, floats} = this.#records;
		const trips = tripsOf(at, of);
		const double = trips >> 1;
		doubles[double + TripDouble.sum] += time;
		// RFC 6298 §2.2 and §2.3
		if (words[trips + Trip.samples]++ === 0) {
			doubles[double + TripDouble.minimum] = time;
			doubles[double + TripDouble.maximum] = time;
			floats[trips + Trip.smoothed] = time;
			floats[trips + Trip.variation] = time / 2;
			return;
		}
		if (time < doubles[double + TripDouble.minimum]) {
			doubles[double + TripDouble.minimum] = time;
		} else if (time > doubles[double + TripDouble.maximum]) {
			doubles[double + TripDouble.maximum] = time;
		}
		const smoothed = floats[trips + Trip.smoothed];
		floats[trips + Trip.variation] += (Math.abs(smoothed - time) - floats[trips + Trip.variation]) / 4;
		floats[trips + Trip.smoothed] = smoothed + (time - smoothed) / 8;
	}
}
