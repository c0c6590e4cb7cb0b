/** 6LoWPAN (RFC 4944, RFC 6282): IPv6 whose header is not there as bytes, but in what the link's header says and what is left of it. */
import {EtherType} from './assigned-numbers.js';
import {encapsulationBit} from './between.js';
import {Layer, Stop} from './codes.js';
import {ipv6, upperLayer} from './ipv6.js';
import {nextHeaderCompressed} from './lowpan-next.js';
import {Network, type Packet} from './packet.js';
import {stop, stopShort} from './stop.js';
import {isVlan} from './tags.js';

/** Ends of a link whose addresses are known, as bits. */
export const SOURCE = 1;
export const DESTINATION = 2;
export const BOTH_ENDS = 3;

// RFC 4944, section 5.1; RFC 6282, section 3.1.1.
const MESH_MASK = 0xc0;
const MESH = 0x80;
const BROADCAST = 0x50;
const FRAGMENT_MASK = 0xf8;
const FIRST_FRAGMENT = 0xc0;
const LATER_FRAGMENT = 0xe0;
const UNCOMPRESSED = 0x41;
const IPHC_MASK = 0xe0;
const IPHC = 0x60;

// IPHC's two bytes.
const NEXT_HEADER_COMPRESSED = 0x0400;
const HOP_LIMIT = 0x0300;
const CONTEXT_BYTE = 0x0080;
const SOURCE_BY_CONTEXT = 0x0040;
const MULTICAST = 0x0008;
const DESTINATION_BY_CONTEXT = 0x0004;
/** Bytes of traffic class and flow label by TF; of a unicast and a multicast address by its mode. */
const TRAFFIC = [4, 3, 1, 0];
const UNICAST_BYTES = [16, 8, 2, 0];
const MULTICAST_BYTES = [16, 6, 4, 1];

/** Interface identifiers of the link's source and destination, two words each; and the address that is read. */
const identifiers = new Int32Array(4);
const words = new Int32Array(4);

/** Notes what the link calls an end (RFC 6282, section 3.2.2): 16 bits. */
export function noteShort(end: number, address: number): void {
	const at = end === SOURCE ? 0 : 2;
	identifiers[at] = 0x0000_00ff;
	identifiers[at + 1] = 0xfe00_0000 | address;
}

/** The same of an EUI-64 (RFC 4291, appendix A), its first and its last four bytes. */
export function noteExtended(end: number, high: number, low: number): void {
	const at = end === SOURCE ? 0 : 2;
	identifiers[at] = high ^ 0x0200_0000;
	identifiers[at + 1] = low;
}

/** Behind EtherType 0xa0ed (RFC 7973). The addresses are those of a frame that begins the packet; of one within another none is known. */
export function lowpanOfEthernet(packet: Packet, offset: number, limit: number): void {
	const {bytes, start} = packet;
	let type = start + 12;
	while (type + 4 < offset && isVlan((bytes[type] << 8) | bytes[type + 1])) {
		type += 4;
	}
	const isOwn = type + 2 === offset;
	if (isOwn) {
		noteMac(packet, DESTINATION, start);
		noteMac(packet, SOURCE, start + 6);
	}
	lowpan(packet, offset, limit, isOwn ? BOTH_ENDS : 0);
}

/** RFC 2464, section 4. */
function noteMac({view}: Packet, end: number, offset: number): void {
	const high = (view.getUint16(offset) << 16) | (view.getUint8(offset + 2) << 8) | 0xff;
	noteExtended(end, high, 0xfe00_0000 | (view.getUint8(offset + 3) << 16) | view.getUint16(offset + 4));
}

/**
 * Goes on by dispatch: through headers of a mesh, of a broadcast and of a fragment to IPv6. What is no 6LoWPAN, or contradicts it, is
 * left alone: nothing announces it on a link of IEEE 802.15.4.
 * @param limit end of the frame without its checksum, captured or not
 * @param known ends whose identifiers were noted
 */
