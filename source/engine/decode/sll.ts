import {Layer} from './codes.js';
import {ethernet} from './ethernet.js';
import {etherType, llcFrame} from './ethertype.js';
import {frameRelay} from './frame-relay.js';
import type {Packet} from './packet.js';
import {radiotap} from './radiotap.js';
import {stopShort} from './stop.js';

// tcpdump.org/linktypes/LINKTYPE_LINUX_SLL.html. The address field is 8 bytes whatever its length field says.
const V1_HARDWARE = 2;
const V1_PROTOCOL = 14;
const V1_HEADER = 16;
// tcpdump.org/linktypes/LINKTYPE_LINUX_SLL2.html
const V2_PROTOCOL = 0;
const V2_HARDWARE = 8;
const V2_HEADER = 20;

/** ARPHRD_ values after which the protocol is no EtherType. */
const FRAD = 770;
const IEEE80211_RADIOTAP = 803;
const NETLINK = 824;
/** Linux's own protocol numbers below the EtherTypes. */
const P_ETHERNET = 3;
const P_802_2 = 4;
const MAX_OWN_PROTOCOL = 0x0600;

/** Linux cooked capture v1. */
export function sll(packet: Packet, offset: number, limit: number): void {
	if (offset + V1_HEADER > packet.end || offset + V1_HEADER > limit) {
		stopShort(packet, Layer.sll, offset, V1_HEADER, limit);
		return;
	}
	cooked(packet, offset + V1_HARDWARE, offset + V1_PROTOCOL, offset + V1_HEADER, limit);
}

/** Linux cooked capture v2. */
export function sll2(packet: Packet, offset: number, limit: number): void {
	if (offset + V2_HEADER > packet.end || offset + V2_HEADER > limit) {
		stopShort(packet, Layer.sll, offset, V2_HEADER, limit);
		return;
	}
	cooked(packet, offset + V2_HARDWARE, offset + V2_PROTOCOL, offset + V2_HEADER, limit);
}

function cooked(packet: Packet, hardwareAt: number, protocolAt: number, offset: number, limit: number): void {
	const bytes = packet.bytes;
	const hardware = (bytes[hardwareAt] << 8) | bytes[hardwareAt + 1];
	if (hardware === FRAD) {
		frameRelay(packet, offset, limit);
		return;
	}
	if (hardware === IEEE80211_RADIOTAP) {
		radiotap(packet, offset, limit);
		return;
	}
	if (hardware === NETLINK) {
		return;
	}
	const protocol = (bytes[protocolAt] << 8) | bytes[protocolAt + 1];
	if (protocol >= MAX_OWN_PROTOCOL) {
		etherType(packet, protocol, offset, limit);
	} else if (protocol === P_802_2) {
		llcFrame(packet, offset, limit);
	} else if (protocol === P_ETHERNET) {
		ethernet(packet, offset, limit);
	}
}
