import {Layer, Stop} from './codes.js';
import type {Packet} from './packet.js';
import {stop, stopShort} from './stop.js';

// tcpdump.org/linktypes/LINKTYPE_PKTAP.html: header length, record type, DLT; little-endian.
const DLT = 8;
const MIN_HEADER = 12;
/** Record type of a packet, and the shortest header that Apple's systems wrote one with. */
const RECORD_TYPE = 4;
const PACKET = 1;
const WHOLE_HEADER = 108;

/** Length of Apple's PKTAP header; 0 when it is cut or broken. */
export function pktapLength(packet: Packet, offset: number, limit: number): number {
	const bytes = packet.bytes;
	if (offset + MIN_HEADER > packet.end || offset + MIN_HEADER > limit) {
		stopShort(packet, Layer.link, offset, MIN_HEADER, limit);
		return 0;
	}
	const length = bytes[offset] | (bytes[offset + 1] << 8);
	if (bytes[offset + 2] !== 0 || bytes[offset + 3] !== 0 || length < MIN_HEADER || offset + length > limit) {
		stop(packet, Stop.badHeaderLength, Layer.link, offset);
		return 0;
	}
	return length;
}

/** Link type of what is behind a PKTAP header. */
export function pktapLinkType(packet: Packet, offset: number): number {
	return packet.bytes[offset + DLT] | (packet.bytes[offset + DLT + 1] << 8);
}

/** Whether what is of a link type for users' own begins with a whole PKTAP header of a packet. */
export function isPktap(packet: Packet, offset: number, limit: number): boolean {
	if (offset + WHOLE_HEADER > packet.end || offset + WHOLE_HEADER > limit) {
		return false;
	}
	const {view} = packet;
	const length = view.getUint32(offset, true);
	return length >= WHOLE_HEADER && offset + length <= limit && view.getUint32(offset + RECORD_TYPE, true) === PACKET;
}
