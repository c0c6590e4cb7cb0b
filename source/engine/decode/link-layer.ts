import {Link} from './codes.js';
import {ipv4} from './ipv4.js';
import {ipv6} from './ipv6.js';
import type {Packet} from './packet.js';

/** Goes on by link type (LINKTYPE_ values of tcpdump.org/linktypes.html) of everything but Ethernet. */
export function linkLayer(packet: Packet, offset: number, limit: number): void {
	switch (packet.linkType) {
		case 228:
			packet.link = Link.raw;
			ipv4(packet, offset, limit);
			return;
		case 229:
			packet.link = Link.raw;
			ipv6(packet, offset, limit);
			return;
		default:
			packet.link = Link.other;
	}
}
