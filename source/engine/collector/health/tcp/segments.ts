/**
 * Segments of TCP connections other than SYN and RST: what is a retransmission, out of order, a duplicate ACK, a keep-alive or a zero window is
 * told as Wireshark tells it.
 */
import type {Packet} from '../../../decode/packet.js';
import {ACK, FIN, SYN} from '../../tcp-states.js';
import {
	ACK_KNOWN,
	DUPLICATES,
	DUPLICATES_SHIFT,
	FIN_SEEN,
	KEEP_ALIVE,
	NEXT_KNOWN,
	PROBE,
	STRAYS,
	STRAYS_SHIFT,
	SYN_ACK_BY_B,
	SYN_ACKED,
	WINDOW,
	ZERO_WINDOW,
} from './bits.js';
import {synAckToAck, synToSynAck, type TcpHandshakes} from './handshakes.js';
import {Double, Rare, RareDouble, type TcpRecords, Trip, TripDouble, tripsOf, Word} from './records.js';
import type {TcpRoundTrips} from './round-trips.js';
import type {SegmentClock} from './segment-clock.js';
import {distance} from './sequence.js';
import type {TcpSeries} from './series.js';
import type {TcpTotals} from './totals.js';
import {believe, isAcceptable, LEAST_WINDOW} from './window.js';

/** Nanoseconds: as Wireshark has them. */
const OUT_OF_ORDER_WITHIN = 3e6;
const FAST_WITHIN = 20e6;

export class TcpSegments {
	readonly #records: TcpRecords;
	readonly #totals: TcpTotals;
	readonly #series: TcpSeries;
	readonly #clock: SegmentClock;
	readonly #roundTrips: TcpRoundTrips;
	readonly #handshakes: TcpHandshakes;

	constructor(
		records: TcpRecords,
		totals: TcpTotals,
		series: TcpSeries,
		clock: SegmentClock,
		roundTrips: TcpRoundTrips,
		handshakes: TcpHandshakes,
	) {
		this.#records = records;
		this.#totals = totals;
		this.#series = series;
		this.#clock = clock;
		this.#roundTrips = roundTrips;
		this.#handshakes = handshakes;
	}

