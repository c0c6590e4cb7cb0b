import {EtherType, PppProtocol} from './assigned-numbers.js';
import {Layer, Stop} from './codes.js';
import type {Packet} from './packet.js';
import {stop, stopShort} from './stop.js';

// RFC 3032, section 2.1: label (20 bits), traffic class (3), bottom of stack (1), time to live (8).
const ENTRY = 4;
const BOTTOM = 2;
const ETHERNET = 14;
const CONTROL_WORD = 4;

/**
 * Walks an MPLS label stack and guesses what lies behind it; the labels do not say. IP by its version nibble (RFC 4928), if
 * its lengths fit; else an Ethernet pseudo-wire with or without control word (RFC 4448), if its EtherType is a known one.
 * @returns length of what was walked in the upper 16 bits, EtherType in the lower; -1 when what follows is none of ours
 */
export function mpls(packet: Packet, offset: number, limit: number): number {
	const bytes = packet.bytes;
	const end = Math.min(packet.end, limit);
	let at = offset;
	do {
		if (at + ENTRY > end) {
			stopShort(packet, Layer.mpls, at, ENTRY, limit);
			return -1;
		}
		at += ENTRY;
	} while ((bytes[at - BOTTOM] & 1) === 0);
	if (at >= end) {
		stopShort(packet, Layer.mpls, at, 1, limit);
		return -1;
	}

	const nibble = bytes[at] >> 4;
	const walked = (at - offset) << 16;
	if (nibble === 4 && fitsIpv4(bytes, at, end, limit)) {
		return walked | EtherType.IPV4;
	}
	if (nibble === 6 && fitsIpv6(bytes, at, end, limit)) {
		return walked | EtherType.IPV6;
	}
	if (nibble === 0 && isEthernet(bytes, at + CONTROL_WORD, end, limit)) {
		return inner(bytes, at + CONTROL_WORD, offset);
	}
	if (isEthernet(bytes, at, end, limit)) {
		return inner(bytes, at, offset);
	}
	if (nibble === 4) {
		return walked | EtherType.IPV4;
	}
	if (nibble === 6) {
		return walked | EtherType.IPV6;
	}
	if (nibble === 1 && at + CONTROL_WORD <= end) {
		return channel(bytes, at, offset);
	}
	if (at + CONTROL_WORD + ETHERNET > packet.end && packet.end < limit) {
		stop(packet, Stop.truncated, Layer.mpls, at);
	}
	return -1;
}

function inner(bytes: Uint8Array, at: number, offset: number): number {
	return ((at + ETHERNET - offset) << 16) | (bytes[at + 12] << 8) | bytes[at + 13];
}

/** An associated channel (RFC 5586): version 0, and the channel type is PPP's number for IPv4 or IPv6 (RFC 4385, section 6). */
function channel(bytes: Uint8Array, at: number, offset: number): number {
	if (bytes[at + 2] !== 0) {
		return -1;
	}
	const walked = (at + CONTROL_WORD - offset) << 16;
	if (bytes[at + 3] === PppProtocol.IPV4) {
		return walked | EtherType.IPV4;
	}
	return bytes[at + 3] === PppProtocol.IPV6 ? walked | EtherType.IPV6 : -1;
}

function fitsIpv4(bytes: Uint8Array, at: number, end: number, limit: number): boolean {
	if (at + 4 > end) {
		return true;
	}
	const total = (bytes[at + 2] << 8) | bytes[at + 3];
	return (bytes[at] & 15) >= 5 && (total === 0 || (total >= 20 && at + total <= limit));
}

function fitsIpv6(bytes: Uint8Array, at: number, end: number, limit: number): boolean {
	return at + 6 > end || at + 40 + ((bytes[at + 4] << 8) | bytes[at + 5]) <= limit;
}

/** A unicast source, and an EtherType that is common behind a pseudo-wire or an 802.3 length with LLC that fits. */
function isEthernet(bytes: Uint8Array, at: number, end: number, limit: number): boolean {
	if (at + ETHERNET > end || (bytes[at + 6] & 1) !== 0) {
		return false;
	}
	const type = (bytes[at + 12] << 8) | bytes[at + 13];
	switch (type) {
		case EtherType.IPV4:
		case EtherType.ARP:
		case EtherType.IPV6:
		case EtherType.VLAN:
		case EtherType.SERVICE_VLAN:
		case EtherType.MPLS:
		case EtherType.PPPOE_DISCOVERY:
		case EtherType.PPPOE_SESSION:
		case EtherType.EAPOL:
		case EtherType.LLDP:
		case EtherType.CFM:
		case EtherType.LOOPBACK:
		case EtherType.OLD_STACKED_VLAN:
			return true;
		default:
			return (
				type >= 3 && type <= 1500 && at + ETHERNET + type <= limit && at + ETHERNET < end && isLlc(bytes[at + ETHERNET])
			);
	}
}

/** Destination SAPs of spanning tree, SNAP, OSI, NetBIOS and IPX. */
function isLlc(sap: number): boolean {
	return sap === 0x42 || sap === 0xaa || sap === 0xfe || sap === 0xf0 || sap === 0xe0;
}
