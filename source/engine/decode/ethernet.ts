import {EtherType} from './assigned-numbers.js';
import {Layer, Stop} from './codes.js';
import {etherType, llcFrame} from './ethertype.js';
import {ipv4} from './ipv4.js';
import type {Packet} from './packet.js';
import {stop, stopShort} from './stop.js';

// IEEE 802.3, section 3.2.
const TYPE = 12;
const HEADER = 14;
/** Up to here the field is the length of an 802.3 frame, from 0x0600 on an EtherType. */
const MAX_LENGTH = 1500;
/** Cisco ISL: this much before the whole frame. */
const ISL = 26;

/** Ethernet II and IEEE 802.3. `limit`: end of the frame, captured or not. */
export function ethernet(packet: Packet, offset: number, limit: number): void {
	if (offset + HEADER > packet.end || offset + HEADER > limit) {
		stopShort(packet, Layer.eth, offset, HEADER, limit);
		return;
	}
	const type = packet.view.getUint16(offset + TYPE);
	if (type === EtherType.IPV4) {
		ipv4(packet, offset + HEADER, limit);
	} else if (type > MAX_LENGTH) {
		etherType(packet, type, offset + HEADER, limit);
	} else if (isIsl(packet.bytes, offset)) {
		isl(packet, offset, limit);
	} else {
		ieee8023(packet, type, offset + HEADER, limit);
	}
}

/** An IEEE 802.3 frame; Novell's raw IPX (0xffff where LLC would be) reads as an LLC of no known kind. */
function ieee8023(packet: Packet, length: number, offset: number, limit: number): void {
	if (offset + length > limit) {
		stop(packet, Stop.badLength, Layer.eth, offset - 2);
	}
	llcFrame(packet, offset, Math.min(offset + length, limit));
}

/** ISL's destination is 01:00:0c:00:00 or 0c:00:0c:00:00, and the first four bits of its own type. */
function isIsl(bytes: Uint8Array, offset: number): boolean {
	return (
		(bytes[offset] === 0x01 || bytes[offset] === 0x0c) &&
		bytes[offset + 1] === 0x00 &&
		bytes[offset + 2] === 0x0c &&
		bytes[offset + 3] === 0x00 &&
		bytes[offset + 4] === 0x00
	);
}

function isl(packet: Packet, offset: number, limit: number): void {
	const inner = offset + ISL;
	if (inner + HEADER > packet.end || inner + HEADER > limit) {
		stopShort(packet, Layer.eth, offset, ISL + HEADER, limit);
		return;
	}
	etherType(packet, (packet.bytes[inner + TYPE] << 8) | packet.bytes[inner + TYPE + 1], inner + HEADER, limit);
}
