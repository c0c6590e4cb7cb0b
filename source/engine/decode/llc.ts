import {EtherType} from './assigned-numbers.js';
import {Other} from './between.js';
import {Layer} from './codes.js';
import type {Packet} from './packet.js';
import {stopShort} from './stop.js';

// IEEE 802.2: destination and source service access point, control.
const HEADER = 3;
/** SNAP (IEEE 802, clause 9): organisation (3 bytes) and protocol (2) behind LLC. */
const SNAP_HEADER = 8;
const SAP_SNAP = 0xaa;
const SAP_IP = 0x06;
const CISCO = 0x0c;

/**
 * Reads LLC and SNAP.
 * @returns header length in the upper 16 bits and EtherType in the lower; -1 when what follows is none of ours
 */
export function llc(packet: Packet, offset: number, limit: number): number {
	const bytes = packet.bytes;
	if (offset + HEADER > packet.end || offset + HEADER > limit) {
		stopShort(packet, Layer.llc, offset, HEADER, limit);
		return -1;
	}
	const destination = bytes[offset];
	// The lowest bit of the source is command or response.
	const source = bytes[offset + 1] & 0xfe;
	if (destination === SAP_IP && source === SAP_IP) {
		return (HEADER << 16) | EtherType.IPV4;
	}
	if (destination !== SAP_SNAP || source !== SAP_SNAP) {
		packet.other = Other.llc + destination;
		return -1;
	}
	if (offset + SNAP_HEADER > packet.end || offset + SNAP_HEADER > limit) {
		stopShort(packet, Layer.llc, offset, SNAP_HEADER, limit);
		return -1;
	}
	const organisation = (bytes[offset + 3] << 16) | (bytes[offset + 4] << 8) | bytes[offset + 5];
	// Encapsulated Ethernet, and IEEE 802.1H's bridge tunnel: the protocol is an EtherType. Others: a vendor's own.
	const protocol = (bytes[offset + 6] << 8) | bytes[offset + 7];
	if (organisation !== 0 && organisation !== 0xf8) {
		packet.other = (organisation === CISCO ? Other.cisco : Other.snap) + protocol;
		return -1;
	}
	return (SNAP_HEADER << 16) | protocol;
}
