import {Layer, Stop} from './codes.js';
import type {Packet} from './packet.js';
import {ppp} from './ppp.js';
import {stop, stopShort} from './stop.js';

// RFC 2516, section 4: version and type, code, session, length of the PPP frame.
const LENGTH = 4;
const HEADER = 6;

/**
 * Reads a PPPoE session header and the PPP protocol behind it.
 * @returns both headers' length in the upper 16 bits, EtherType in the lower; -1 when what follows is none of ours
 */
export function pppoe(packet: Packet, offset: number, limit: number): number {
	const bytes = packet.bytes;
	if (offset + HEADER > packet.end || offset + HEADER > limit) {
		stopShort(packet, Layer.pppoe, offset, HEADER, limit);
		return -1;
	}
	if (bytes[offset] !== 0x11) {
		stop(packet, Stop.badVersion, Layer.pppoe, offset);
	}
	const length = (bytes[offset + LENGTH] << 8) | bytes[offset + LENGTH + 1];
	if (offset + HEADER + length > limit) {
		stop(packet, Stop.badLength, Layer.pppoe, offset + LENGTH);
	}
	const next = ppp(packet, offset + HEADER, limit);
	return next < 0 ? next : next + (HEADER << 16);
}
