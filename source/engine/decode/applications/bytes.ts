/** Reading helpers. The caller has checked that what it reads lies within its payload. */
import {isUtf8} from 'node:buffer';

/** Two bytes, network order. */
export function u16(bytes: Uint8Array, at: number): number {
	return (bytes[at] << 8) | bytes[at + 1];
}

/** Three bytes, network order. */
export function u24(bytes: Uint8Array, at: number): number {
	return (bytes[at] << 16) | (bytes[at + 1] << 8) | bytes[at + 2];
}

/** Four bytes, network order, as a signed word. */
export function word(bytes: Uint8Array, at: number): number {
	return (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
}

/** Whether the ASCII `text` lies at `at`, wholly before `end`. */
export function hasText(bytes: Uint8Array, at: number, end: number, text: string): boolean {
	if (at + text.length > end) {
		return false;
	}
	for (let i = 0; i < text.length; i++) {
		if (bytes[at + i] !== text.charCodeAt(i)) {
			return false;
		}
	}
	return true;
}

/** The same, where `text` is lower case and the payload may be in either. */
export function hasTextAnyCase(bytes: Uint8Array, at: number, end: number, text: string): boolean {
	if (at + text.length > end) {
		return false;
	}
	for (let i = 0; i < text.length; i++) {
		if (lower(bytes[at + i]) !== text.charCodeAt(i)) {
			return false;
		}
	}
	return true;
}

/** Whether the payload starts with `text`, or is cut (captured or sent) within it: then its `length` says how much fits. */
export function textPrefix(bytes: Uint8Array, at: number, end: number, text: string): number {
	const room = Math.min(text.length, end - at);
	for (let i = 0; i < room; i++) {
		if (bytes[at + i] !== text.charCodeAt(i)) {
			return 0;
		}
	}
	return room;
}

const text = Buffer.allocUnsafe(512);
const BEYOND_ASCII = /[\x80-\xff]/;

/** Bytes as Latin-1 text, 512 at most: raw, not yet safe to show. In one piece: a string grown by its characters takes 32 bytes each. */
export function latin1(bytes: Uint8Array, start: number, end: number): string {
	const length = Math.min(end - start, text.length);
	for (let i = 0; i < length; i++) {
		text[i] = bytes[start + i];
	}
	return text.toString('latin1', 0, length);
}

/** The same as UTF-8 where it is that: how names are written today. */
export function utf8OrLatin1(bytes: Uint8Array, start: number, end: number): string {
	return asUtf8(latin1(bytes, start, end));
}

/** A string of Latin-1, read as UTF-8 where its bytes are that. */
export function asUtf8(raw: string): string {
	if (!BEYOND_ASCII.test(raw)) {
		return raw;
	}
	const bytes = Buffer.from(raw, 'latin1');
	return isUtf8(bytes) ? bytes.toString('utf8') : raw;
}

/** Offset of `byte` in [from, end), or -1. */
export function indexOfByte(bytes: Uint8Array, byte: number, from: number, end: number): number {
	for (let i = from; i < end; i++) {
		if (bytes[i] === byte) {
			return i;
		}
	}
	return -1;
}

/** First bytes of ASCII words, for `firstBytes`. */
export function initials(...words: readonly string[]): number[] {
	return [...new Set(words.map(w => w.charCodeAt(0)))];
}

/** Numbers from `low` to `high`, both included, for `firstBytes`. */
export function range(low: number, high: number): number[] {
	return Array.from({length: high - low + 1}, (_, i) => low + i);
}

function lower(byte: number): number {
	return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
}
