import {EtherType} from './assigned-numbers.js';
import {Layer, Stop} from './codes.js';
import type {Packet} from './packet.js';
import {stop, stopShort} from './stop.js';

// RFC 8300, section 2.2: length in words is the low 6 bits of the second byte, next protocol the fourth.
const HEADER = 8;
const ETHERNET = 14;
/** Next protocol: RFC 8300, section 2.2. */
const NEXT_IPV4 = 1;
const NEXT_IPV6 = 2;
const NEXT_ETHERNET = 3;
const NEXT_MPLS = 5;

/**
 * Reads a Network Service Header.
 * @returns length of what was walked in the upper 16 bits, EtherType in the lower; -1 when what follows is none of ours
 */
export function nsh(packet: Packet, offset: number, limit: number): number {
	const bytes = packet.bytes;
	const end = Math.min(packet.end, limit);
	if (offset + HEADER > end) {
		stopShort(packet, Layer.nsh, offset, HEADER, limit);
		return -1;
	}
	const length = (bytes[offset + 1] & 0x3f) << 2;
	if (length < HEADER) {
		stop(packet, Stop.badHeaderLength, Layer.nsh, offset + 1);
		return -1;
	}
	const next = bytes[offset + 3];
	if (next === NEXT_IPV4) {
		return (length << 16) | EtherType.IPV4;
	}
	if (next === NEXT_IPV6) {
		return (length << 16) | EtherType.IPV6;
	}
	if (next === NEXT_MPLS) {
		return (length << 16) | EtherType.MPLS;
	}
	const inner = offset + length + ETHERNET;
	if (next !== NEXT_ETHERNET) {
		return -1;
	}
	if (inner > end) {
		stopShort(packet, Layer.nsh, offset, inner - offset, limit);
		return -1;
	}
	return ((length + ETHERNET) << 16) | (bytes[inner - 2] << 8) | bytes[inner - 1];
}
