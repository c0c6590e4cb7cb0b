import {EtherType, IpProtocol} from './assigned-numbers.js';
import {Tunnel} from './codes.js';
import type {Packet} from './packet.js';

/** Names the tunnel that an IP protocol number stands for. What it carries is not looked into. */
export function ipTunnel(packet: Packet, protocol: number, offset: number, limit: number): void {
	if (protocol === IpProtocol.GRE) {
		gre(packet, offset, limit);
	} else if (protocol === IpProtocol.IPV4) {
		packet.tunnel = Tunnel.ipInIp;
	} else if (protocol === IpProtocol.IPV6) {
		packet.tunnel = Tunnel.ipv6InIp;
	} else if (protocol === IpProtocol.ETHERIP) {
		packet.tunnel = Tunnel.etherip;
	} else if (protocol === IpProtocol.L2TP) {
		packet.tunnel = Tunnel.l2tp;
	} else if (protocol === IpProtocol.MPLS_IN_IP) {
		packet.tunnel = Tunnel.mplsInIp;
	}
}

/** GRE (RFC 2784, RFC 2890): flags and version, then the EtherType of what it carries. */
function gre(packet: Packet, offset: number, limit: number): void {
	packet.tunnel = Tunnel.gre;
	if (offset + 4 > packet.end || offset + 4 > limit) {
		return;
	}
	const bytes = packet.bytes;
	const type = (bytes[offset + 2] << 8) | bytes[offset + 3];
	if (type === EtherType.ERSPAN_II || type === EtherType.ERSPAN_III) {
		packet.tunnel = Tunnel.erspan;
	} else if (type === EtherType.PPP && (bytes[offset + 1] & 7) === 1) {
		packet.tunnel = Tunnel.pptp;
	}
}

/** Names a tunnel over UDP: its registered port, and the first bytes of its header where they tell. */
export function udpTunnel(packet: Packet, sourcePort: number, destinationPort: number): void {
	if (destinationPort < 1701 && sourcePort !== 3544) {
		return;
	}
	const bytes = packet.bytes;
	const at = packet.payloadStart;
	const captured = packet.payloadEnd - at;
	if (captured < 8) {
		return;
	}
	const first = bytes[at];
	if (destinationPort === 4789 || destinationPort === 8472) {
		// RFC 7348, section 5: the I flag; what is reserved is ignored on receipt.
		if ((first & 0x08) !== 0) {
			packet.tunnel = Tunnel.vxlan;
		}
	} else if (destinationPort === 4790) {
		// draft-ietf-nvo3-vxlan-gpe, section 3: version 0, P, and what is inside.
		if ((first & 0x34) === 0x04 && bytes[at + 3] !== 0) {
			packet.tunnel = Tunnel.vxlanGpe;
		}
	} else if (destinationPort === 6080) {
		// draft-ietf-intarea-gue: version 0 and the protocol of what is inside, or version 1 and an IP header.
		const protocol = bytes[at + 1];
		if (first >> 4 === 4 || first >> 4 === 6 || (first >> 6 === 0 && (protocol === 4 || protocol === 41))) {
			packet.tunnel = Tunnel.gue;
		}
	} else if (destinationPort === 37_008) {
		// TaZmen Sniffer Protocol: version 1, one of six types.
		if (first === 1 && bytes[at + 1] <= 5) {
			packet.tunnel = Tunnel.tzsp;
		}
	} else if (destinationPort === 6081) {
		// RFC 8926, section 3.4: version 0.
		if (first >> 6 === 0) {
			packet.tunnel = Tunnel.geneve;
		}
	} else if (destinationPort === 2152) {
		// 3GPP TS 29.281, section 5.1: version 1, protocol type GTP.
		if ((first & 0xf0) === 0x30) {
			packet.tunnel = Tunnel.gtp;
		}
	} else if (destinationPort === 3544 || sourcePort === 3544) {
		// RFC 4380: an IPv6 packet, or an authentication (0001) or origin (0000) indication before one.
		if (first >> 4 === 6 || (first === 0 && bytes[at + 1] <= 1)) {
			packet.tunnel = Tunnel.teredo;
		}
	} else if (destinationPort === 1701) {
		// RFC 2661, section 3.1: version 2; RFC 3931: version 3.
		const version = bytes[at + 1] & 15;
		if (version === 2 || version === 3) {
			packet.tunnel = Tunnel.l2tp;
		}
	} else if (destinationPort === 51_820 || sourcePort === 51_820) {
		// WireGuard, section 5.4: a type of 1 to 4, three zero bytes, and for data whole blocks of 16.
		const rest = bytes[at + 1] | bytes[at + 2] | bytes[at + 3];
		if (rest === 0 && first >= 1 && first <= 4 && (first < 4 || (packet.payloadLength & 15) === 0)) {
			packet.tunnel = Tunnel.wireguard;
		}
	}
}
