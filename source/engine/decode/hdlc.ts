import {EtherType} from './assigned-numbers.js';
import {Layer} from './codes.js';
import {etherType, proceed} from './ethertype.js';
import type {Packet} from './packet.js';
import {framedPpp} from './ppp.js';
import {stopShort} from './stop.js';

/** Cisco HDLC: address (0x0f unicast, 0x8f broadcast), control, EtherType. */
const UNICAST = 0x0f;
const BROADCAST = 0x8f;
const TYPE = 2;
const HEADER = 4;

/** Cisco HDLC. */
export function ciscoHdlc(packet: Packet, offset: number, limit: number): void {
	if (offset + HEADER > packet.end || offset + HEADER > limit) {
		stopShort(packet, Layer.chdlc, offset, HEADER, limit);
		return;
	}
	const type = (packet.bytes[offset + TYPE] << 8) | packet.bytes[offset + TYPE + 1];
	// Cisco's keep-alives (SLARP) use RARP's number.
	if (type !== EtherType.RARP) {
		etherType(packet, type, offset + HEADER, limit);
	}
}

/** PPP over a serial line; the same link type carries Cisco HDLC, told by its address. */
export function serialPpp(packet: Packet, offset: number, limit: number): void {
	const first = offset < packet.end && offset < limit ? packet.bytes[offset] : -1;
	if (first === UNICAST || first === BROADCAST) {
		ciscoHdlc(packet, offset, limit);
	} else {
		proceed(packet, framedPpp(packet, offset, limit), offset, limit);
	}
}
