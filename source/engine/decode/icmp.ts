import type {Packet} from './packet.js';

const HEADER = 8;

/** ICMP (RFC 792) and ICMPv6 (RFC 4443): which message it is. What it quotes is not looked into. `limit`: end of the packet by its IP header. */
export function icmp(packet: Packet, offset: number, limit: number): void {
	if (offset < packet.end && offset < limit) {
		packet.icmpType = packet.bytes[offset];
		packet.icmpHeader = offset + HEADER <= packet.end && offset + HEADER <= limit ? 1 : 0;
	}
}
