import {EtherType, LinkType} from './assigned-numbers.js';
import {Layer, Stop} from './codes.js';
import {ethernet} from './ethernet.js';
import {etherType} from './ethertype.js';
import {frameRelay} from './frame-relay.js';
import {ciscoHdlc, serialPpp} from './hdlc.js';
import type {Packet} from './packet.js';
import {rawIp} from './raw-ip.js';
import {stop, stopShort} from './stop.js';

// What routers of Juniper write (`monitor traffic … write-file`), as tcpdump and Wireshark read it: "MGC", flags, and where these say so
// the length of values of which we need none.
const MAGIC = 0x4d4743;
const HEADER = 4;
const HAS_VALUES = 0x80;
/** No header of the link follows, but four bytes of which the first tells the protocol. */
const WITHOUT_LINK = 0x02;
const PROTOCOL = 4;

/** By what was captured: Ethernet, PPP, Frame Relay or Cisco's HDLC behind a header of the router's own. */
export function juniper(packet: Packet, linkType: number, offset: number, limit: number): void {
	const {bytes} = packet;
	const end = Math.min(packet.end, limit);
	if (offset + HEADER > end) {
		stopShort(packet, Layer.link, offset, HEADER, limit);
		return;
	}
	if (((bytes[offset] << 16) | (bytes[offset + 1] << 8) | bytes[offset + 2]) !== MAGIC) {
		stop(packet, Stop.badVersion, Layer.link, offset);
		return;
	}
	const flags = bytes[offset + 3];
	let at = offset + HEADER;
	if ((flags & HAS_VALUES) !== 0) {
		if (at + 2 > end) {
			stopShort(packet, Layer.link, at, 2, limit);
			return;
		}
		at += 2 + ((bytes[at] << 8) | bytes[at + 1]);
		if (at > limit) {
			stop(packet, Stop.badHeaderLength, Layer.link, offset + HEADER);
			return;
		}
	}
	if ((flags & WITHOUT_LINK) !== 0) {
		withoutLink(packet, at, limit);
	} else if (linkType === LinkType.JUNIPER_ETHER) {
		ethernet(packet, at, limit);
	} else if (linkType === LinkType.JUNIPER_PPP) {
		serialPpp(packet, at, limit);
	} else if (linkType === LinkType.JUNIPER_FRELAY) {
		frameRelay(packet, at, limit);
	} else {
		ciscoHdlc(packet, at, limit);
	}
}

function withoutLink(packet: Packet, offset: number, limit: number): void {
	if (offset + PROTOCOL > Math.min(packet.end, limit)) {
		stopShort(packet, Layer.link, offset, PROTOCOL, limit);
		return;
	}
	const next = offset + PROTOCOL;
	switch (packet.bytes[offset]) {
		case 2:
			etherType(packet, EtherType.IPV4, next, limit);
			return;
		case 6:
			etherType(packet, EtherType.IPV6, next, limit);
			return;
		case 3: // labels before IP, and by themselves
		case 5:
		case 7:
			etherType(packet, EtherType.MPLS, next, limit);
			return;
		case 200:
			serialPpp(packet, next, limit);
			return;
		case 204:
			ethernet(packet, next, limit);
			return;
		default:
			rawIp(packet, next, limit);
	}
}
