import {Layer, Stop} from './codes.js';
import {isSound} from './crc.js';
import {BOTH_ENDS, DESTINATION, lowpan, noteExtended, noteShort, SOURCE} from './lowpan.js';
import type {Packet} from './packet.js';
import {stop, stopShort} from './stop.js';

// IEEE 802.15.4-2020, section 7.2: frame control of two bytes, all fields little-endian.
const CONTROL = 2;
const TYPE = 0x0007;
const TYPE_DATA = 1;
const SECURED = 0x0008;
const PAN_COMPRESSION = 0x0040;
const WITHOUT_SEQUENCE = 0x0100;
const HAS_ELEMENTS = 0x0200;
/** Frame version: 2 = of 2015 and later; 0 and 1 have the same fields in the same places. */
const VERSION_2015 = 2;
const SHORT = 2;
const EXTENDED = 3;
/** Bytes of an address by its mode: none, reserved, short, extended. */
const ADDRESS = [0, 0, 2, 8];

/** Information elements (7.4): the last one of the header says whether those of the payload follow. */
const TERMINATES_HEADER_1 = 0x7e;
const TERMINATES_HEADER_2 = 0x7f;
const TERMINATES_PAYLOAD = 0xf;

// LINKTYPE_IEEE802_15_4_TAP: version, length of all of it; then values of a type, a length and padding to four bytes.
const TAP_HEADER = 4;
const TAP_FCS_TYPE = 0;
/** Bytes of the checksum behind the frame, by that value. */
const TAP_FCS = [0, 2, 4];

/** A frame of IEEE 802.15.4 behind the header of what captured it. */
export function wpanTap(packet: Packet, offset: number, limit: number): void {
	const {bytes} = packet;
	const end = Math.min(packet.end, limit);
	if (offset + TAP_HEADER > end) {
		stopShort(packet, Layer.wpan, offset, TAP_HEADER, limit);
		return;
	}
	if (bytes[offset] !== 0) {
		stop(packet, Stop.badVersion, Layer.wpan, offset);
		return;
	}
	const frame = offset + littleEndian(bytes, offset + 2);
	if (frame < offset + TAP_HEADER || frame > limit) {
		stop(packet, Stop.badHeaderLength, Layer.wpan, offset + 2);
		return;
	}
	if (frame > end) {
		stopShort(packet, Layer.wpan, offset, frame - offset, limit);
		return;
	}
	let checksum = 0;
	for (let at = offset + TAP_HEADER; at + TAP_HEADER < frame; ) {
		if (littleEndian(bytes, at) === TAP_FCS_TYPE) {
			checksum = TAP_FCS[bytes[at + TAP_HEADER]] ?? 0;
		}
		at += TAP_HEADER + ((littleEndian(bytes, at + 2) + 3) & ~3);
	}
	wpan(packet, frame, limit, checksum);
}

/**
 * IEEE 802.15.4. Data frames that are not secured, and whose checksum is right where it was captured, are followed into 6LoWPAN; all others
 * stay `other`.
 * @param checksum bytes of it behind the frame
 */
export function wpan(packet: Packet, offset: number, limit: number, checksum: number): void {
	const {bytes} = packet;
	const end = limit - checksum;
	if (offset + CONTROL > packet.end || offset + CONTROL > limit) {
		stopShort(packet, Layer.wpan, offset, CONTROL, limit);
		return;
	}
	const control = littleEndian(bytes, offset);
	const version = (control >> 12) & 3;
	if ((control & TYPE) !== TYPE_DATA || (control & SECURED) !== 0 || version > VERSION_2015) {
		return;
	}
	const destination = (control >> 10) & 3;
	const source = control >> 14;
	const pans =
		version === VERSION_2015 ? pansOf2015(control, destination, source) : pansBefore(control, destination, source);
	const sequence = version === VERSION_2015 && (control & WITHOUT_SEQUENCE) !== 0 ? 0 : 1;
	const toDestination = offset + CONTROL + sequence + ((pans & DESTINATION) === 0 ? 0 : 2);
	const toSource = toDestination + ADDRESS[destination] + ((pans & SOURCE) === 0 ? 0 : 2);
	const header = toSource + ADDRESS[source];
	if (header > packet.end || header > end) {
		stopShort(packet, Layer.wpan, offset, header - offset, end);
		return;
	}
	// of a cut frame it is not known
	if (checksum > 0 && limit <= packet.end && !isSound(bytes, offset, limit, checksum)) {
		stop(packet, Stop.badChecksum, Layer.wpan, end);
		return;
	}
	const payload =
		version === VERSION_2015 && (control & HAS_ELEMENTS) !== 0 ? behindElements(packet, header, end) : header;
	if (payload < 0) {
		return;
	}
	const known = noteEnd(bytes, toSource, source, SOURCE) | noteEnd(bytes, toDestination, destination, DESTINATION);
	lowpan(packet, payload, end, known);
}

/** Which networks' numbers (PAN identifiers) are there: table 7-2, where both or neither of the ends say it less often than one. */
function pansOf2015(control: number, destination: number, source: number): number {
	const isCompressed = (control & PAN_COMPRESSION) !== 0;
	if (destination === 0 && source === 0) {
		return isCompressed ? DESTINATION : 0;
	}
	if (destination === 0 || source === 0) {
		return isCompressed ? 0 : destination === 0 ? SOURCE : DESTINATION;
	}
	if (destination === EXTENDED && source === EXTENDED) {
		return isCompressed ? 0 : DESTINATION;
	}
	return isCompressed ? DESTINATION : BOTH_ENDS;
}

/** IEEE 802.15.4-2006, section 7.2.1.1.5: the source's is left out where it is the destination's. */
function pansBefore(control: number, destination: number, source: number): number {
	const ofSource = source === 0 || (destination !== 0 && (control & PAN_COMPRESSION) !== 0) ? 0 : SOURCE;
	return destination === 0 ? ofSource : DESTINATION | ofSource;
}

/** @returns where the payload begins; it may lie past the end; -1 = not known */
function behindElements(packet: Packet, offset: number, limit: number): number {
	const {bytes} = packet;
	let at = offset;
	let isOfPayload = false;
	// each is two bytes at least
	while (at < limit) {
		if (at + 2 > packet.end || at + 2 > limit) {
			stopShort(packet, Layer.wpan, at, 2, limit);
			return -1;
		}
		const element = littleEndian(bytes, at);
		if (isOfPayload) {
			at += 2 + (element & 0x7ff);
			if (((element >> 11) & 0xf) === TERMINATES_PAYLOAD) {
				break;
			}
			continue;
		}
		const id = (element >> 7) & 0xff;
		at += 2 + (element & 0x7f);
		if (id === TERMINATES_HEADER_2) {
			break;
		}
		isOfPayload = id === TERMINATES_HEADER_1;
	}
	return at;
}

/** @returns the end's bit where it has an address */
function noteEnd(bytes: Uint8Array, offset: number, mode: number, end: number): number {
	if (mode === SHORT) {
		noteShort(end, littleEndian(bytes, offset));
		return end;
	}
	if (mode === EXTENDED) {
		noteExtended(
			end,
			(littleEndian(bytes, offset + 6) << 16) | littleEndian(bytes, offset + 4),
			(littleEndian(bytes, offset + 2) << 16) | littleEndian(bytes, offset),
		);
		return end;
	}
	return 0;
}

const littleEndian = (bytes: Uint8Array, offset: number) => bytes[offset] | (bytes[offset + 1] << 8);
