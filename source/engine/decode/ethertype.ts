import {arp} from './arp.js';
import {EtherType} from './assigned-numbers.js';
import {encapsulationBit} from './between.js';
import {Layer, Stop} from './codes.js';
import {ipv4} from './ipv4.js';
import {ipv6} from './ipv6.js';
import {llc} from './llc.js';
import {lowpanOfEthernet} from './lowpan.js';
import {mpls} from './mpls.js';
import {nsh} from './nsh.js';
import {Network, type Packet} from './packet.js';
import {ppp} from './ppp.js';
import {pppoe} from './pppoe.js';
import {stop, stopShort} from './stop.js';
import {encapsulationLength, isVlan, tagLength} from './tags.js';

/** Up to here the field is the length of an 802.3 frame, from 0x0600 on an EtherType. */
const MAX_LENGTH = 1500;
const MIN_TYPE = 0x0600;

/**
 * Goes on by EtherType (IANA "IEEE 802 Numbers"), through tags, labels and sessions to the network header. What has none of
 * ours (LLDP, EAPOL, IPX …) stays `other`.
 * @param offset first byte behind the EtherType
 * @param limit end of the frame, captured or not
 */
export function etherType(packet: Packet, type: number, offset: number, limit: number): void {
	if (type === EtherType.IPV4) {
		ipv4(packet, offset, limit);
	} else if (type === EtherType.IPV6) {
		ipv6(packet, offset, limit);
	} else if (type === EtherType.ARP || type === EtherType.RARP) {
		arp(packet, offset, limit);
	} else {
		between(packet, type, offset, limit);
	}
}

/** LLC behind `offset`, then as `etherType`. */
export function llcFrame(packet: Packet, offset: number, limit: number): void {
	proceed(packet, llc(packet, offset, limit), offset, limit);
}

/** Goes on with what a header's reader returned: length in the upper 16 bits, EtherType in the lower; -1 for nothing. */
export function proceed(packet: Packet, next: number, offset: number, limit: number): void {
	if (next >= 0) {
		etherType(packet, next & 0xffff, offset + (next >>> 16), limit);
	}
}

function between(packet: Packet, firstType: number, firstOffset: number, limit: number): void {
	const bytes = packet.bytes;
	let type = firstType;
	let offset = firstOffset;
	// Every step goes on by at least a byte, so the end of the packet ends the walk.
	for (;;) {
		if (type === EtherType.IPV4) {
			ipv4(packet, offset, limit);
			return;
		}
		if (type === EtherType.IPV6) {
			ipv6(packet, offset, limit);
			return;
		}
		if (type === EtherType.ARP || type === EtherType.RARP) {
			arp(packet, offset, limit);
			return;
		}
		if (type > MAX_LENGTH && type < MIN_TYPE) {
			stop(packet, Stop.badLength, Layer.eth, offset - 2);
			return;
		}
		const tag = tagLength(type);
		if (tag !== 0) {
			if (offset + tag > packet.end || offset + tag > limit) {
				stopShort(packet, Layer.vlan, offset, tag, limit);
				return;
			}
			packet.between |= encapsulationBit(type);
			if (isVlan(type)) {
				packet.vlans = (packet.vlans << 12) | ((bytes[offset] & 0x0f) << 8) | bytes[offset + 1];
			}
			offset += tag;
			type = (bytes[offset - 2] << 8) | bytes[offset - 1];
			continue;
		}
		const next = header(packet, type, offset, limit);
		if (next < 0) {
			return;
		}
		type = next & 0xffff;
		offset += next >>> 16;
	}
}

/** As `proceed` takes it. */
function header(packet: Packet, type: number, offset: number, limit: number): number {
	if (type <= MAX_LENGTH || type === EtherType.JUMBO_LLC) {
		return llc(packet, offset, limit);
	}
	packet.between |= encapsulationBit(type);
	if (type === EtherType.MPLS || type === EtherType.MPLS_MULTICAST) {
		return mpls(packet, offset, limit);
	}
	if (type === EtherType.PPPOE_SESSION) {
		return pppoe(packet, offset, limit);
	}
	if (type === EtherType.PPP) {
		return ppp(packet, offset, limit);
	}
	if (type === EtherType.NSH) {
		return nsh(packet, offset, limit);
	}
	if (type === EtherType.LOWPAN) {
		lowpanOfEthernet(packet, offset, limit);
		if (packet.network === Network.other) {
			packet.other = type;
		}
		return -1;
	}
	const end = Math.min(packet.end, limit);
	const length = encapsulationLength(packet, type, offset, end);
	if (length === 0) {
		packet.other = type;
		return -1;
	}
	if (offset + length > end) {
		stopShort(packet, Layer.eth, offset, length, limit);
		return -1;
	}
	return (length << 16) | (packet.bytes[offset + length - 2] << 8) | packet.bytes[offset + length - 1];
}
