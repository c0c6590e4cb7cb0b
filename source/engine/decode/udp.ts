import {Layer, Stop} from './codes.js';
import type {Packet} from './packet.js';
import {cutPorts} from './ports.js';
import {stop} from './stop.js';
import {udpTunnel} from './tunnel.js';

// RFC 768.
const LENGTH = 4;
const HEADER = 8;

/** UDP (RFC 768). Ports are kept even when the rest of the header was cut. `limit`: end of the packet by its IP header. */
export function udp(packet: Packet, offset: number, limit: number): void {
	const end = Math.min(packet.end, limit);
	if (offset + HEADER > end) {
		cutPorts(packet, Layer.udp, offset, HEADER, limit);
		return;
	}
	const view = packet.view;
	const ports = view.getInt32(offset);
	const sourcePort = ports >>> 16;
	const destinationPort = ports & 0xffff;
	const length = view.getUint16(offset + LENGTH);
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
		if (packet.fragment === 0) {
			stop(packet, Stop.badLength, Layer.udp, offset + LENGTH);
		}
		last = limit;
	}
	const payload = offset + HEADER;
	packet.payloadStart = payload;
	packet.payloadEnd = Math.min(last, end);
	packet.payloadLength = last - payload;
	udpTunnel(packet, sourcePort, destinationPort);
}
