import {Layer, Stop} from './codes.js';
import type {Packet} from './packet.js';
import {cutPorts} from './ports.js';
import {stop} from './stop.js';

// RFC 9260, section 3.
const HEADER = 12;
const CHUNK_HEADER = 4;
const DATA = 0;
const DATA_HEADER = 16;
/** RFC 8260, section 2.1. */
const I_DATA = 64;
const I_DATA_HEADER = 20;

/**
 * SCTP (RFC 9260). The payload is the user data of the packet's first DATA or I-DATA chunk, if it has one.
 * `limit`: end of the packet by its IP header.
 */
export function sctp(packet: Packet, offset: number, limit: number): void {
	const bytes = packet.bytes;
	const end = Math.min(packet.end, limit);
	if (offset + HEADER > end) {
		cutPorts(packet, Layer.sctp, offset, HEADER, limit);
		return;
	}
	packet.sourcePort = packet.view.getUint16(offset);
	packet.destinationPort = packet.view.getUint16(offset + 2);
	let chunk = offset + HEADER;
	while (chunk + CHUNK_HEADER <= end) {
		const type = bytes[chunk];
		const length = (bytes[chunk + 2] << 8) | bytes[chunk + 3];
		if (length < CHUNK_HEADER) {
			stop(packet, Stop.badLength, Layer.sctp, chunk + 2);
			return;
		}
		if (chunk + length > limit && packet.fragment === 0) {
			stop(packet, Stop.badLength, Layer.sctp, chunk + 2);
		}
		if (type === DATA || type === I_DATA) {
			const payload = chunk + (type === DATA ? DATA_HEADER : I_DATA_HEADER);
			const last = Math.min(chunk + length, limit);
			if (payload > end || payload > last) {
				return;
			}
			packet.payloadStart = payload;
			packet.payloadEnd = Math.min(last, end);
			packet.payloadLength = last - payload;
			return;
		}
		// Chunks are padded to four bytes; the padding is not in the length.
		chunk += (length + 3) & ~3;
	}
}
