import {Layer} from './codes.js';
import {etherType, llcFrame} from './ethertype.js';
import {family} from './loopback.js';
import type {Packet} from './packet.js';
import {rawIp} from './raw-ip.js';
import {stopShort} from './stop.js';

/** Link types whose fixed header has an EtherType, an address family or a kind at a known place. */

/** A header of `length` bytes with an EtherType at `typeAt` (Apple's IP over FireWire, IPoIB, Marvell and Broadcom tags). */
export function typedHeader(packet: Packet, offset: number, limit: number, typeAt: number, length: number): void {
	if (offset + length > packet.end || offset + length > limit) {
		stopShort(packet, Layer.link, offset, length, limit);
		return;
	}
	const bytes = packet.bytes;
	etherType(packet, (bytes[offset + typeAt] << 8) | bytes[offset + typeAt + 1], offset + length, limit);
}

/** OpenBSD's enc(4): family in host byte order, SPI, flags. */
export function enc(packet: Packet, offset: number, limit: number): void {
	if (offset + 12 > packet.end || offset + 12 > limit) {
		stopShort(packet, Layer.link, offset, 12, limit);
		return;
	}
	const bytes = packet.bytes;
	family(packet, bytes[offset] | bytes[offset + 3], offset + 12, limit);
}

/** OpenBSD's pflog(4): header length without its padding to four bytes, family. */
export function pflog(packet: Packet, offset: number, limit: number): void {
	if (offset + 2 > packet.end || offset + 2 > limit) {
		stopShort(packet, Layer.link, offset, 2, limit);
		return;
	}
	const bytes = packet.bytes;
	family(packet, bytes[offset + 1], offset + ((bytes[offset] + 3) & ~3), limit);
}

/** Solaris' ipnet: version, family, then type, length, interface indices and zones. */
export function ipnet(packet: Packet, offset: number, limit: number): void {
	if (offset + 24 > packet.end || offset + 24 > limit) {
		stopShort(packet, Layer.link, offset, 24, limit);
		return;
	}
	family(packet, packet.bytes[offset + 1], offset + 24, limit);
}

/** SLIP: direction, then the packet's first byte as it was on the line: 0x4n when it was not compressed (RFC 1144). */
export function slip(packet: Packet, offset: number, limit: number): void {
	if (offset + 16 > packet.end || offset + 16 > limit) {
		stopShort(packet, Layer.link, offset, 16, limit);
		return;
	}
	if (packet.bytes[offset + 1] >> 4 === 4) {
		rawIp(packet, offset + 16, limit);
	}
}

/** SunATM: kind of traffic in the low bits of the first byte (2 = LLC), circuit. */
export function sunAtm(packet: Packet, offset: number, limit: number): void {
	if (offset + 4 > packet.end || offset + 4 > limit) {
		stopShort(packet, Layer.link, offset, 4, limit);
		return;
	}
	if ((packet.bytes[offset] & 15) === 2) {
		llcFrame(packet, offset + 4, limit);
	}
}
