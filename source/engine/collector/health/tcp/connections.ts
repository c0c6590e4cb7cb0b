/** How TCP connections begin and end: SYN, SYN/ACK and RST. Each method returns false for a segment that cannot be the flow's. */
import type {Packet} from '../../../decode/packet.js';
import {ACK} from '../../tcp-states.js';
import {
	ACK_KNOWN,
	ASKED,
	ASKED_BY_B,
	FIN_SEEN,
	HAS_SYN_ACK_TO_ACK,
	HAS_SYN_TO_SYN_ACK,
	NEXT_KNOWN,
	PENDING,
	PENDING_BY_B,
	PENDING_SCALE_SHIFT,
	RESET_BY_B,
	SYN_ACK_BY_B,
	SYN_ACKED,
	SYN_SEEN,
	TIMED,
	WAS_RESET,
} from './bits.js';
import {windowScale} from './options.js';
import {Double, Rare, RareDouble, type TcpRecords, Trip, tripsOf, Word} from './records.js';
import type {SegmentClock} from './segment-clock.js';
import type {TcpSegments} from './segments.js';
import {distance, later} from './sequence.js';
import type {TcpSeries} from './series.js';
import type {TcpTotals} from './totals.js';
import {LEAST_WINDOW, windowOf} from './window.js';

/** RFC 6298 §2: who gets no answer waits so long, nanoseconds. */
const INITIAL_TIMEOUT = 1e9;

export class TcpConnections {
	readonly #records: TcpRecords;
	readonly #totals: TcpTotals;
	readonly #series: TcpSeries;
	readonly #clock: SegmentClock;
	readonly #segments: TcpSegments;
	/** A connection has begun whose ports were another one's before, since somebody asked. */
	begunAnew = false;

	constructor(records: TcpRecords, totals: TcpTotals, series: TcpSeries, clock: SegmentClock, segments: TcpSegments) {
		this.#records = records;
		this.#totals = totals;
		this.#series = series;
		this.#clock = clock;
		this.#segments = segments;
	}

	/** Notes a direction's SYN. @param length in sequence numbers */
	open(at: number, direction: number, initial: number, length: number, scale: number, now: number): void {
		const {words, doubles} = this.#records;
		words[at + Word.flags] |= SYN_SEEN << direction;
		words[at + Word.initial + direction] = initial;
		words[at + Word.next + direction] = (initial + length) | 0;
		words[at + Word.state + direction] = (words[at + Word.state + direction] & ~TIMED) | NEXT_KNOWN;
		words[at + Word.scale + direction] = scale + 1;
		doubles[(at >> 1) + Double.nextAt + direction] = now;
	}

