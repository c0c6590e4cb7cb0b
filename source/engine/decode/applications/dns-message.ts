/**
 * DNS messages, as DNS (RFC 1035), mDNS (RFC 6762) and LLMNR (RFC 4795) carry them.
 *
 *  0  id   2  flags   4  questions   6  answers   8  authorities   10  additionals   12  sections
 *
 * Names may point back into the message; the walk is bounded in jumps and in length, so that a loop ends.
 */
import {isUtf8} from 'node:buffer';
import type {NameSource} from '../../snapshot.js';
import {u16, word} from './bytes.js';
import type {NameSink} from './recognition.js';

export const DNS_HEADER = 12;
const MAX_NAME = 255;
const MAX_JUMPS = 32;
/** Records of one message that are read for names. */
const MAX_RECORDS = 64;
/** A CNAME chain longer than this names its last owner instead of the asked name. */
const MAX_ALIASES = 16;

const A = 1;
const CNAME = 5;
const AAAA = 28;
const INTERNET = 1;
const DOT = 0x2e;
const BACKSLASH = 0x5c;
/** Three of every byte. */
const DIGITS = Buffer.from(Array.from({length: 256}, (_, byte) => String(byte).padStart(3, '0')).join(''));

/** What `checkMessage` says. */
export const Shape = {
	/** Cannot be a DNS message. */
	wrong: 0,
	/** The header is possible, but too little follows to tell. */
	header: 1,
	/** Header and first question (or, without one, first record) hold together. */
	whole: 2,
} as const;
export type Shape = (typeof Shape)[keyof typeof Shape];

/** Checks header and first question of the message at [start, end), which may be cut short. Allocates nothing. */
export function checkMessage(bytes: Uint8Array, start: number, end: number): Shape {
	if (end - start < DNS_HEADER) {
		return Shape.wrong;
	}
	const opcode = (bytes[start + 2] >> 3) & 0xf;
	// QUERY, IQUERY, STATUS, NOTIFY, UPDATE, DSO
	if (opcode > 6 || opcode === 3) {
		return Shape.wrong;
	}
	const questions = u16(bytes, start + 4);
	const answers = u16(bytes, start + 6);
	const authorities = u16(bytes, start + 8);
	const additionals = u16(bytes, start + 10);
	const response = bytes[start + 2] >= 0x80;
	if (questions > 255 || authorities > 1024 || additionals > 1024 || answers > 8192) {
		return Shape.wrong;
	}
	if (questions + answers + authorities + additionals === 0) {
		// Error answers and DSO messages may be a bare header.
		return response && end - start === DNS_HEADER ? Shape.header : Shape.wrong;
	}

	const afterName = skipName(bytes, start + DNS_HEADER, end);
	if (afterName < 0) {
		return Shape.wrong;
	}
	if (afterName + 4 > end) {
		return Shape.header;
	}
	const type = u16(bytes, afterName);
	const recordClass = u16(bytes, afterName + 2) & 0x7fff;
	if (questions > 0) {
		const known = recordClass >= 1 && recordClass <= 4;
		if (type === 0 || !(known || recordClass === 254 || recordClass === 255)) {
			return Shape.wrong;
		}
		return Shape.whole;
	}

	return type === 0 ? Shape.wrong : Shape.whole;
}

/** Offset after the name at `at`; `end` when the capture cuts it; -1 when it is not one. Pointers are not followed. */
export function skipName(bytes: Uint8Array, at: number, end: number): number {
	let length = 0;
	while (at < end) {
		const label = bytes[at];
		if (label === 0) {
			return at + 1;
		}
		if (label >= 0xc0) {
			return Math.min(at + 2, end);
		}
		if (label > 63) {
			return -1;
		}
		length += label + 1;
		if (length > MAX_NAME) {
			return -1;
		}
		at += label + 1;
	}

	return end;
}

/** Where names are put together: a string grown by its characters would be a thousand pieces, for each of 64 records. */
const text = Buffer.allocUnsafe(4 * MAX_NAME);

/**
 * The name at `at` of the message that starts at `start`, labels joined by dots, or null when it is cut, loops or is too long.
 * Labels of UTF-8 (RFC 6762 § 16) are that; dots within a label, backslashes and other bytes are escaped as in RFC 4343 (`\.`, `\007`).
 */
export function readName(bytes: Uint8Array, start: number, at: number, end: number): string | null {
	const length = spellName(bytes, start, at, end);
	return length < 0 ? null : length === 0 ? '.' : text.toString('utf8', 0, length);
}

