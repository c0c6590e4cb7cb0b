import {IpProtocol} from './assigned-numbers.js';
import {Layer, Stop} from './codes.js';
import {Network, type Packet} from './packet.js';
import {stop, stopShort} from './stop.js';
import {transport} from './transport.js';

// RFC 8200, section 3.
const PAYLOAD_LENGTH = 4;
const NEXT_HEADER = 6;
const SOURCE = 8;
const DESTINATION = 24;
const HEADER = 40;

/** The least that each of the extension headers has, which are walked through: RFC 8200 section 4, RFC 4302. */
const EXTENSION = 8;

/**
 * IPv6 (RFC 8200) as the outermost network header, with its extension headers.
 * @param limit where the packet ends by the layers below; may lie past the captured bytes
 */
export function ipv6(packet: Packet, offset: number, limit: number): void {
	packet.network = Network.ipv6;
	if (offset + HEADER > packet.end || offset + HEADER > limit) {
		stopShort(packet, Layer.ipv6, offset, HEADER, limit);
		return;
	}
	const view = packet.view;
	if (view.getUint8(offset) >> 4 !== 6) {
		packet.network = Network.other;
		stop(packet, Stop.badVersion, Layer.ipv6, offset);
		return;
	}
	const payloadLength = view.getUint16(offset + PAYLOAD_LENGTH);
	const nextHeader = view.getUint8(offset + NEXT_HEADER);
	let end = offset + HEADER + payloadLength;
	// 0 with something behind it: a jumbogram (RFC 2675) or a packet over 64 KiB that never left the host.
	if (payloadLength === 0 && nextHeader !== IpProtocol.IPV6_NONXT) {
		end = limit;
	}
	if (end > limit) {
		// the rest of a fragment of 6LoWPAN comes in the next frames
		if (packet.fragment === 0) {
			stop(packet, Stop.badLength, Layer.ipv6, offset + PAYLOAD_LENGTH);
		}
		end = limit;
	}

	packet.addressed = 1;
	packet.networkStart = offset;
	packet.source0 = view.getInt32(offset + SOURCE);
	packet.source1 = view.getInt32(offset + SOURCE + 4);
	packet.source2 = view.getInt32(offset + SOURCE + 8);
	packet.source3 = view.getInt32(offset + SOURCE + 12);
	packet.destination0 = view.getInt32(offset + DESTINATION);
	packet.destination1 = view.getInt32(offset + DESTINATION + 4);
	packet.destination2 = view.getInt32(offset + DESTINATION + 8);
	packet.destination3 = view.getInt32(offset + DESTINATION + 12);

	if (nextHeader === IpProtocol.TCP || nextHeader === IpProtocol.UDP) {
		packet.transport = nextHeader;
		transport(packet, nextHeader, offset + HEADER, end);
	} else {
		upperLayer(packet, nextHeader, offset + HEADER, end);
	}
}

/** Walks through extension headers to the upper layer. Each is at least 8 bytes, so the walk ends. */
export function upperLayer(packet: Packet, firstHeader: number, firstOffset: number, limit: number): void {
	const bytes = packet.bytes;
	let header = firstHeader;
	let offset = firstOffset;
	for (;;) {
		if (
			header !== IpProtocol.HOPOPT &&
			header !== IpProtocol.IPV6_OPTS &&
			header !== IpProtocol.IPV6_ROUTE &&
			header !== IpProtocol.IPV6_FRAG &&
			header !== IpProtocol.AH
		) {
			packet.transport = header;
			transport(packet, header, offset, limit);
			return;
		}
		if (offset + EXTENSION > packet.end || offset + EXTENSION > limit) {
			stopShort(packet, Layer.ipv6Extension, offset, EXTENSION, limit);
			return;
		}
		const next = bytes[offset];
		let length = EXTENSION;
		if (header === IpProtocol.IPV6_FRAG) {
			const fragment = (bytes[offset + 2] << 8) | bytes[offset + 3];
			// 13 bits of offset, two reserved, one more-fragments; all zero is an atomic fragment (RFC 6946), which is whole.
			if ((fragment & 0xfff9) !== 0) {
				packet.fragment = 1;
				packet.fragmentOffset = fragment >> 3;
				packet.identification = packet.view.getInt32(offset + 4);
			}
			if ((fragment & 0xfff8) !== 0) {
				packet.transport = next;
				return;
			}
		} else if (header === IpProtocol.AH) {
			length = (bytes[offset + 1] + 2) << 2;
			if (length < 12) {
				stop(packet, Stop.badHeaderLength, Layer.ipv6Extension, offset + 1);
				return;
			}
		} else {
			length = (bytes[offset + 1] + 1) << 3;
		}
		if (offset + length > limit) {
			stop(packet, Stop.badHeaderLength, Layer.ipv6Extension, offset + 1);
			return;
		}
		header = next;
		offset += length;
	}
}
