import {Layer, Stop} from './codes.js';
import {Network, type Packet} from './packet.js';
import {stop, stopShort} from './stop.js';
import {transport} from './transport.js';

// RFC 791, section 3.1.
const TOTAL_LENGTH = 2;
const IDENTIFICATION = 4;
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
	packet.network = Network.ipv4;
	if (offset + MIN_HEADER > packet.end || offset + MIN_HEADER > limit) {
		cutHeader(packet, offset, limit);
		return;
	}
	const view = packet.view;
	const versionAndLength = view.getUint8(offset);
	if (!isVersion4(versionAndLength)) {
		stop(packet, versionAndLength >> 4 === 4 ? Stop.badHeaderLength : Stop.badVersion, Layer.ipv4, offset);
		return;
	}
	const next = offset + ((versionAndLength & 15) << 2);
	let end = offset + view.getUint16(offset + TOTAL_LENGTH);
	if (end < next || end > limit) {
		// 0 is left by segmentation offload and by packets over 64 KiB: the layers below know the length.
		if (end !== offset) {
			stop(packet, Stop.badLength, Layer.ipv4, offset + TOTAL_LENGTH);
		}
		if (end !== offset && end < next) {
			return;
		}
		end = limit;
	}

	const protocol = view.getUint8(offset + PROTOCOL);
	packet.addressed = 1;
	packet.networkStart = offset;
	packet.transport = protocol;
	packet.source3 = view.getInt32(offset + SOURCE);
	packet.destination3 = view.getInt32(offset + DESTINATION);
	const fragment = view.getUint16(offset + FRAGMENT) & FRAGMENT_MASK;
	if (fragment !== 0) {
		packet.fragment = 1;
		packet.fragmentOffset = fragment & FRAGMENT_OFFSET;
		packet.identification = view.getUint16(offset + IDENTIFICATION);
		if (packet.fragmentOffset !== 0) {
			return;
		}
	}
	if (next > end) {
		stop(packet, Stop.badHeaderLength, Layer.ipv4, offset);
	} else if (next > packet.end) {
		stop(packet, Stop.truncated, Layer.ipv4, offset + MIN_HEADER);
	} else {
		transport(packet, protocol, next, end);
	}
}

/** A header that is not all there: its protocol is kept if it is. */
function cutHeader(packet: Packet, offset: number, limit: number): void {
	if (offset + PROTOCOL < packet.end && offset + PROTOCOL < limit && isVersion4(packet.bytes[offset])) {
		packet.transport = packet.bytes[offset + PROTOCOL];
	}
	stopShort(packet, Layer.ipv4, offset, MIN_HEADER, limit);
}

/** 0x45 … 0x4f: version 4 and at least five words. */
function isVersion4(versionAndLength: number): boolean {
	return versionAndLength >= 0x45 && versionAndLength <= 0x4f;
}