	/** The ports are used again: begins anew, but for what is counted. */
	#begin(at: number, direction: number, initial: number, length: number, scale: number, now: number): void {
		const {words, doubles} = this.#records;
		this.#segments.endZeroWindow(at, 0);
		this.#segments.endZeroWindow(at, 1);
		words[at + Word.state] = 0;
		words[at + Word.state + 1] = 0;
		words[at + Word.scale] = 0;
		words[at + Word.scale + 1] = 0;
		words[at + Word.flags] = ASKED | (direction === 0 ? 0 : ASKED_BY_B);
		words[tripsOf(at, 0) + Trip.latestTimestamp] = 0;
		words[tripsOf(at, 1) + Trip.latestTimestamp] = 0;
		doubles[(at >> 1) + Double.synToSynAck] = now;
		words[at + Word.connections]++;
		this.#totals.connections++;
		this.begunAnew = true;
		this.open(at, direction, initial, length, scale, now);
	}

	syn(at: number, direction: 0 | 1, packet: Packet): boolean {
		const now = this.#clock.now[0];
		const {words, doubles} = this.#records;
		const flags = words[at + Word.flags];
		const initial = packet.tcpSequence;
		const isMine = (flags & (SYN_SEEN << direction)) !== 0;
		if (isMine && words[at + Word.initial + direction] === initial) {
			if ((flags & ASKED) !== 0) {
				doubles[(at >> 1) + Double.synToSynAck] = now;
				this.#series.failure();
			}
			this.#segments.countRetransmission(at, direction, packet.payloadLength);
			return true;
		}
		const length = 1 + packet.payloadLength;
		const scale = windowScale(packet);
		const isKnown = ((words[at + Word.state] | words[at + Word.state + 1]) & NEXT_KNOWN) !== 0;
		const hasEnded = (flags & WAS_RESET) !== 0 || (flags & (3 * FIN_SEEN)) === 3 * FIN_SEEN;
		if (!isKnown && flags === 0) {
			this.#askFirst(at, direction, now);
			this.open(at, direction, initial, length, scale, now);
		} else if (
			hasEnded ||
			!isKnown ||
			((flags & ASKED) !== 0 && now - doubles[(at >> 1) + Double.synToSynAck] >= INITIAL_TIMEOUT)
		) {
			this.#begin(at, direction, initial, length, scale, now);
		} else if (!isMine && (flags & ASKED) !== 0) {
			// both ends open at once, RFC 9293 §3.5
			this.open(at, direction, initial, length, scale, now);
		} else {
			// a connection that lives answers it with an ACK, RFC 5961 §4
			words[at + Word.flags] =
				(flags & ((1 << PENDING_SCALE_SHIFT) - 1) & ~PENDING_BY_B) |
				PENDING |
				(direction === 0 ? 0 : PENDING_BY_B) |
				((scale + 1) << PENDING_SCALE_SHIFT);
			const rare = this.#records.rareOf(at);
			this.#records.rareWords[rare + Rare.pendingInitial] = initial;
			this.#records.rareDoubles[(rare >> 1) + RareDouble.pendingAt] = now;
		}
		return true;
	}

	/** The flow's record began with this SYN. */
	#askFirst(at: number, direction: number, now: number): void {
		const {words, doubles} = this.#records;
		words[at + Word.flags] = ASKED | (direction === 0 ? 0 : ASKED_BY_B);
		doubles[(at >> 1) + Double.synToSynAck] = now;
		this.#totals.connections++;
	}

	/** Whether a segment of that direction answers the other one's SYN; begins a connection whose SYN was pending. */
	#answersSyn(at: number, direction: 0 | 1, acknowledgment: number): boolean {
		const {words, rareWords, rareDoubles} = this.#records;
		const other = 1 - direction;
		const flags = words[at + Word.flags];
		if (
			(flags & (SYN_SEEN << other)) !== 0 &&
			distance(words[at + Word.initial + other], acknowledgment) >= 1 &&
			distance(acknowledgment, words[at + Word.next + other]) >= 0
		) {
			return true;
		}
		if (
			(flags & PENDING) === 0 ||
			((flags & PENDING_BY_B) !== 0) !== (other === 1) ||
			acknowledgment !== ((rareWords[words[at + Word.rare] + Rare.pendingInitial] + 1) | 0)
		) {
			return false;
		}
		const scale = (flags >>> PENDING_SCALE_SHIFT) - 1;
		const rare = words[at + Word.rare];
		const pendingAt = rareDoubles[(rare >> 1) + RareDouble.pendingAt];
		this.#begin(at, other, rareWords[rare + Rare.pendingInitial], 1, scale, pendingAt);
		return true;
	}

	synAck(at: number, direction: 0 | 1, packet: Packet): boolean {
		const now = this.#clock.now[0];
		const {words, doubles} = this.#records;
		const other = 1 - direction;
		const initial = packet.tcpSequence;
		if (!this.#answersSyn(at, direction, packet.tcpAcknowledgment)) {
			const isKnown = ((words[at + Word.state] | words[at + Word.state + 1]) & NEXT_KNOWN) !== 0;
			if (isKnown) {
				return false;
			}
		}
		const flags = words[at + Word.flags];
		if ((flags & (SYN_SEEN << direction)) !== 0) {
			if (words[at + Word.initial + direction] !== initial) {
				return false;
			}
			// its SYN goes with it once more where both ends open at once
			this.#segments.countRetransmission(at, direction, packet.payloadLength);
		} else {
			this.open(at, direction, initial, 1 + packet.payloadLength, windowScale(packet), now);
		}
		if ((flags & ASKED) !== 0) {
			words[at + Word.flags] = (words[at + Word.flags] & ~ASKED) | HAS_SYN_TO_SYN_ACK;
			doubles[(at >> 1) + Double.synToSynAck] = now - doubles[(at >> 1) + Double.synToSynAck];
		}
		if ((flags & HAS_SYN_ACK_TO_ACK) === 0) {
			words[at + Word.flags] =
				(words[at + Word.flags] & ~SYN_ACK_BY_B) | SYN_ACKED | (direction === 0 ? 0 : SYN_ACK_BY_B);
			doubles[(at >> 1) + Double.synAckToAck] = now;
		}
		this.#segments.acknowledge(at, direction, other, packet);
		return true;
	}

	reset(at: number, direction: 0 | 1, packet: Packet): boolean {
		const {words, rareWords} = this.#records;
		const other = 1 - direction;
		const {tcpSequence, tcpAcknowledgment} = packet;
		const hasAck = (packet.tcpFlags & ACK) !== 0;
		const state = words[at + Word.state + direction];
		const otherState = words[at + Word.state + other];
		let isRefusal = false;
		if ((state & NEXT_KNOWN) !== 0) {
			// RFC 5961 §3.2 wants what is expected next; who sent more than was acknowledged resets behind that, and who has closed repeats
			// an older acknowledgment number (RFC 9293 §3.10.7.1).
			const next = words[at + Word.next + direction];
			const acknowledged = (otherState & ACK_KNOWN) !== 0 ? words[at + Word.acknowledgment + other] : next;
			const last = later(next, acknowledged);
			const first = last === next ? acknowledged : next;
			const isClosing = (words[at + Word.flags] & (WAS_RESET | (FIN_SEEN << direction))) !== 0;
			if (distance(first, tcpSequence) < (isClosing ? -LEAST_WINDOW : 0) || distance(tcpSequence, last) < 0) {
				return false;
			}
		} else if (hasAck && this.#answersSyn(at, direction, tcpAcknowledgment)) {
			isRefusal = (words[at + Word.flags] & ASKED) !== 0;
		} else if ((words[at + Word.flags] & (ASKED | ASKED_BY_B)) === (ASKED | (direction === 0 ? ASKED_BY_B : 0))) {
			// only its ACK can refuse a SYN, RFC 9293 §3.10.7.3
			return false;
		} else if ((otherState & ACK_KNOWN) !== 0 && tcpSequence !== words[at + Word.acknowledgment + other]) {
			return false;
		} else if (
			(otherState & NEXT_KNOWN) !== 0 &&
			hasAck &&
			!isWithin(tcpAcknowledgment, words[at + Word.next + other], windowOf(words, at, direction))
		) {
			return false;
		}

		const flags = words[at + Word.flags];
		if ((flags & ASKED) !== 0 && ((flags & ASKED_BY_B) !== 0) !== (direction === 1)) {
			words[at + Word.flags] &= ~ASKED;
		}
		if ((flags & WAS_RESET) === 0) {
			words[at + Word.flags] = (words[at + Word.flags] & ~RESET_BY_B) | WAS_RESET | (direction === 0 ? 0 : RESET_BY_B);
		}
		const rare = this.#records.rareOf(at);
		if (isRefusal) {
			rareWords[rare + Rare.refused]++;
		}
		rareWords[rare + Rare.resets + direction]++;
		this.#segments.endZeroWindow(at, 0);
		this.#segments.endZeroWindow(at, 1);
		this.#series.failure();
		return true;
	}
}

function isWithin(number: number, of: number, window: number): boolean {
	return Math.abs(distance(of, number)) <= window;
}