	/** @param at where the record's words begin @returns false when it cannot be the connection's */
	segment(at: number, direction: 0 | 1, packet: Packet): boolean {
		const now = this.#clock.now[0];
		const other = (1 - direction) as 0 | 1;
		if (
			!isAcceptable(this.#records.words, at, direction, other, packet) &&
			!believe(this.#records, at, direction, other, packet)
		) {
			return false;
		}
		const {words, doubles} = this.#records;
		const length = packet.payloadLength;
		const isFin = (packet.tcpFlags & FIN) !== 0;
		const {tcpSequence, tcpWindow} = packet;
		const state = words[at + Word.state + direction];
		const otherState = words[at + Word.state + other];
		const isKnown = (state & NEXT_KNOWN) !== 0;
		const next = words[at + Word.next + direction];
		let last = 0;
		if (length === 1 && isKnown && tcpSequence === next && (otherState & (ACK_KNOWN | WINDOW)) === ACK_KNOWN) {
			last = PROBE;
		} else {
			if (tcpWindow === 0 && !isFin) {
				this.#countRare(at, Rare.zeroWindows + direction);
				this.#totals.zeroWindows++;
			}
			if (isKnown && length <= 1 && distance(tcpSequence, next) === 1 && !isFin) {
				last = KEEP_ALIVE;
				this.#countRare(at, Rare.keepAlives + direction);
				this.#totals.keepAlives++;
			}
		}

		const isRepeated =
			length === 0 &&
			!isFin &&
			(state & (NEXT_KNOWN | ACK_KNOWN)) === (NEXT_KNOWN | ACK_KNOWN) &&
			tcpSequence === next &&
			packet.tcpAcknowledgment === words[at + Word.acknowledgment + direction] &&
			tcpWindow === (state & WINDOW);
		let duplicates = (state >>> DUPLICATES_SHIFT) & DUPLICATES;
		if (isRepeated && tcpWindow !== 0 && (otherState & KEEP_ALIVE) === 0) {
			words[tripsOf(at, other) + Trip.duplicateAcks]++;
			this.#totals.duplicateAcks++;
			duplicates = Math.min(DUPLICATES, duplicates + 1);
		}
		if ((state & ACK_KNOWN) === 0 || packet.tcpAcknowledgment !== words[at + Word.acknowledgment + direction]) {
			duplicates = 0;
		}
		words[at + Word.state + direction] =
			(state & ~(KEEP_ALIVE | PROBE | (DUPLICATES << DUPLICATES_SHIFT) | (STRAYS << STRAYS_SHIFT))) |
			last |
			(duplicates << DUPLICATES_SHIFT);

		if (length > 0 || isFin) {
			doubles[(at >> 1) + direction + Double.dataBytes] += length;
			if (isFin) {
				words[at + Word.flags] |= FIN_SEEN << direction;
			}
			const end = (tcpSequence + length + (isFin ? 1 : 0)) | 0;
			const isNewest = (!isKnown || distance(next, end) > 0) && last !== PROBE;
			if (isNewest) {
				this.#roundTrips.untimed(at, direction, other);
			}
			if (last !== KEEP_ALIVE) {
				this.#sent(at, direction, other, packet, isNewest);
			} else if (length > 0 && !this.#isAcknowledged(at, other, end)) {
				// it may be one byte that was lost: whatever it is called, the answer can be to either
				this.#roundTrips.sentAgain(at, direction, packet, end, true);
			}
			if (isNewest) {
				words[at + Word.next + direction] = end;
				doubles[(at >> 1) + Double.nextAt + direction] = now;
			}
		} else if (!isKnown) {
			words[at + Word.next + direction] = tcpSequence;
			doubles[(at >> 1) + Double.nextAt + direction] = now;
		}
		words[at + Word.state + direction] |= NEXT_KNOWN;
		if ((packet.tcpFlags & ACK) !== 0) {
			this.acknowledge(at, direction, other, packet);
		}
		return true;
	}

	/** A segment with data or FIN: new, out of order, or sent before. */
	#sent(at: number, direction: 0 | 1, other: 0 | 1, packet: Packet, isNewest: boolean): void {
		const now = this.#clock.now[0];
		const {words, doubles} = this.#records;
		const length = packet.payloadLength;
		const {tcpSequence} = packet;
		const state = words[at + Word.state + direction];
		const otherState = words[at + Word.state + other];
		const next = words[at + Word.next + direction];
		const end = (tcpSequence + length + (packet.tcpFlags & FIN)) | 0;
		const before = (state & NEXT_KNOWN) === 0 ? 0 : distance(tcpSequence, next);
		const acknowledged = words[at + Word.acknowledgment + other];
		const isAcknowledged = length > 0 && this.#isAcknowledged(at, other, (tcpSequence + length) | 0);
		// one byte may have been a probe of a zero window
		if (!isAcknowledged && (before <= 0 || (before === 1 && length > 1))) {
			if (length > 0 && isNewest) {
				this.#roundTrips.sent(at, direction, packet);
			}
			return;
		}
		const isFast =
			((otherState >>> DUPLICATES_SHIFT) & DUPLICATES) >= 2 &&
			acknowledged === tcpSequence &&
			now - doubles[(tripsOf(at, direction) >> 1) + TripDouble.acknowledgedAt] < FAST_WITHIN;
		const isLate = end === next || !(now - doubles[(at >> 1) + Double.nextAt + direction] < this.#outOfOrderWithin(at));
		if (!isAcknowledged && !isFast && !isLate) {
			this.#countRare(at, Rare.outOfOrder + direction);
			this.#totals.outOfOrder++;
			if (length > 0) {
				this.#roundTrips.sentAgain(at, direction, packet, end, false);
			}
			return;
		}
		this.countRetransmission(at, direction, before > 0 ? Math.min(length, before) : length);
		if (length > 0) {
			this.#roundTrips.sentAgain(at, direction, packet, end, true);
		}
	}

	/** Whether the other end has said that it has everything before a number. */
	#isAcknowledged(at: number, other: number, end: number): boolean {
		const {words} = this.#records;
		return (
			(words[at + Word.state + other] & ACK_KNOWN) !== 0 && distance(end, words[at + Word.acknowledgment + other]) >= 0
		);
	}

	#countRare(at: number, column: number): void {
		this.#records.rareWords[this.#records.rareOf(at) + column]++;
	}

