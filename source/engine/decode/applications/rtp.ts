/**
 * RTP: RFC 3550 § 5.1. Two bits of version are all that tells it, so it is a label only when packets of one direction
 * follow each other (same source, next sequence numbers), or at once on a port that SDP announced.
 *
 *  0  version 2, padding, extension, CSRC count   1  marker, payload type   2  sequence   4  timestamp   8  SSRC
 */
import {IpProtocol} from '../assigned-numbers.js';
import type {Packet} from '../packet.js';
import {range, u16, word} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 12;
/** Packets of one direction that must follow each other. */
const CONFIRMED = 4;
/** Packets that may be missing between two. */
const MAX_GAP = 16;

/** What was seen last of each direction: SSRC, sequence number, timestamp, packets in a row, payload type. */
class Streams {
	// Typed arrays would take longer to make than all else here.
	readonly ssrc = [0, 0];
	readonly sequence = [0, 0];
	readonly inRow = [0, 0];
}

export const rtp: ApplicationProtocol = {
	name: 'rtp',
	over: [IpProtocol.UDP],
	ports: [5004],
	firstBytes: range(0x80, 0xbf),

	recognise(view) {
		const {bytes, start, end, direction} = view;
		const streams = view.memory instanceof Streams ? view.memory : null;
		if (!isHeader(bytes, start, end, start + view.wireLength)) {
			// RTCP and STUN may share the flow.
			return streams && mayShare(bytes[start]) ? Verdict.maybe : Verdict.no;
		}

		if (view.expected.has(view.destinationPort) || view.expected.has(view.sourcePort)) {
			return Verdict.yes;
		}
		const type = bytes[start + 1] & 0x7f;
		if (type > 34 && type < 96) {
			return streams ? Verdict.maybe : Verdict.no;
		}
		const seen = streams ?? new Streams();
		const ssrc = word(bytes, start + 8);
		const sequence = u16(bytes, start + 2);
		const gap = (sequence - seen.sequence[direction]) & 0xffff;
		if (seen.inRow[direction] > 0 && seen.ssrc[direction] === ssrc && gap === 0) {
			// Captured twice, at two ports of a switch.
			view.memory = seen;
			return Verdict.maybe;
		}
		const follows = seen.inRow[direction] > 0 && seen.ssrc[direction] === ssrc && gap >= 1 && gap <= MAX_GAP;
		seen.inRow[direction] = follows ? seen.inRow[direction] + 1 : 1;
		seen.ssrc[direction] = ssrc;
		seen.sequence[direction] = sequence;
		view.memory = seen;
		return seen.inRow[direction] >= CONFIRMED ? Verdict.yes : Verdict.maybe;
	},
};

/** Whether a payload in a flow that other packets have shown to be of a call is RTP's (RFC 7983 § 7). */
export function isRtp({bytes, payloadStart, payloadEnd, payloadLength}: Packet): boolean {
	return isHeader(bytes, payloadStart, payloadEnd, payloadStart + payloadLength) && payloadLength > HEADER;
}

function mayShare(first: number): boolean {
	return first <= 3 || (first >= 0x80 && first <= 0xbf);
}

function isHeader(bytes: Uint8Array, start: number, end: number, stop: number): boolean {
	if (start + HEADER > end || bytes[start] >> 6 !== 2) {
		return false;
	}
	const type = bytes[start + 1] & 0x7f;
	// Where RTCP's packet types would be (RFC 5761 § 4).
	if (type >= 64 && type <= 95) {
		return false;
	}
	let data = start + HEADER + (bytes[start] & 0x0f) * 4;
	if (data > stop || word(bytes, start + 8) === 0) {
		return false;
	}
	if ((bytes[start] & 0x10) !== 0) {
		if (data + 4 > end) {
			return data + 4 <= stop;
		}
		data += 4 + u16(bytes, data + 2) * 4;
	}

	return data <= stop;
}
