import {Layer, Stop} from './codes.js';
import type {Packet} from './packet.js';
import {stop, stopShort} from './stop.js';

// RFC 8300, section 2.2: length in words is the low 6 bits of the second byte, next protocol the fourth.
const HEADER = 8;
const ETHERNET = 14;

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
	if (next === 1) {
		return (length << 16) | 0x0800;
	}
	if (next === 2) {
		return (length << 16) | 0x86dd;
	}
	if (next === 5) {
		return (length << 16) | 0x8847;
	}
	const inner = offset + length + ETHERNET;
	if (next !== 3) {
		return -1;
	}
	if (inner > end) {
		stopShort(packet, Layer.nsh, offset, inner - offset, limit);
		return -1;
	}
	return ((length + ETHERNET) << 16) | (bytes[inner - 2] << 8) | bytes[inner - 1];
}
