/** Reads of numbers and of lines of text, beside those of bytes.ts. For numbers the caller has checked that `[at, at + size)` is captured. */
import {hasTextAnyCase} from './bytes.js';
import {type PayloadView, Verdict} from './recognition.js';

/** Unsigned 32-bit integer, network order. */
export function u32(bytes: Uint8Array, at: number): number {
	return ((bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]) >>> 0;
}

/** Little-endian unsigned integers. */
export function u16le(bytes: Uint8Array, at: number): number {
	return bytes[at] | (bytes[at + 1] << 8);
}

export function u32le(bytes: Uint8Array, at: number): number {
	return (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >>> 0;
}

/** Offset of `text` (lower case, found in either) in `[at, end)`, or -1. */
export function find(bytes: Uint8Array, at: number, end: number, text: string): number {
	for (let i = at; i + text.length <= end; i++) {
		if (hasTextAnyCase(bytes, i, end, text)) {
			return i;
		}
	}
	return -1;
}

/** Whether one of `words` (lower case) starts at `at` and ends at a space, a line's end or the payload's end. */
export function hasCommandAt(bytes: Uint8Array, at: number, end: number, words: readonly string[]): boolean {
	for (const word of words) {
		if (!hasTextAnyCase(bytes, at, end, word)) {
			continue;
		}
		const after = at + word.length;
		if (after === end || bytes[after] === 0x20 || bytes[after] === 0x0d || bytes[after] === 0x0a) {
			return true;
		}
	}

	return false;
}

/** The three-digit reply code that starts a line of FTP, SMTP or NNTP (`220 …`, `220-…`), or -1. */
export function replyCode(view: PayloadView): number {
	const {bytes, start, end} = view;
	if (end - start < 4) {
		return -1;
	}
	const a = bytes[start] - 0x30;
	const b = bytes[start + 1] - 0x30;
	const c = bytes[start + 2] - 0x30;
	if (a < 1 || a > 6 || b < 0 || b > 9 || c < 0 || c > 9) {
		return -1;
	}
	const after = bytes[start + 3];
	if (after !== 0x20 && after !== 0x2d && after !== 0x0d && after !== 0x0a) {
		return -1;
	}
	return isText(view) ? a * 100 + b * 10 + c : -1;
}

/** Whether the captured payload is text: no control bytes but tab, line ends and escape; bytes from 0x80 are let through. */
export function isText(view: PayloadView): boolean {
	const {bytes, start, end} = view;
	for (let at = start; at < end; at++) {
		const byte = bytes[at];
		if (byte < 0x20 ? byte !== 0x0a && byte !== 0x0d && byte !== 0x09 && byte !== 0x1b : byte === 0x7f) {
			return false;
		}
	}

	return true;
}

/** Letters of text that tell a protocol known by its port, and how many of them a byte beyond ASCII outweighs. */
const ENOUGH_TEXT = 8;
const FOREIGN_WEIGHT = 3;

/**
 * For protocols told by port and text alone: `yes` once the flow's payloads, all of them text, hold enough of it. A few
 * random bytes can look like text, so short payloads are added up in `memory`.
 */
export function textOnPort(view: PayloadView): Verdict {
	if (!isText(view)) {
		return Verdict.no;
	}
	const {bytes, start, end} = view;
	let evidence = typeof view.memory === 'number' ? view.memory : 0;
	for (let at = start; at < end; at++) {
		evidence += bytes[at] < 0x80 ? 1 : -FOREIGN_WEIGHT;
	}
	if (evidence >= ENOUGH_TEXT) {
		return Verdict.yes;
	}
	view.memory = evidence;
	return Verdict.maybe;
}

/** Whether `[at, end)` is printable ASCII. */
export function isPrintable(bytes: Uint8Array, at: number, end: number): boolean {
	for (; at < end; at++) {
		if (bytes[at] < 0x20 || bytes[at] > 0x7e) {
			return false;
		}
	}
	return true;
}

/** Whether the payload's last byte is captured and is a line feed. */
export function endsLine(view: PayloadView): boolean {
	return view.end - view.start === view.wireLength && view.bytes[view.end - 1] === 0x0a;
}
