import {Layer, Stop} from './codes.js';
import type {Packet} from './packet.js';
import {stop, stopShort} from './stop.js';
import {udpTunnel} from './tunnel.js';

// RFC 768.
const PORTS = 4;
const LENGTH = 4;
const HEADER = 8;

/** UDP (RFC 768). Ports are kept even when the rest of the header was cut. `limit`: end of the packet by its IP header. */
export function udp(packet: Packet, offset: number, limit: number): void {
	const bytes = packet.bytes;
	const end = Math.min(packet.end, limit);
	if (offset + HEADER > end) {
		if (offset + PORTS <= end) {
			packet.sourcePort = (bytes[offset]! << 8) | bytes[offset + 1]!;
			packet.destinationPort = (bytes[offset + 2]! << 8) | bytes[offset + 3]!;
		}
		if (packet.fragment === 0 || offset + HEADER <= limit) stopShort(packet, Layer.udp, offset, HEADER, limit);
		return;
	}
	const sourcePort = (bytes[offset]! << 8) | bytes[offset + 1]!;
	const destinationPort = (bytes[offset + 2]! << 8) | bytes[offset + 3]!;
	const length = (bytes[offset + LENGTH]! << 8) | bytes[offset + LENGTH + 1]!;
	packet.sourcePort = sourcePort;
	packet.destinationPort = destinationPort;
	let last = offset + length;
	if (length < HEADER) {
		// 0: longer than the field can say (RFC 2675, section 4), or left to segmentation offload.
		if (length !== 0) {
			stop(packet, Stop.badLength, Layer.udp, offset + LENGTH);
			return;
		}
		last = limit;
	} else if (last > limit) {
		// In a first fragment the datagram is longer than what this packet brings.
		if (packet.fragment === 0) stop(packet, Stop.badLength, Layer.udp, offset + LENGTH);
		last = limit;
	}
	const payload = offset + HEADER;
	packet.payloadStart = payload;
	packet.payloadEnd = Math.min(last, end);
	packet.payloadLength = last - payload;
	udpTunnel(packet, sourcePort, destinationPort);
}
