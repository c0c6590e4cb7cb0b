import {EtherType, PppProtocol} from './assigned-numbers.js';
import {Other} from './between.js';
import {Layer} from './codes.js';
import type {Packet} from './packet.js';
import {stopShort} from './stop.js';

/**
 * Reads PPP's protocol field (RFC 1661, section 2; one byte when compressed: then it is odd).
 * @returns header length in the upper 16 bits and the EtherType of what follows in the lower; -1 when it is none of ours
 */
export function ppp(packet: Packet, offset: number, limit: number): number {
	const bytes = packet.bytes;
	if (offset + 1 > packet.end || offset + 1 > limit) {
		stopShort(packet, Layer.ppp, offset, 1, limit);
		return -1;
	}
	let protocol = bytes[offset];
	let length = 1;
	if ((protocol & 1) === 0) {
		length = 2;
		if (offset + 2 > packet.end || offset + 2 > limit) {
			stopShort(packet, Layer.ppp, offset, 2, limit);
			return -1;
		}
		protocol = (protocol << 8) | bytes[offset + 1];
	}
	if (protocol === PppProtocol.IPV4) {
		return (length << 16) | EtherType.IPV4;
	}
	if (protocol === PppProtocol.IPV6) {
		return (length << 16) | EtherType.IPV6;
	}
	if (protocol === PppProtocol.MPLS) {
		return (length << 16) | EtherType.MPLS;
	}
	if (protocol === PppProtocol.MPLS_MULTICAST) {
		return (length << 16) | EtherType.MPLS_MULTICAST;
	}
	packet.other = Other.ppp + protocol;
	return -1;
}

/**
 * PPP in HDLC-like framing (RFC 1662): address 0xff and control 0x03 are there unless they were compressed away.
 * @returns as `ppp`
 */
export function framedPpp(packet: Packet, offset: number, limit: number): number {
	const bytes = packet.bytes;
	if (offset + 1 === packet.end && bytes[offset] === 0xff) {
		stopShort(packet, Layer.ppp, offset, 2, limit);
		return -1;
	}
	const framed =
		offset + 2 <= packet.end && offset + 2 <= limit && bytes[offset] === 0xff && bytes[offset + 1] === 0x03;
	const next = ppp(packet, framed ? offset + 2 : offset, limit);
	return next < 0 || !framed ? next : next + (2 << 16);
}
