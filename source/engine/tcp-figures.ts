/** What one column says of a flow's health: its round trip, and what of it was sent again; and of a conversation's. */
import type {EchoesOfPair, Flow} from './snapshot.js';

type Known = Pick<Flow, 'tcp' | 'quic'>;

/**
 * Seconds, smoothed (SRTT of RFC 6298), of the way whose shortest round trip is the longer one: where the capture stands near one end, that is
 * the way over the network, however late that end acknowledges. Before data was acknowledged, and of QUIC, the longer part of the
 * handshake. Null = neither was seen.
 */
export function roundTrip({tcp, quic}: Known): number | null {
	if (quic != null) {
		return longer(quic.handshake.initialToReply, quic.handshake.replyToHandshake);
	}
	if (tcp == null) {
		return null;
	}
	const {aToB, bToA, handshake} = tcp;
	const {rtt} = Number(aToB.rtt.min ?? -1) >= Number(bToA.rtt.min ?? -1) ? aToB : bToA;
	return rtt.smoothed === null ? longer(handshake.synToSynAck, handshake.synAckToAck) : Number(rtt.smoothed);
}

/** The same of echoes between two hosts: seconds, smoothed, of the way whose shortest one is the longer. Null = there is none. */
export function echoRoundTrip(echoes: EchoesOfPair | null | undefined): number | null {
	const [there, back] = [echoes?.aToB?.roundTrip, echoes?.bToA?.roundTrip];
	const chosen = Number(there?.min ?? -1) >= Number(back?.min ?? -1) ? there : back;
	return chosen?.smoothed == null ? null : Number(chosen.smoothed);
}

/** Segments that were sent again, both ways; null = not known, or none of TCP. */
export const retransmitted = ({tcp}: Known): number | null =>
	tcp == null ? null : tcp.aToB.retransmittedSegments + tcp.bToA.retransmittedSegments;

/** Their share of all its segments, 0…1; null = not known. */
export function retransmittedShare({tcp}: Known): number | null {
	if (tcp == null) {
		return null;
	}
	const segments = tcp.aToB.segments + tcp.bToA.segments;
	return segments === 0 ? 0 : (tcp.aToB.retransmittedSegments + tcp.bToA.retransmittedSegments) / segments;
}

function longer(one: string | null, other: string | null): number | null {
	return one === null && other === null ? null : Math.max(Number(one ?? 0), Number(other ?? 0));
}
