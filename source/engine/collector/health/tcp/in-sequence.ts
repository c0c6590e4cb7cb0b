/**
 * Segments as nearly all are: data or an ACK, in sequence, of a connection in which nothing is the matter. They mean what `TcpSegments` says they
 * mean, at a fraction of its price; whatever else comes is left to it.
 */
import type {Packet} from '../../../decode/packet.js';
import {
	ACK_KNOWN,
	DUPLICATES,
	DUPLICATES_SHIFT,
	KEEP_ALIVE,
	NEXT_KNOWN,
	PROBE,
	RETRANSMITTING,
	STRAYS,
	STRAYS_SHIFT,
	SYN_ACK_BY_B,
	SYN_ACKED,
	TIMED,
	WAITING,
	WINDOW,
	ZERO_WINDOW,
} from './bits.js';
import type {TcpHandshakes} from './handshakes.js';
import {hasTimestamps, USUAL_TIMESTAMP} from './options.js';
import {Double, type TcpRecords, Trip, TripDouble, tripsOf, Word} from './records.js';
import type {TcpRoundTrips} from './round-trips.js';
import type {SegmentClock} from './segment-clock.js';
import type {TcpTotals} from './totals.js';

const KNOWN = NEXT_KNOWN | ACK_KNOWN;
/** What is looked at of both states: of these bits only the first two may be set. */
const MATTERS = KNOWN | KEEP_ALIVE | PROBE | RETRANSMITTING | ZERO_WINDOW | (STRAYS << STRAYS_SHIFT);
const ALL_DUPLICATES = DUPLICATES << DUPLICATES_SHIFT;

export class InSequence {
	readonly #words: Int32Array;
	readonly #doubles: Float64Array;
	readonly #totals: TcpTotals;
	/** Of the segment at hand. */
	readonly #now: Float64Array;
	readonly #roundTrips: TcpRoundTrips;
	readonly #handshakes: TcpHandshakes;

	constructor(
		{words, doubles}: TcpRecords,
		totals: TcpTotals,
		{now}: SegmentClock,
		roundTrips: TcpRoundTrips,
		handshakes: TcpHandshakes,
	) {
		this.#words = words;
		this.#doubles = doubles;
		this.#totals = totals;
		this.#now = now;
		this.#roundTrips = roundTrips;
		this.#handshakes = handshakes;
	}

	/**
	 * @param packet with ACK, without SYN, FIN and RST
	 * @returns false = it is something else, and nothing has changed
	 */
	segment(at: number, direction: 0 | 1, packet: Packet): boolean {
		const words = this.#words;
		const mine = at + direction;
		const theirs = at + 1 - direction;
		const state = words[mine + Word.state];
		const otherState = words[theirs + Word.state];
		const {tcpSequence, tcpAcknowledgment, tcpWindow, payloadLength} = packet;
		const before = words[mine + Word.acknowledgment];
		const end = (tcpSequence + payloadLength) | 0;
		if (
			(state & MATTERS) !== KNOWN ||
			(otherState & MATTERS) !== KNOWN ||
			tcpSequence !== words[mine + Word.next] ||
			tcpWindow === 0 ||
			(otherState & WINDOW) === 0 ||
			(words[at + Word.flags] & SYN_ACKED) !== 0 ||
			((tcpAcknowledgment - before) | 0) < 0 ||
			((words[theirs + Word.next] - tcpAcknowledgment) | 0) < 0
		) {
			return this.#endsHandshake(at, mine, theirs, packet);
		}
		let changed = (state & ~WINDOW) | tcpWindow;
		if (payloadLength > 0) {
			if (((words[theirs + Word.acknowledgment] - end) | 0) >= 0) {
				return false;
			}
			const doubles = this.#doubles;
			if ((state & (TIMED | WAITING)) === TIMED && words[theirs + Word.acknowledgment] !== tcpSequence) {
				// as `TcpRoundTrips.untimed`
				const trips = tripsOf(at, direction);
				words[trips + Trip.waitingFor] = tcpSequence;
				doubles[(trips >> 1) + TripDouble.waitingSince] = doubles[(at >> 1) + Double.nextAt + direction];
				changed |= WAITING;
			}
			changed |= TIMED;
			doubles[(at >> 1) + Double.dataBytes + direction] += payloadLength;
			doubles[(at >> 1) + Double.nextAt + direction] = this.#now[0];
			words[mine + Word.next] = end;
			if (hasTimestamps(packet)) {
				words[tripsOf(at, direction) + Trip.latestTimestamp] = packet.view.getInt32(
					packet.transportStart + USUAL_TIMESTAMP,
				);
			}
		}
		if (tcpAcknowledgment !== before) {
			changed &= ~ALL_DUPLICATES;
			words[mine + Word.acknowledgment] = tcpAcknowledgment;
			this.#roundTrips.answered(at, 1 - direction, tcpAcknowledgment);
		} else if (payloadLength === 0 && tcpWindow === (state & WINDOW)) {
			words[tripsOf(at, 1 - direction) + Trip.duplicateAcks]++;
			this.#totals.duplicateAcks++;
			if ((changed & ALL_DUPLICATES) !== ALL_DUPLICATES) {
				changed += 1 << DUPLICATES_SHIFT;
			}
		}
		words[mine + Word.state] = changed;
		if ((changed & ALL_DUPLICATES) !== 0) {
			this.#doubles[(tripsOf(at, 1 - direction) >> 1) + TripDouble.acknowledgedAt] = this.#now[0];
		}
		return true;
	}

	/** The same of the ACK of a SYN/ACK, which nothing came behind. */
	#endsHandshake(at: number, mine: number, theirs: number, packet: Packet): boolean {
		const words = this.#words;
		const state = words[mine + Word.state];
		const flags = words[at + Word.flags];
		if (
			(flags & SYN_ACKED) === 0 ||
			((flags & SYN_ACK_BY_B) !== 0) !== theirs > mine ||
			(state & MATTERS) !== NEXT_KNOWN ||
			(words[theirs + Word.state] & (MATTERS | TIMED | WAITING)) !== KNOWN ||
			packet.payloadLength !== 0 ||
			packet.tcpWindow === 0 ||
			packet.tcpSequence !== words[mine + Word.next] ||
			packet.tcpAcknowledgment !== words[theirs + Word.next]
		) {
			return false;
		}
		this.#handshakes.end(at);
		words[mine + Word.acknowledgment] = packet.tcpAcknowledgment;
		words[mine + Word.state] = (state & ~WINDOW) | ACK_KNOWN | packet.tcpWindow;
		return true;
	}
}
