import {Layer, Stop} from './codes.js';
import type {Packet} from './packet.js';
import {stop, stopShort} from './stop.js';
import {transport} from './transport.js';

// RFC 791, section 3.1.
const TOTAL_LENGTH = 2;
const FRAGMENT = 6;
const PROTOCOL = 9;
const SOURCE = 12;
const DESTINATION = 16;
const MIN_HEADER = 20;
/** More-fragments flag and 13-bit offset. */
const FRAGMENT_MASK = 0x3fff;
const FRAGMENT_OFFSET = 0x1fff;

/**
 * IPv4 (RFC 791) as the outermost network header.
 * @param limit where the packet ends by the layers below; may lie past the captured bytes
 */
export function ipv4(packet: Packet, offset: number, limit: number): void {
	const bytes = packet.bytes;
	packet.network = 1;
	if (offset + MIN_HEADER > packet.end || offset + MIN_HEADER > limit) {
		stopShort(packet, Layer.ipv4, offset, MIN_HEADER, limit);
		return;
	}
	const versionAndLength = bytes[offset]!;
	const headerLength = (versionAndLength & 15) << 2;
	if (versionAndLength >> 4 !== 4) {
		stop(packet, Stop.badVersion, Layer.ipv4, offset);
		return;
	}
	if (headerLength < MIN_HEADER) {
		stop(packet, Stop.badHeaderLength, Layer.ipv4, offset);
		return;
	}
	const totalLength = (bytes[offset + TOTAL_LENGTH]! << 8) | bytes[offset + TOTAL_LENGTH + 1]!;
	let end = offset + totalLength;
	if (totalLength < headerLength) {
		// 0 is left by segmentation offload and by packets over 64 KiB: the layers below know the length.
		if (totalLength !== 0) {
			stop(packet, Stop.badLength, Layer.ipv4, offset + TOTAL_LENGTH);
			return;
		}
		end = limit;
	} else if (end > limit) {
		stop(packet, Stop.badLength, Layer.ipv4, offset + TOTAL_LENGTH);
		end = limit;
	}

	const protocol = bytes[offset + PROTOCOL]!;
	packet.addressed = 1;
	packet.transport = protocol;
	packet.source3 =
		(bytes[offset + SOURCE]! << 24) |
		(bytes[offset + SOURCE + 1]! << 16) |
		(bytes[offset + SOURCE + 2]! << 8) |
		bytes[offset + SOURCE + 3]!;
	packet.destination3 =
		(bytes[offset + DESTINATION]! << 24) |
		(bytes[offset + DESTINATION + 1]! << 16) |
		(bytes[offset + DESTINATION + 2]! << 8) |
		bytes[offset + DESTINATION + 3]!;

	const fragment = ((bytes[offset + FRAGMENT]! << 8) | bytes[offset + FRAGMENT + 1]!) & FRAGMENT_MASK;
	if (fragment !== 0) {
		packet.fragment = 1;
		if ((fragment & FRAGMENT_OFFSET) !== 0) return;
	}
	const next = offset + headerLength;
	if (next > end) {
		stop(packet, Stop.badHeaderLength, Layer.ipv4, offset);
		return;
	}
	if (next > packet.end) {
		stop(packet, Stop.truncated, Layer.ipv4, offset + MIN_HEADER);
		return;
	}
	transport(packet, protocol, next, end);
}
