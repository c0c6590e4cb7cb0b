import {Layer} from './codes.js';
import {etherType} from './ethertype.js';
import {ipv4} from './ipv4.js';
import {ipv6} from './ipv6.js';
import type {Packet} from './packet.js';
import {stopShort} from './stop.js';

/** Four bytes of address family: host byte order of the capturing machine (NULL), network byte order (LOOP). */
const HEADER = 4;
const MIN_ETHERTYPE = 0x0600;

/** Address families: IPv4 has one number everywhere, IPv6 another on almost every system. */
export enum AddressFamily {
	INET = 2,
	INET6_LINUX = 10,
	INET6_WINDOWS = 23,
	/** NetBSD and OpenBSD. */
	INET6_BSD = 24,
	INET6_SOLARIS = 26,
	INET6_FREEBSD = 28,
	INET6_DARWIN = 30,
}

/** BSD loopback, both kinds: a family fits in two bytes, so the byte order can be seen. */
export function loopback(packet: Packet, offset: number, limit: number): void {
	if (offset + HEADER > packet.end || offset + HEADER > limit) {
		stopShort(packet, Layer.loopback, offset, HEADER, limit);
		return;
	}
	const bytes = packet.bytes;
	const low = bytes[offset] | (bytes[offset + 1] << 8);
	const high = (bytes[offset + 2] << 8) | bytes[offset + 3];
	// A little-endian family has zeros behind, a big-endian one before.
	if (high === 0) {
		family(packet, low, offset + HEADER, limit);
	} else if (low === 0) {
		family(packet, high, offset + HEADER, limit);
	}
}

/** Goes on by address family. */
export function family(packet: Packet, value: number, offset: number, limit: number): void {
	switch (value) {
		case AddressFamily.INET:
			ipv4(packet, offset, limit);
			return;
		case AddressFamily.INET6_LINUX:
		case AddressFamily.INET6_WINDOWS:
		case AddressFamily.INET6_BSD:
		case AddressFamily.INET6_SOLARIS:
		case AddressFamily.INET6_FREEBSD:
		case AddressFamily.INET6_DARWIN:
			ipv6(packet, offset, limit);
			return;
		default:
			if (value >= MIN_ETHERTYPE) {
				etherType(packet, value, offset, limit);
			}
	}
}