/** The same in `text`. @returns its length, 0 for the root, -1 for none */
function spellName(bytes: Uint8Array, start: number, first: number, end: number): number {
	let at = first;
	let used = 0;
	let length = 0;
	let jumps = 0;
	while (at < end) {
		const label = bytes[at];
		if (label === 0) {
			return used;
		}
		if (label >= 0xc0) {
			if (at + 2 > end || ++jumps > MAX_JUMPS) {
				return -1;
			}
			at = start + (((label & 0x3f) << 8) | bytes[at + 1]);
			continue;
		}

		if (label > 63 || at + 1 + label > end) {
			return -1;
		}
		length += label + 1;
		if (length > MAX_NAME) {
			return -1;
		}
		if (used > 0) {
			text[used++] = DOT;
		}
		used = putLabel(bytes, at + 1, at + 1 + label, used);
		at += label + 1;
	}

	return -1;
}

/** One label of up to 255 bytes as text: what is neither printable ASCII nor, the whole of it, UTF-8 becomes `\DDD`. */
export function escapeLabel(bytes: Uint8Array, start: number, end: number): string {
	return text.toString('utf8', 0, putLabel(bytes, start, end, 0));
}

/** @returns where the next character goes */
function putLabel(bytes: Uint8Array, start: number, end: number, to: number): number {
	let at = to;
	let isUnicode: boolean | null = null;
	for (let i = start; i < end; i++) {
		const byte = bytes[i];
		if (byte > 0x7f) {
			isUnicode ??= isUtf8(bytes.subarray(start, end));
		}
		if (byte > 0x7f && isUnicode) {
			text[at++] = byte;
		} else if (byte > 0x20 && byte < 0x7f) {
			if (byte === DOT || byte === BACKSLASH) {
				text[at++] = BACKSLASH;
			}
			text[at++] = byte;
		} else {
			text[at] = BACKSLASH;
			text[at + 1] = DIGITS[3 * byte];
			text[at + 2] = DIGITS[3 * byte + 1];
			text[at + 3] = DIGITS[3 * byte + 2];
			at += 4;
		}
	}

	return at;
}

/** What an alias stands for: the name that leads to it, and the same as a key. */
interface Alias {
	name: string;
	key: string;
}

/**
 * Hands the addresses of a response's A and AAAA records to `names`. An address that was reached through CNAME records
 * gets the name at the head of the chain: the one that was asked for.
 */
export function observeAnswers(
	bytes: Uint8Array,
	start: number,
	end: number,
	source: NameSource,
	names: NameSink,
): void {
	if (end - start < DNS_HEADER || bytes[start + 2] < 0x80) {
		return;
	}
	const questions = u16(bytes, start + 4);
	const records = Math.min(MAX_RECORDS, u16(bytes, start + 6) + u16(bytes, start + 8) + u16(bytes, start + 10));
	let at = start + DNS_HEADER;
	if (questions > 4) {
		return;
	}
	for (let i = 0; i < questions; i++) {
		at = skipName(bytes, at, end);
		if (at < 0 || at + 4 > end) {
			return;
		}
		at += 4;
	}

	let aliases: Map<string, Alias> | null = null;
	let aliasRecords = 0;
	for (let i = 0; i < records; i++) {
		const owner = at;
		at = skipName(bytes, at, end);
		if (at < 0 || at + 10 > end) {
			return;
		}
		const type = u16(bytes, at);
		const internet = (u16(bytes, at + 2) & 0x7fff) === INTERNET;
		const length = u16(bytes, at + 8);
		const data = at + 10;
		at = data + length;
		if (at > end) {
			return;
		}
		if (!internet) {
			continue;
		}
		if (type === CNAME) {
			if (++aliasRecords > MAX_ALIASES) {
				continue;
			}
			const alias = readName(bytes, start, owner, end);
			const target = readName(bytes, start, data, end);
			if (alias === null || target === null) {
				continue;
			}
			aliases ??= new Map();
			aliases.set(target.toLowerCase(), {name: alias, key: alias.toLowerCase()});
		} else if ((type === A && length === 4) || (type === AAAA && length === 16)) {
			const used = spellName(bytes, start, owner, end);
			if (used <= 0) {
				continue;
			}
			const version = type === A ? 4 : 6;
			const w0 = type === A ? 0 : word(bytes, data);
			const w1 = type === A ? 0 : word(bytes, data + 4);
			const w2 = type === A ? 0 : word(bytes, data + 8);
			const w3 = word(bytes, data + length - 4);
			if (aliases === null) {
				names.nameBytes(version, w0, w1, w2, w3, text, 0, used, source);
			} else {
				const asked = askedName(aliases, text.toString('utf8', 0, used));
				names.name(version, w0, w1, w2, w3, asked, source);
			}
		}
	}
}

function askedName(aliases: Map<string, Alias>, name: string): string {
	let asked: Alias = {name, key: name.toLowerCase()};
	for (let i = 0; i < MAX_ALIASES; i++) {
		const alias = aliases.get(asked.key);
		if (alias === undefined) {
			break;
		}
		asked = alias;
	}

	return asked.name;
}
