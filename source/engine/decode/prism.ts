import {Layer, Link, Stop} from './codes.js';
import type {Packet} from './packet.js';
import {stop, stopShort} from './stop.js';
import {wlan} from './wlan.js';

/** Prism monitoring header: message code, message length in the byte order of the capturing machine, device name, values. */
const PRISM_LENGTH = 4;
const PRISM_HEADER = 144;
/** AVS header: version cookie 0x802110xx, header length; both big-endian. */
const AVS_LENGTH = 4;
const AVS_MIN_HEADER = 8;

/** 802.11 behind a Prism header; the same link type carries AVS headers. */
export function prism(packet: Packet, offset: number, limit: number): void {
	const bytes = packet.bytes;
	const end = Math.min(packet.end, limit);
	if (offset + AVS_MIN_HEADER > end) {
		stopShort(packet, Layer.wlan, offset, AVS_MIN_HEADER, limit);
		return;
	}
	if (bytes[offset] === 0x80 && bytes[offset + 1] === 0x21 && bytes[offset + 2] === 0x10) {
		avs(packet, offset, limit);
		return;
	}
	packet.link = Link.prism;
	const little = bytes[offset + PRISM_LENGTH] | (bytes[offset + PRISM_LENGTH + 1] << 8);
	const big = (bytes[offset + PRISM_LENGTH + 2] << 8) | bytes[offset + PRISM_LENGTH + 3];
	const length = little !== 0 ? little : big;
	if (length < PRISM_HEADER) {
		stop(packet, Stop.badHeaderLength, Layer.wlan, offset + PRISM_LENGTH);
		return;
	}
	wlan(packet, offset + length, limit, 0);
}

/** 802.11 behind an AVS header. */
export function avs(packet: Packet, offset: number, limit: number): void {
	const bytes = packet.bytes;
	packet.link = Link.avs;
	if (offset + AVS_MIN_HEADER > packet.end || offset + AVS_MIN_HEADER > limit) {
		stopShort(packet, Layer.wlan, offset, AVS_MIN_HEADER, limit);
		return;
	}
	const length = (bytes[offset + AVS_LENGTH + 2] << 8) | bytes[offset + AVS_LENGTH + 3];
	if (bytes[offset + AVS_LENGTH] !== 0 || bytes[offset + AVS_LENGTH + 1] !== 0 || length < AVS_MIN_HEADER) {
		stop(packet, Stop.badHeaderLength, Layer.wlan, offset + AVS_LENGTH);
		return;
	}
	wlan(packet, offset + length, limit, 0);
}