	countRetransmission(at: number, direction: number, bytes: number): void {
		this.#countRare(at, Rare.retransmittedSegments + direction);
		const rare = this.#records.rareOf(at);
		this.#records.rareDoubles[(rare >> 1) + RareDouble.retransmittedBytes + direction] += bytes;
		this.#totals.retransmittedSegments++;
		this.#series.retransmission();
	}

	/** Takes a segment's acknowledgment number and window. */
	acknowledge(at: number, direction: number, other: number, packet: Packet): void {
		const now = this.#clock.now[0];
		const {words, doubles} = this.#records;
		const {tcpAcknowledgment, tcpWindow} = packet;
		const state = words[at + Word.state + direction];
		const before = words[at + Word.acknowledgment + direction];
		if ((state & ACK_KNOWN) === 0 || distance(before, tcpAcknowledgment) > 0) {
			const flags = words[at + Word.flags];
			if ((flags & SYN_ACKED) !== 0 && ((flags & SYN_ACK_BY_B) !== 0) === (other === 1)) {
				this.#handshakes.end(at);
			}
			// before the first one nothing is known to be acknowledged
			const known = (state & ACK_KNOWN) !== 0 ? before : (tcpAcknowledgment - LEAST_WINDOW) | 0;
			this.#roundTrips.acknowledged(at, other, known, packet);
		}
		if (tcpWindow !== 0) {
			if ((state & ZERO_WINDOW) !== 0) {
				this.endZeroWindow(at, direction);
			}
		} else if ((state & ZERO_WINDOW) === 0 && (packet.tcpFlags & (SYN | FIN)) === 0) {
			words[at + Word.state + direction] |= ZERO_WINDOW;
			const rare = this.#records.rareOf(at);
			this.#records.rareDoubles[(rare >> 1) + RareDouble.zeroSince + direction] = now;
		}
		words[at + Word.acknowledgment + direction] = tcpAcknowledgment;
		words[at + Word.state + direction] = (words[at + Word.state + direction] & ~WINDOW) | ACK_KNOWN | tcpWindow;
		if ((state & (DUPLICATES << DUPLICATES_SHIFT)) !== 0) {
			doubles[(tripsOf(at, other) >> 1) + TripDouble.acknowledgedAt] = now;
		}
	}

	endZeroWindow(at: number, direction: number): void {
		const now = this.#clock.now[0];
		const {words, rareDoubles} = this.#records;
		if ((words[at + Word.state + direction] & ZERO_WINDOW) === 0) {
			return;
		}
		words[at + Word.state + direction] &= ~ZERO_WINDOW;
		const rare = (words[at + Word.rare] >> 1) + direction;
		const time = now - rareDoubles[rare + RareDouble.zeroSince];
		rareDoubles[rare + RareDouble.zeroFor] += Math.max(0, time || 0);
	}

	/** A segment behind a later one is out of order for as long as the handshake's round trip took, as in Wireshark. */
	#outOfOrderWithin(at: number): number {
		const time = synToSynAck(this.#records, at) + synAckToAck(this.#records, at);
		return time > 0 ? time : OUT_OF_ORDER_WITHIN;
	}
}
