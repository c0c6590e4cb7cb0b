/**
 * Google's QUIC before the standard (Q0xx), as Chromium's wire specification describes it. The client's first packets
 * carry the version and, in the clear, a CHLO message of tags, among them SNI.
 *
 *  public header: 0  flags   1  connection id <8>   9  version "Q0xx"   13  packet number <1, 2, 4, 6>   …
 *  from the server, without a version: a REJ message of tags; known on its ports.
 *  Q044 and later: 0  flags with the top bit set   1  version   5  connection id lengths   …
 */
import {IpProtocol} from '../assigned-numbers.js';
import {indexOfByte, latin1, u16} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const VERSION_FLAG = 0x01;
const ID_FLAG = 0x08;
/** Frame headers before the CHLO: packet number, hash, stream frame. */
const SEARCHED = 96;
const MAX_TAGS = 128;
const C = 0x43;

export const gquic: ApplicationProtocol = {
	name: 'gquic',
	over: [IpProtocol.UDP],
	ports: [80, 443],
	firstBytes: Array.from({length: 256}, (_, i) => i).filter(b => b >= 0x80 || (b & (VERSION_FLAG | ID_FLAG)) === 9),

	recognise(view) {
		const {bytes, start, end} = view;
		const long = bytes[start] >= 0x80;
		const versionAt = start + (long ? 1 : 9);
		if (view.onPort && isServerHello(bytes, start, end)) {
			return Verdict.yes;
		}
		if (!long && (bytes[start] & (VERSION_FLAG | ID_FLAG)) !== (VERSION_FLAG | ID_FLAG)) {
			return view.onPort ? Verdict.maybe : Verdict.no;
		}

		if (!isVersion(bytes, versionAt, end)) {
			return view.onPort ? Verdict.maybe : Verdict.no;
		}
		const from = versionAt + 4;
		const chlo = findChlo(bytes, from, Math.min(end, from + SEARCHED));
		if (chlo >= 0) {
			const name = chloName(bytes, chlo, end);
			if (typeof name === 'string') {
				view.serverName = name;
			}
		} else {
			view.settled = false;
		}
		return Verdict.yes;
	},
};

/** A server's REJ in the clear: the tag, a count of tags, two zeros, and a tag of capitals; behind a header of 16 to 64 bytes. */
function isServerHello(bytes: Uint8Array, start: number, end: number): boolean {
	const stop = Math.min(end - 12, start + SEARCHED);
	for (let at = start + 8; at < stop; at++) {
		if (bytes[at] !== 0x52 || bytes[at + 1] !== 0x45 || bytes[at + 2] !== 0x4a || bytes[at + 3] !== 0) {
			continue;
		}
		const tags = bytes[at + 4] | (bytes[at + 5] << 8);
		return tags > 0 && tags <= MAX_TAGS && u16(bytes, at + 6) === 0 && isTag(bytes, at + 8);
	}
	return false;
}

/** Three capitals, and a fourth or a zero. */
function isTag(bytes: Uint8Array, at: number): boolean {
	for (let i = at; i < at + 3; i++) {
		if (bytes[i] < 0x41 || bytes[i] > 0x5a) {
			return false;
		}
	}
	return bytes[at + 3] === 0 || (bytes[at + 3] >= 0x41 && bytes[at + 3] <= 0x5a);
}

/** Q and three digits, below 050: that one is QUIC's own format. */
function isVersion(bytes: Uint8Array, at: number, end: number): boolean {
	return (
		at + 4 <= end &&
		bytes[at] === 0x51 &&
		bytes[at + 1] === 0x30 &&
		bytes[at + 2] >= 0x30 &&
		bytes[at + 2] <= 0x34 &&
		bytes[at + 3] >= 0x30 &&
		bytes[at + 3] <= 0x39
	);
}

function findChlo(bytes: Uint8Array, from: number, end: number): number {
	for (let at = indexOfByte(bytes, C, from, end); at >= 0; at = indexOfByte(bytes, C, at + 1, end)) {
		if (at + 4 > end) {
			return -1;
		}
		if (bytes[at + 1] === 0x48 && bytes[at + 2] === 0x4c && bytes[at + 3] === 0x4f) {
			return at;
		}
	}

	return -1;
}

/**
 * The SNI of the CHLO message at `start`, raw; 1 when it is cut before it, 0 when there is none.
 * Layout: "CHLO" · number of tags <2, little-endian> · 0 0 · per tag: name <4>, end offset of its value <4> · values.
 */
export function chloName(bytes: Uint8Array, start: number, end: number): string | 0 | 1 {
	if (start + 8 > end) {
		return 1;
	}
	const tags = Math.min(MAX_TAGS, bytes[start + 4] | (bytes[start + 5] << 8));
	const values = start + 8 + tags * 8;
	if (values > end) {
		return 1;
	}
	let from = 0;
	for (let i = 0; i < tags; i++) {
		const tag = start + 8 + i * 8;
		const to = bytes[tag + 4] | (bytes[tag + 5] << 8) | (bytes[tag + 6] << 16);
		if (bytes[tag + 7] !== 0 || to < from) {
			return 0;
		}
		if (bytes[tag] === 0x53 && bytes[tag + 1] === 0x4e && bytes[tag + 2] === 0x49 && bytes[tag + 3] === 0) {
			if (to - from > 255 || to === from) {
				return 0;
			}
			return values + to > end ? 1 : latin1(bytes, values + from, values + to);
		}

		from = to;
	}

	return 0;
}