export function lowpan(packet: Packet, offset: number, limit: number, known: number): void {
	const {bytes} = packet;
	let at = offset;
	let ends = known;
	if (lacks(packet, at, 1, limit)) {
		return;
	}
	if ((bytes[at] & MESH_MASK) === MESH) {
		at = mesh(packet, at, limit);
		ends = BOTH_ENDS;
		if (at < 0 || lacks(packet, at, 1, limit)) {
			return;
		}
	}
	if (bytes[at] === BROADCAST) {
		at += 2;
		if (lacks(packet, at, 1, limit)) {
			return;
		}
	}
	const kind = bytes[at] & FRAGMENT_MASK;
	if (kind === FIRST_FRAGMENT || kind === LATER_FRAGMENT) {
		const length = kind === FIRST_FRAGMENT ? 4 : 5;
		if (lacks(packet, at, length + 1, limit)) {
			return;
		}
		packet.identification = (bytes[at + 2] << 8) | bytes[at + 3];
		packet.fragmentOffset = kind === FIRST_FRAGMENT ? 0 : bytes[at + 4];
		packet.fragment = 1;
		if (kind === LATER_FRAGMENT) {
			laterFragment(packet);
			return;
		}
		at += length;
	}
	if (bytes[at] === UNCOMPRESSED) {
		packet.between |= encapsulationBit(EtherType.LOWPAN);
		ipv6(packet, at + 1, limit);
	} else if ((bytes[at] & IPHC_MASK) === IPHC) {
		iphc(packet, at, limit, ends);
	} else {
		packet.fragment = 0;
	}
}

/** Whether fewer bytes follow; said where only the capture was cut. */
function lacks(packet: Packet, offset: number, needed: number, limit: number): boolean {
	if (offset + needed > limit) {
		return true;
	}
	if (offset + needed > packet.end) {
		stopShort(packet, Layer.lowpan, offset, needed, limit);
		return true;
	}
	return false;
}

/** RFC 4944, section 5.2: hops left, originator and final destination. @returns what follows it, -1 = it is not all there */
function mesh(packet: Packet, offset: number, limit: number): number {
	const {bytes, view} = packet;
	const first = bytes[offset];
	const originator = offset + ((first & 0x0f) === 0x0f ? 2 : 1);
	const final = originator + ((first & 0x20) === 0 ? 8 : 2);
	const behind = final + ((first & 0x10) === 0 ? 8 : 2);
	if (lacks(packet, offset, behind - offset, limit)) {
		return -1;
	}
	if (final - originator === 8) {
		noteExtended(SOURCE, view.getInt32(originator), view.getInt32(originator + 4));
	} else {
		noteShort(SOURCE, view.getUint16(originator));
	}
	if (behind - final === 8) {
		noteExtended(DESTINATION, view.getInt32(final), view.getInt32(final + 4));
	} else {
		noteShort(DESTINATION, view.getUint16(final));
	}
	return behind;
}

/** It names no address: its datagram is told by those of the link. */
function laterFragment(packet: Packet): void {
	packet.network = Network.ipv6;
	packet.between |= encapsulationBit(EtherType.LOWPAN);
	// the other words are cleared before each packet
	packet.source3 = 0;
	packet.destination3 = 0;
}

