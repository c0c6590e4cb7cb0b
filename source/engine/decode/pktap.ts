import {Layer, Stop} from './codes.js';
import type {Packet} from './packet.js';
import {stop, stopShort} from './stop.js';

// tcpdump.org/linktypes/LINKTYPE_PKTAP.html: header length, record type, DLT; little-endian.
const DLT = 8;
const MIN_HEADER = 12;

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
