import {Layer, Stop} from './codes.js';
import type {Packet} from './packet.js';
import {stop, stopShort} from './stop.js';

// "PPI Packet Header", CACE Technologies, section 3: version, flags, length and DLT, little-endian.
const LENGTH = 2;
const DLT = 4;
const HEADER = 8;

/** Length of a PPI header; 0 when it is cut or broken. */
export function ppiLength(packet: Packet, offset: number, limit: number): number {
	const bytes = packet.bytes;
	if (offset + HEADER > packet.end || offset + HEADER > limit) {
		stopShort(packet, Layer.ppi, offset, HEADER, limit);
		return 0;
	}
	if (bytes[offset] !== 0) {
		stop(packet, Stop.badVersion, Layer.ppi, offset);
	}
	const length = bytes[offset + LENGTH] | (bytes[offset + LENGTH + 1] << 8);
	if (length < HEADER || offset + length > limit) {
		stop(packet, Stop.badHeaderLength, Layer.ppi, offset + LENGTH);
		return 0;
	}
	return length;
}

/** Link type of what is behind a PPI header; 0xffff when the field is larger. */
export function ppiLinkType(packet: Packet, offset: number): number {
	const bytes = packet.bytes;
	if (bytes[offset + DLT + 2] !== 0 || bytes[offset + DLT + 3] !== 0) {
		return 0xffff;
	}
	return bytes[offset + DLT] | (bytes[offset + DLT + 1] << 8);
}
