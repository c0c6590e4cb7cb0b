import {EtherType} from './assigned-numbers.js';
import {Layer, Stop} from './codes.js';
import {etherType, proceed} from './ethertype.js';
import {ipv4} from './ipv4.js';
import {ipv6} from './ipv6.js';
import type {Packet} from './packet.js';
import {ppp} from './ppp.js';
import {stop, stopShort} from './stop.js';

/** Q.922, section 3: an address of 2 to 4 bytes; the lowest bit is set in its last. */
const MAX_ADDRESS = 4;
/** Unnumbered information: RFC 2427 encapsulation follows. Anything else: Cisco's, an EtherType. */
const UNNUMBERED = 0x03;
/** Network layer protocol identifiers, RFC 2427, section 12. */
const NLPID_SNAP = 0x80;
const NLPID_IPV6 = 0x8e;
const NLPID_IPV4 = 0xcc;
const NLPID_PPP = 0xcf;

/** Frame Relay with RFC 2427 or Cisco encapsulation. */
export function frameRelay(packet: Packet, offset: number, limit: number): void {
	const bytes = packet.bytes;
	const end = Math.min(packet.end, limit);
	let at = offset;
	do {
		if (at >= end) {
			stopShort(packet, Layer.fr, at, 1, limit);
			return;
		}
		if (at - offset === MAX_ADDRESS) {
			stop(packet, Stop.badHeaderLength, Layer.fr, offset);
			return;
		}
		at++;
	} while ((bytes[at - 1] & 1) === 0);
	if (at + 2 > end) {
		stopShort(packet, Layer.fr, at, 2, limit);
		return;
	}
	if (bytes[at] !== UNNUMBERED) {
		etherType(packet, (bytes[at] << 8) | bytes[at + 1], at + 2, limit);
		return;
	}
	at++;
	// A pad byte aligns what follows.
	if (bytes[at] === 0) {
		at++;
	}
	if (at >= end) {
		stopShort(packet, Layer.fr, at, 1, limit);
		return;
	}
	const nlpid = bytes[at];
	at++;
	if (nlpid === NLPID_IPV4) {
		ipv4(packet, at, limit);
	} else if (nlpid === NLPID_IPV6) {
		ipv6(packet, at, limit);
	} else if (nlpid === NLPID_PPP) {
		proceed(packet, ppp(packet, at, limit), at, limit);
	} else if (nlpid === NLPID_SNAP) {
		snap(packet, at, limit);
	}
}

/** Organisation and protocol, as behind LLC; 0x0080c2 0x0001 and 0x0007 are bridged Ethernet with and without checksum. */
function snap(packet: Packet, offset: number, limit: number): void {
	const bytes = packet.bytes;
	if (offset + 5 > packet.end || offset + 5 > limit) {
		stopShort(packet, Layer.fr, offset, 5, limit);
		return;
	}
	const organisation = (bytes[offset] << 16) | (bytes[offset + 1] << 8) | bytes[offset + 2];
	const type = (bytes[offset + 3] << 8) | bytes[offset + 4];
	if (organisation === 0) {
		etherType(packet, type, offset + 5, limit);
	} else if (organisation === 0x0080c2 && (type === 1 || type === 7)) {
		etherType(packet, EtherType.TEB, offset + 5, limit);
	}
}
