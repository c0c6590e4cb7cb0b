import {IpProtocol} from './assigned-numbers.js';
import {icmp} from './icmp.js';
import type {Packet} from './packet.js';
import {sctp} from './sctp.js';
import {tcp} from './tcp.js';
import {ipTunnel} from './tunnel.js';
import {udp} from './udp.js';

/**
 * Goes on to the upper layer of the outermost IP header.
 * @param limit where the packet ends by its IP header; may lie past the captured bytes
 */
export function transport(packet: Packet, protocol: number, offset: number, limit: number): void {
	packet.transportStart = offset;
	if (protocol === IpProtocol.TCP) {
		tcp(packet, offset, limit);
	} else if (protocol === IpProtocol.UDP) {
		udp(packet, offset, limit);
	} else if (protocol === IpProtocol.SCTP) {
		sctp(packet, offset, limit);
	} else if (protocol === IpProtocol.ICMP || protocol === IpProtocol.IPV6_ICMP) {
		icmp(packet, offset, limit);
	} else {
		ipTunnel(packet, protocol, offset, limit);
	}
}
