import {Layer} from './codes.js';
import {llcFrame} from './ethertype.js';
import type {Packet} from './packet.js';
import {stopShort} from './stop.js';

// ISO 9314-2: frame control, two addresses.
const HEADER = 13;
/** Format bits of the frame control: LLC, asynchronous (0x50) or synchronous (0xd0). */
const FORMAT_MASK = 0x70;
const FORMAT_LLC = 0x50;

/** FDDI. */
export function fddi(packet: Packet, offset: number, limit: number): void {
	if (offset + HEADER > packet.end || offset + HEADER > limit) {
		stopShort(packet, Layer.fddi, offset, HEADER, limit);
		return;
	}
	if ((packet.bytes[offset] & FORMAT_MASK) === FORMAT_LLC) {
		llcFrame(packet, offset + HEADER, limit);
	}
}
