import type {Packet} from './packet.js';
import {stopShort} from './stop.js';

/** Source and destination port lead the headers of TCP, UDP and SCTP. */
const PORTS = 4;

/** A transport header that is not all there: its ports are kept if they are. */
export function cutPorts(packet: Packet, layer: number, offset: number, needed: number, limit: number): void {
	if (offset + PORTS <= packet.end && offset + PORTS <= limit) {
		packet.sourcePort = packet.view.getUint16(offset);
		packet.destinationPort = packet.view.getUint16(offset + 2);
	}
	// A tiny first fragment is no contradiction: the rest comes in the next one.
	if (packet.fragment === 0 || offset + needed <= limit) {
		stopShort(packet, layer, offset, needed, limit);
	}
}
