import {Layer, Stop} from './codes.js';
import type {Packet} from './packet.js';
import {stop, stopShort} from './stop.js';
import {wlan} from './wlan.js';

// radiotap.org: version, pad, length (little-endian), then words that say which fields are present.
const LENGTH = 2;
const PRESENT = 4;
const HEADER = 8;
/** Bits of a present word: timestamp and flags are the first fields; bit 31 says that another word follows. */
const HAS_TIMESTAMP = 0x01;
const HAS_FLAGS = 0x02;
const HAS_MORE = 0x80;
const FLAG_CHECKSUM = 0x10;
const FLAG_PADDED = 0x20;
const CHECKSUM = 4;

/** 802.11 behind a radiotap header. */
export function radiotap(packet: Packet, offset: number, limit: number): void {
	const bytes = packet.bytes;
	if (offset + HEADER > packet.end || offset + HEADER > limit) {
		stopShort(packet, Layer.radiotap, offset, HEADER, limit);
		return;
	}
	const length = bytes[offset + LENGTH] | (bytes[offset + LENGTH + 1] << 8);
	if (bytes[offset] !== 0) {
		stop(packet, Stop.badVersion, Layer.radiotap, offset);
		return;
	}
	if (length < HEADER || offset + length > limit) {
		stop(packet, Stop.badHeaderLength, Layer.radiotap, offset + LENGTH);
		return;
	}
	if (offset + length > packet.end) {
		stop(packet, Stop.truncated, Layer.radiotap, offset + HEADER);
		return;
	}
	const next = offset + length;
	const flags = radioFlags(bytes, offset, next);
	wlan(packet, next, (flags & FLAG_CHECKSUM) !== 0 ? limit - CHECKSUM : limit, (flags & FLAG_PADDED) !== 0 ? 1 : 0);
}

/** The flags field, or 0. It lies behind all present words, and behind the timestamp, which is aligned to 8 bytes. */
function radioFlags(bytes: Uint8Array, offset: number, end: number): number {
	const present = bytes[offset + PRESENT];
	if ((present & HAS_FLAGS) === 0) {
		return 0;
	}
	let at = offset + PRESENT;
	while (at + 4 <= end && (bytes[at + 3] & HAS_MORE) !== 0) {
		at += 4;
	}
	at += 4;
	if ((present & HAS_TIMESTAMP) !== 0) {
		at = offset + ((at - offset + 7) & ~7) + 8;
	}
	return at < end ? bytes[at] : 0;
}
