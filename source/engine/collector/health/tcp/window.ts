/** Which segments can be a connection's: RFC 9293 §3.10.7.4 and RFC 5961, by what was seen of both ends. */
import type {Packet} from '../../../decode/packet.js';
import {ACK, FIN} from '../../tcp-states.js';
import {ACK_KNOWN, NEXT_KNOWN, RETRANSMITTING, STRAYS, STRAYS_SHIFT, SYN_SEEN, TIMED, WAITING, WINDOW} from './bits.js';
import {Rare, type TcpRecords, Word} from './records.js';
import {distance, later} from './sequence.js';

/** Ahead of what is known, bytes: where the window's scale is not known. Less than a thousandth of all sequence numbers. */
const UNKNOWN_WINDOW = 1 << 22;
export const LEAST_WINDOW = 65_535;
/** Segments in sequence that are believed though they do not fit, where the other direction is not seen. */
const BELIEVED = 7;
/** What a direction has reached, but for its next number. */
const REACHED = (STRAYS << STRAYS_SHIFT) | ACK_KNOWN | RETRANSMITTING | TIMED | WAITING;

/** What a direction lets the other one send beyond its acknowledgment, bytes. */
export function windowOf(words: Int32Array, at: number, direction: number): number {
	const state = words[at + Word.state + direction];
	if ((words[at + Word.flags] & (3 * SYN_SEEN)) !== 3 * SYN_SEEN) {
		return UNKNOWN_WINDOW;
	}
	// RFC 7323 §2.2: only where both sent the option
	const scale = words[at + Word.scale + direction];
	const isScaled = scale !== 0 && words[at + Word.scale + 1 - direction] !== 0;
	return Math.max(LEAST_WINDOW, (state & WINDOW) << (isScaled ? scale - 1 : 0));
}

/** RFC 9293 §3.10.7.4, about a window wider on either side: the capture may lack segments, and bring old ones. */
export function isAcceptable(words: Int32Array, at: number, direction: 0 | 1, other: 0 | 1, packet: Packet): boolean {
	const state = words[at + Word.state + direction];
	const otherState = words[at + Word.state + other];
	const {tcpSequence, tcpAcknowledgment, payloadLength} = packet;
	const next = words[at + Word.next + direction];
	const acknowledged = words[at + Word.acknowledgment + other];
	const hasAck = (packet.tcpFlags & ACK) !== 0;
	if (!hasAck && ((state | otherState) & NEXT_KNOWN) !== 0) {
		return false;
	}
	if ((state & NEXT_KNOWN) !== 0 || (otherState & ACK_KNOWN) !== 0) {
		const a = (state & NEXT_KNOWN) !== 0 ? next : acknowledged;
		const b = (otherState & ACK_KNOWN) !== 0 ? acknowledged : next;
		const last = later(a, b);
		const first = last === a ? b : a;
		const window = windowOf(words, at, other);
		if (distance(first, (tcpSequence + payloadLength) | 0) < -window || distance(last, tcpSequence) > window) {
			return false;
		}
	}
	if ((otherState & NEXT_KNOWN) === 0) {
		return true;
	}
	const window = windowOf(words, at, direction);
	const sent = words[at + Word.next + other];
	const least = (state & ACK_KNOWN) !== 0 ? words[at + Word.acknowledgment + direction] : sent;
	return distance(sent, tcpAcknowledgment) <= window && distance(least, tcpAcknowledgment) >= -window;
}

/**
 * Whether to take a segment that does not fit for the flow's after all, since the capture lost much: the other end acknowledges just what
 * did not fit, or, where it is not seen, several came in sequence and none that fits.
 */
export function believe(records: TcpRecords, at: number, direction: 0 | 1, other: 0 | 1, packet: Packet): boolean {
	const {words, rareWords} = records;
	const rare = records.rareOf(at);
	const state = words[at + Word.state + direction];
	const otherState = words[at + Word.state + other];
	const {tcpSequence} = packet;
	const strays = (state >>> STRAYS_SHIFT) & STRAYS;
	const isInSequence = strays > 0 && rareWords[rare + Rare.strayNext + direction] === tcpSequence;
	const otherStray = rareWords[rare + Rare.strayNext + other];
	const isAcknowledgment = otherState >>> STRAYS_SHIFT !== 0 && packet.tcpAcknowledgment === otherStray;
	if (isAcknowledgment || (isInSequence && strays === BELIEVED && (otherState & ACK_KNOWN) === 0)) {
		if (isAcknowledgment) {
			words[at + Word.next + other] = otherStray;
			words[at + Word.state + other] &= ~REACHED;
		}
		words[at + Word.state + direction] &= ~(REACHED | NEXT_KNOWN);
		return true;
	}
	const count = isInSequence ? Math.min(STRAYS, strays + 1) : 1;
	words[at + Word.state + direction] = (state & ~(STRAYS << STRAYS_SHIFT)) | (count << STRAYS_SHIFT);
	rareWords[rare + Rare.strayNext + direction] = (tcpSequence + packet.payloadLength + (packet.tcpFlags & FIN)) | 0;
	return false;
}
