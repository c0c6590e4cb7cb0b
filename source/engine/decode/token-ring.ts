import {Layer} from './codes.js';
import {llcFrame} from './ethertype.js';
import type {Packet} from './packet.js';
import {stopShort} from './stop.js';

// IEEE 802.5, section 3: access control, frame control, two addresses, and a route if the source's first bit says so.
const FRAME_CONTROL = 1;
const SOURCE = 8;
const HEADER = 14;
const ROUTED = 0x80;
const ROUTE_LENGTH = 0x1f;

/** Token Ring. */
export function tokenRing(packet: Packet, offset: number, limit: number): void {
	const bytes = packet.bytes;
	if (offset + HEADER > packet.end || offset + HEADER > limit) {
		stopShort(packet, Layer.tokenRing, offset, HEADER, limit);
		return;
	}
	if (bytes[offset + FRAME_CONTROL] >> 6 !== 1) {
		return;
	}
	let next = offset + HEADER;
	if ((bytes[offset + SOURCE] & ROUTED) !== 0) {
		if (next + 2 > packet.end || next + 2 > limit) {
			stopShort(packet, Layer.tokenRing, next, 2, limit);
			return;
		}
		next += bytes[next] & ROUTE_LENGTH;
	}
	llcFrame(packet, next, limit);
}
