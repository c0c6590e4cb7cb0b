import {arp} from './arp.js';
import {Layer} from './codes.js';
import {ipv4} from './ipv4.js';
import {ipv6} from './ipv6.js';
import type {Packet} from './packet.js';
import {stopShort} from './stop.js';

/** Source and destination lead; in Linux's variant two offset bytes stand before the protocol. */
const BSD_PROTOCOL = 2;
const LINUX_PROTOCOL = 4;
/** RFC 1201: split flag and sequence number behind the protocol; an exception frame repeats all behind four bytes. */
const SPLIT_HEADER = 3;
const EXCEPTION = 0xff;
const EXCEPTION_HEADER = 4;
/** RFC 1051's protocols stand alone. */
const OLD_IPV4 = 240;
const OLD_ARP = 241;
const IPV4 = 212;
const ARP = 213;
const IPV6 = 196;

/** ARCNET. A later fragment of RFC 1201 (its split flag is even and not 0) has no network header. */
export function arcnet(packet: Packet, linux: boolean, offset: number, limit: number): void {
	const bytes = packet.bytes;
	const at = offset + (linux ? LINUX_PROTOCOL : BSD_PROTOCOL);
	if (at + 1 + SPLIT_HEADER > packet.end || at + 1 + SPLIT_HEADER > limit) {
		stopShort(packet, Layer.arcnet, offset, at + 1 + SPLIT_HEADER - offset, limit);
		return;
	}
	const protocol = bytes[at];
	if (protocol === OLD_IPV4) {
		ipv4(packet, at + 1, limit);
		return;
	}
	if (protocol === OLD_ARP) {
		arp(packet, at + 1, limit);
		return;
	}
	const split = bytes[at + 1];
	const next = at + 1 + SPLIT_HEADER + (split === EXCEPTION ? EXCEPTION_HEADER : 0);
	if (split !== 0 && (split & 1) === 0) {
		return;
	}
	if (protocol === IPV4) {
		ipv4(packet, next, limit);
	} else if (protocol === ARP) {
		arp(packet, next, limit);
	} else if (protocol === IPV6) {
		ipv6(packet, next, limit);
	}
}
