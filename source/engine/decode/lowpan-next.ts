/** What follows a compressed IPv6 header and is compressed as well (RFC 6282, section 4). */
import {IpProtocol} from './assigned-numbers.js';
import {Layer} from './codes.js';
import {upperLayer} from './ipv6.js';
import type {Packet} from './packet.js';
import {stopShort} from './stop.js';
import {ipTunnel, udpTunnel} from './tunnel.js';

const IPV6_HEADER = 40;
const UDP_HEADER = 8;
const UDP_MASK = 0xf8;
const UDP = 0xf0;
const WITHOUT_CHECKSUM = 0x04;
/** Bytes of both ports, by P. */
const PORTS = [4, 3, 3, 1];
const EXTENSION_MASK = 0xf0;
const EXTENSION = 0xe0;
const NEXT_COMPRESSED = 0x01;
/** Extension headers by EID; the two reserved ones are none that can follow. */
const HEADERS = [
	...[IpProtocol.HOPOPT, IpProtocol.IPV6_ROUTE, IpProtocol.IPV6_FRAG, IpProtocol.IPV6_OPTS],
	...[IpProtocol.MOBILITY_HEADER, IpProtocol.IPV6_NONXT, IpProtocol.IPV6_NONXT, IpProtocol.IPV6],
];
/** A fragment header without its next header: reserved, offset, identification. */
const FRAGMENT = 7;

/** Goes on to the upper layer; one that another specification compresses (RFC 7400) is not known. */
export function nextHeaderCompressed(packet: Packet, offset: number, limit: number): void {
	const {bytes} = packet;
	let at = offset;
	/** Of the IP packet before `at`, as it is without compression. */
	let before = IPV6_HEADER;
	for (;;) {
		packet.networkStart = -(before + Math.max(0, limit - at));
		if (at + 1 > packet.end || at + 1 > limit) {
			stopShort(packet, Layer.ipv6Extension, at, 1, limit);
			return;
		}
		const first = bytes[at];
		if ((first & UDP_MASK) === UDP) {
			udp(packet, before, at, limit);
			return;
		}
		if ((first & EXTENSION_MASK) !== EXTENSION) {
			return;
		}
		const header = HEADERS[(first >> 1) & 7];
		if (header === IpProtocol.IPV6_NONXT) {
			return;
		}
		if (header === IpProtocol.IPV6 || header === IpProtocol.MOBILITY_HEADER) {
			packet.transport = header;
			ipTunnel(packet, header, at, limit);
			return;
		}
		const isNextCompressed = (first & NEXT_COMPRESSED) !== 0;
		const length = at + (isNextCompressed ? 1 : 2);
		if (length + 1 > packet.end || length + 1 > limit) {
			stopShort(packet, Layer.ipv6Extension, at, length + 1 - at, limit);
			return;
		}
		const isFragment = header === IpProtocol.IPV6_FRAG;
		const behind = length + (isFragment ? FRAGMENT : 1 + bytes[length]);
		if (behind > packet.end || behind > limit) {
			stopShort(packet, Layer.ipv6Extension, at, behind - at, limit);
			return;
		}
		const next = isNextCompressed ? -1 : bytes[at + 1];
		if (isFragment && isLater(packet, length + 1)) {
			packet.transport = next < 0 ? protocolOf(packet, behind, limit) : next;
			return;
		}
		before += isFragment ? 8 : (bytes[length] + 2 + 7) & ~7;
		if (next >= 0) {
			packet.networkStart = -(before + limit - behind);
			upperLayer(packet, next, behind, limit);
			return;
		}
		at = behind;
	}
}

/** As in `ipv6.ts`. @returns whether it is no first fragment */
function isLater(packet: Packet, offset: number): boolean {
	const fragment = packet.view.getUint16(offset);
	if ((fragment & 0xfff9) !== 0) {
		packet.fragment = 1;
		packet.fragmentOffset = fragment >> 3;
		packet.identification = packet.view.getInt32(offset + 2);
	}
	return (fragment & 0xfff8) !== 0;
}

/** Of a compressed header that is UDP's; -1 = another one, or not there. */
const protocolOf = ({bytes, end}: Packet, offset: number, limit: number): number =>
	offset < Math.min(end, limit) && (bytes[offset] & UDP_MASK) === UDP ? IpProtocol.UDP : -1;

/** Section 4.3: ports in four, three or one byte; the length is what is left. The header is not there as bytes. */
function udp(packet: Packet, before: number, offset: number, limit: number): void {
	const {bytes} = packet;
	packet.transport = IpProtocol.UDP;
	const form = bytes[offset] & 3;
	const checksum = (bytes[offset] & WITHOUT_CHECKSUM) === 0 ? 2 : 0;
	const payload = offset + 1 + PORTS[form] + checksum;
	if (payload > packet.end || payload > limit) {
		stopShort(packet, Layer.udp, offset, payload - offset, limit);
		return;
	}
	const at = offset + 1;
	if (form === 0) {
		packet.sourcePort = (bytes[at] << 8) | bytes[at + 1];
		packet.destinationPort = (bytes[at + 2] << 8) | bytes[at + 3];
	} else if (form === 1) {
		packet.sourcePort = (bytes[at] << 8) | bytes[at + 1];
		packet.destinationPort = 0xf000 | bytes[at + 2];
	} else if (form === 2) {
		packet.sourcePort = 0xf000 | bytes[at];
		packet.destinationPort = (bytes[at + 1] << 8) | bytes[at + 2];
	} else {
		packet.sourcePort = 0xf0b0 | (bytes[at] >> 4);
		packet.destinationPort = 0xf0b0 | (bytes[at] & 0xf);
	}
	packet.networkStart = -(before + UDP_HEADER + limit - payload);
	packet.payloadStart = payload;
	packet.payloadEnd = Math.min(limit, packet.end);
	packet.payloadLength = limit - payload;
	udpTunnel(packet, packet.sourcePort, packet.destinationPort);
}
