/**
 * ISO transport on TCP, port 102 (RFC 1006 § 6; ISO 8073 § 13): `s7comm` or `s7comm-plus` where it carries Siemens S7, `mms`
 * where it carries MMS (ISO 9506-2 annex A, over ISO 8327 and 8823), else `cotp`.
 *
 * | offset | field                                                                  |
 * |--------|------------------------------------------------------------------------|
 * | 0      | TPKT version 3, reserved 0, length of all                              |
 * | 4      | header's length, code: 0xe0, 0xd0 connection, 0xf0 data, 0x80 release  |
 * | then   | data: 0x32, S7's protocol number; 0x72 and version 1–3 or 254, S7 plus    |
 * | then   | data: 0x0d or 0x0e, session begins: MMS's abstract syntax, 1.0.9506.2.1   |
 * | then   | data: 01 00 01 00 0x61, session's data: a message of MMS in context 3      |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const PLUS = 0x72;
/** Session units (ISO 8327-1 § 8.3.1, 8.3.2). */
const CONNECT = 0x0d;
const ACCEPT = 0x0e;
/** Object identifier 1.0.9506.2 in BER but for its last arc: 1 the syntax, 3 the application context, which answers have too. */
const MMS_SYNTAX = [0x06, 0x05, 0x28, 0xca, 0x22, 0x02];
/** Bytes of a session's beginning within which it lies. */
const SEARCHED = 256;

export const cotp: ApplicationProtocol = {
	name: 'cotp',
	labels: ['s7comm', 's7comm-plus', 'mms'],
	over: [IpProtocol.TCP],
	ports: [102],
	firstBytes: [3],
	recognise(view) {
		const labelled = view.memory === true;
		const otherwise = labelled ? Verdict.maybe : Verdict.no;
		const {bytes, start, end, wireLength} = view;
		if (end - start < 7 || bytes[start] !== 3 || bytes[start + 1] !== 0) {
			return otherwise;
		}
		const length = u16(bytes, start + 2);
		const header = bytes[start + 4];
		const code = bytes[start + 5] & 0xf0;
		if (length < 7 || length > wireLength || header + 5 > length) {
			return otherwise;
		}
		if (code === 0xf0) {
			const data = start + 5 + header;
			if (header !== 2 || data + 2 > end) {
				return otherwise;
			}
			const isS7 = bytes[data] === 0x32 && ((bytes[data + 1] >= 1 && bytes[data + 1] <= 3) || bytes[data + 1] === 7);
			const label = isS7 ? 's7comm' : isPlus(bytes, data, end) ? 's7comm-plus' : isMms(bytes, data, end) ? 'mms' : null;
			view.label = label;
			return isS7 || view.onPort ? Verdict.yes : otherwise;
		}

		if (!view.onPort || (code !== 0xe0 && code !== 0xd0 && code !== 0x80)) {
			return otherwise;
		}
		view.settled = code === 0x80;
		view.memory = true;
		return Verdict.yes;
	},
};

/** Protocol number, version, length of what follows, the first byte of which is a kind of message. */
function isPlus(bytes: Uint8Array, at: number, end: number): boolean {
	const version = bytes[at + 1];
	return at + 5 <= end && bytes[at] === PLUS && ((version >= 1 && version <= 3) || version === 0xfe);
}

function isMms(bytes: Uint8Array, at: number, end: number): boolean {
	if (bytes[at] === CONNECT || bytes[at] === ACCEPT) {
		return hasSyntax(bytes, at, Math.min(end, at + SEARCHED));
	}
	return isMmsData(bytes, at, end);
}

function hasSyntax(bytes: Uint8Array, from: number, end: number): boolean {
	for (let at = from; at + MMS_SYNTAX.length <= end; at++) {
		if (MMS_SYNTAX.every((byte, i) => bytes[at + i] === byte)) {
			return true;
		}
	}
	return false;
}

/** Tokens and data of the session, then presentation's list of one value: context <1>, value, and in it a message of MMS. */
function isMmsData(bytes: Uint8Array, at: number, end: number): boolean {
	if (at + 5 > end || u16(bytes, at) !== 0x0100 || u16(bytes, at + 2) !== 0x0100 || bytes[at + 4] !== 0x61) {
		return false;
	}
	const list = afterLength(bytes, at + 5, end);
	const context = list < end && bytes[list] === 0x30 ? afterLength(bytes, list + 1, end) : end;
	if (context + 4 > end || bytes[context] !== 2 || bytes[context + 1] !== 1 || bytes[context + 2] !== 3) {
		return false;
	}
	const message = bytes[context + 3] === 0xa0 ? afterLength(bytes, context + 4, end) : end;
	return message < end && bytes[message] >= 0xa0 && bytes[message] <= 0xad;
}

/** Offset behind the BER length at `at`, `end` at most. */
function afterLength(bytes: Uint8Array, at: number, end: number): number {
	if (at >= end) {
		return end;
	}
	return Math.min(end, at + 1 + (bytes[at] < 0x80 ? 0 : bytes[at] & 0x7f));
}
