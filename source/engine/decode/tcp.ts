import {Layer, Stop} from './codes.js';
import type {Packet} from './packet.js';
import {stop, stopShort} from './stop.js';

// RFC 9293, section 3.1.
const PORTS = 4;
const SEQUENCE = 4;
const DATA_OFFSET = 12;
const FLAGS = 13;
const MIN_HEADER = 20;

/** TCP (RFC 9293). Ports are kept even when the rest of the header was cut. `limit`: end of the packet by its IP header. */
export function tcp(packet: Packet, offset: number, limit: number): void {
	const bytes = packet.bytes;
	const end = Math.min(packet.end, limit);
	if (offset + MIN_HEADER > end) {
		if (offset + PORTS <= end) {
			packet.sourcePort = (bytes[offset]! << 8) | bytes[offset + 1]!;
			packet.destinationPort = (bytes[offset + 2]! << 8) | bytes[offset + 3]!;
		}
		// A tiny first fragment is no contradiction: the rest comes in the next one.
		if (packet.fragment === 0 || offset + MIN_HEADER <= limit) stopShort(packet, Layer.tcp, offset, MIN_HEADER, limit);
		return;
	}
	packet.sourcePort = (bytes[offset]! << 8) | bytes[offset + 1]!;
	packet.destinationPort = (bytes[offset + 2]! << 8) | bytes[offset + 3]!;
	packet.tcpSequence =
		(bytes[offset + SEQUENCE]! << 24) |
		(bytes[offset + SEQUENCE + 1]! << 16) |
		(bytes[offset + SEQUENCE + 2]! << 8) |
		bytes[offset + SEQUENCE + 3]!;
	packet.tcpFlags = bytes[offset + FLAGS]!;
	const headerLength = (bytes[offset + DATA_OFFSET]! >> 4) << 2;
	const payload = offset + headerLength;
	if (headerLength < MIN_HEADER || (payload > limit && packet.fragment === 0)) {
		stop(packet, Stop.badHeaderLength, Layer.tcp, offset + DATA_OFFSET);
		return;
	}
	if (payload > end) {
		if (payload <= limit) stop(packet, Stop.truncated, Layer.tcp, offset + MIN_HEADER);
		packet.payloadLength = payload <= limit ? limit - payload : 0;
		return;
	}
	packet.payloadStart = payload;
	packet.payloadEnd = end;
	packet.payloadLength = limit - payload;
}
