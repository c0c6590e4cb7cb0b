import {Layer, Stop} from './codes.js';
import type {Packet} from './packet.js';
import {cutPorts} from './ports.js';
import {stop} from './stop.js';

// RFC 9293, section 3.1. Ports first; the flags follow the data offset.
const SEQUENCE = 4;
const ACKNOWLEDGMENT = 8;
const DATA_OFFSET = 12;
const WINDOW = 14;
const MIN_HEADER = 20;

/** TCP (RFC 9293). Ports are kept even when the rest of the header was cut. `limit`: end of the packet by its IP header. */
export function tcp(packet: Packet, offset: number, limit: number): void {
	const end = Math.min(packet.end, limit);
	if (offset + MIN_HEADER > end) {
		cutPorts(packet, Layer.tcp, offset, MIN_HEADER, limit);
		return;
	}
	const view = packet.view;
	const ports = view.getInt32(offset);
	const lengthAndFlags = view.getUint16(offset + DATA_OFFSET);
	packet.sourcePort = ports >>> 16;
	packet.destinationPort = ports & 0xffff;
	packet.tcpSequence = view.getInt32(offset + SEQUENCE);
	packet.tcpAcknowledgment = view.getInt32(offset + ACKNOWLEDGMENT);
	packet.tcpWindow = view.getUint16(offset + WINDOW);
	packet.tcpFlags = lengthAndFlags & 0xff;
	const headerLength = (lengthAndFlags >> 12) << 2;
	const payload = offset + headerLength;
	if (headerLength < MIN_HEADER || payload > end) {
		cutOptions(packet, offset, headerLength, limit);
		return;
	}
	packet.payloadStart = payload;
	packet.payloadEnd = end;
	packet.payloadLength = limit - payload;
}

/** The options are not all there, or the header length is nonsense. */
function cutOptions(packet: Packet, offset: number, headerLength: number, limit: number): void {
	const payload = offset + headerLength;
	if (headerLength >= MIN_HEADER && payload <= limit) {
		packet.payloadLength = limit - payload;
		stop(packet, Stop.truncated, Layer.tcp, offset + MIN_HEADER);
	} else if (headerLength < MIN_HEADER || packet.fragment === 0) {
		stop(packet, Stop.badHeaderLength, Layer.tcp, offset + DATA_OFFSET);
	}
}
