import {Layer} from './codes.js';
import {llcFrame} from './ethertype.js';
import type {Packet} from './packet.js';
import {stopShort} from './stop.js';

// IEEE 802.11-2020, section 9.2.3: frame control (2 bytes), duration, three addresses, sequence control.
const FLAGS = 1;
const HEADER = 24;
/** Frame control, first byte. */
const TYPE_MASK = 0x0c;
const TYPE_DATA = 0x08;
const SUBTYPE_NO_DATA = 0x40;
const SUBTYPE_QOS = 0x80;
/** Frame control, second byte. */
const TO_AND_FROM_DS = 0x03;
const PROTECTED = 0x40;
const ORDER = 0x80;
const ADDRESS = 6;
const QOS_CONTROL = 2;
const HT_CONTROL = 4;
/** QoS control: an A-MSDU, whose subframes have a header of two addresses and a length. */
const A_MSDU_PRESENT = 0x80;
const A_MSDU_HEADER = 14;

/**
 * IEEE 802.11. Data frames are followed to their network header; encrypted ones, management and control stay `other`.
 * @param padded 1 when the capture header says that the MAC header is padded to four bytes
 */
export function wlan(packet: Packet, offset: number, limit: number, padded: number): void {
	const bytes = packet.bytes;
	if (offset + 2 > packet.end || offset + 2 > limit) {
		stopShort(packet, Layer.wlan, offset, 2, limit);
		return;
	}
	const control = bytes[offset];
	const flags = bytes[offset + FLAGS];
	if ((control & TYPE_MASK) !== TYPE_DATA || (control & SUBTYPE_NO_DATA) !== 0 || (flags & PROTECTED) !== 0) {
		return;
	}
	let length = HEADER;
	if ((flags & TO_AND_FROM_DS) === TO_AND_FROM_DS) {
		length += ADDRESS;
	}
	const qos = offset + length;
	if ((control & SUBTYPE_QOS) !== 0) {
		length += QOS_CONTROL;
		if ((flags & ORDER) !== 0) {
			length += HT_CONTROL;
		}
	}
	if (padded === 1) {
		length = (length + 3) & ~3;
	}
	if (offset + length > packet.end || offset + length > limit) {
		stopShort(packet, Layer.wlan, offset, length, limit);
		return;
	}
	if ((control & SUBTYPE_QOS) !== 0 && (bytes[qos] & A_MSDU_PRESENT) !== 0) {
		length += A_MSDU_HEADER;
	}
	llcFrame(packet, offset + length, limit);
}