/** A compressed header (RFC 6282, section 3.1): its two bytes, then what of IPv6's fields is there, in their order. */
function iphc(packet: Packet, offset: number, limit: number, known: number): void {
	const {bytes} = packet;
	if (lacks(packet, offset, 2, limit)) {
		return;
	}
	const control = (bytes[offset] << 8) | bytes[offset + 1];
	const sourceMode = (control >> 4) & 3;
	const mode = control & 3;
	const isMulticast = (control & MULTICAST) !== 0;
	const byContext = (control & DESTINATION_BY_CONTEXT) !== 0;
	// one of these is reserved, the others of the second
	if (byContext && isMulticast !== (mode === 0)) {
		packet.fragment = 0;
		return;
	}
	const nextHeader = offset + ((control & CONTEXT_BYTE) === 0 ? 2 : 3) + TRAFFIC[(control >> 11) & 3];
	const isNextCompressed = (control & NEXT_HEADER_COMPRESSED) !== 0;
	const source = nextHeader + (isNextCompressed ? 0 : 1) + ((control & HOP_LIMIT) === 0 ? 1 : 0);
	const isUnspecified = (control & SOURCE_BY_CONTEXT) !== 0 && sourceMode === 0;
	const destination = source + (isUnspecified ? 0 : UNICAST_BYTES[sourceMode]);
	const upper = destination + (!isMulticast ? UNICAST_BYTES[mode] : byContext ? 6 : MULTICAST_BYTES[mode]);
	if (lacks(packet, offset, upper - offset, limit)) {
		return;
	}
	packet.network = Network.ipv6;
	packet.between |= encapsulationBit(EtherType.LOWPAN);

	let isKnown = isUnspecified;
	if ((control & SOURCE_BY_CONTEXT) !== 0) {
		words.fill(0);
	} else {
		isKnown = unicast(packet, source, sourceMode, 0, (known & SOURCE) !== 0);
	}
	packet.source0 = words[0];
	packet.source1 = words[1];
	packet.source2 = words[2];
	packet.source3 = words[3];
	if (byContext) {
		words.fill(0);
		isKnown = false;
	} else if (isMulticast) {
		multicast(packet, destination, mode);
	} else if (!unicast(packet, destination, mode, 2, (known & DESTINATION) !== 0)) {
		isKnown = false;
	}
	packet.destination0 = words[0];
	packet.destination1 = words[1];
	packet.destination2 = words[2];
	packet.destination3 = words[3];
	if (!isKnown) {
		stop(packet, Stop.unknownAddress, Layer.lowpan, offset + 1);
		return;
	}
	packet.addressed = 1;
	if (isNextCompressed) {
		nextHeaderCompressed(packet, upper, limit);
	} else {
		packet.networkStart = -(IPV6_HEADER + limit - upper);
		upperLayer(packet, bytes[nextHeader], upper, limit);
	}
}

const IPV6_HEADER = 40;

/** Without a context. @param id index of the link's identifier @returns whether it is known, in `words` */
function unicast({view}: Packet, offset: number, mode: number, id: number, isNoted: boolean): boolean {
	words[0] = 0xfe80_0000;
	words[1] = 0;
	switch (mode) {
		case 0:
			for (let i = 0; i < 4; i++) {
				words[i] = view.getInt32(offset + 4 * i);
			}
			return true;
		case 1:
			words[2] = view.getInt32(offset);
			words[3] = view.getInt32(offset + 4);
			return true;
		case 2:
			words[2] = 0x0000_00ff;
			words[3] = 0xfe00_0000 | view.getUint16(offset);
			return true;
		default:
			words[2] = isNoted ? identifiers[id] : 0;
			words[3] = isNoted ? identifiers[id + 1] : 0;
			return isNoted;
	}
}

/** Without a context: 16, 6, 4 or 1 bytes of it. */
function multicast({view}: Packet, offset: number, mode: number): void {
	const first = view.getUint8(offset);
	words.fill(0);
	switch (mode) {
		case 0:
			for (let i = 0; i < 4; i++) {
				words[i] = view.getInt32(offset + 4 * i);
			}
			return;
		case 1: // ffXX::00XX:XXXX:XXXX
			words[0] = 0xff00_0000 | (first << 16);
			words[2] = view.getUint8(offset + 1);
			words[3] = view.getInt32(offset + 2);
			return;
		case 2: // ffXX::00XX:XXXX
			words[0] = 0xff00_0000 | (first << 16);
			words[3] = view.getInt32(offset) & 0x00ff_ffff;
			return;
		default: // ff02::00XX
			words[0] = 0xff02_0000;
			words[3] = first;
	}
}
