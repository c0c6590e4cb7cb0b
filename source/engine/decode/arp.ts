import {Layer} from './codes.js';
import {Network, type Packet} from './packet.js';
import {stopShort} from './stop.js';

// RFC 826: hardware and protocol type, their address lengths, operation; then four addresses of these lengths.
const HARDWARE_LENGTH = 4;
const PROTOCOL_LENGTH = 5;
const HEADER = 8;

/** ARP (RFC 826), and RARP (RFC 903), whose format is the same. Its addresses are no endpoints. */
export function arp(packet: Packet, offset: number, limit: number): void {
	packet.network = Network.arp;
	packet.networkStart = offset;
	if (offset + HEADER > packet.end || offset + HEADER > limit) {
		stopShort(packet, Layer.arp, offset, HEADER, limit);
		return;
	}
	const needed = HEADER + 2 * (packet.bytes[offset + HARDWARE_LENGTH] + packet.bytes[offset + PROTOCOL_LENGTH]);
	if (offset + needed > packet.end || offset + needed > limit) {
		stopShort(packet, Layer.arp, offset + HEADER, needed - HEADER, limit);
	}
}
