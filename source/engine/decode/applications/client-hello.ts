/**
 * The server name of a TLS ClientHello: RFC 8446 § 4.1.2, RFC 6066 § 3.
 *
 *  type 1 · length 3 · version 2 · random 32 · session id <32> · [DTLS: cookie <255>] · cipher suites <2^16> ·
 *  compression <255> · extensions <2^16>: type 2 · length 2 · data
 */
import {latin1, u16, u24} from './bytes.js';

const CLIENT_HELLO = 1;
const SERVER_NAME = 0;
const HOST_NAME = 0;
const MAX_HOST = 255;

/** The ClientHello was cut before its server name, or before all extensions were seen. */
export const CUT = 1;
/** It is at `hostAt`. */
export const FOUND = 2;
/** Where the name lies that was found last. */
export const hostAt = {start: 0, end: 0};
/** Not a ClientHello, or one without a server name. */
export const NO_NAME = 0;

/**
 * The server name of the handshake message at [start, end), raw. CUT when more bytes could hold it, NO_NAME when not.
 * `dtls`: the handshake header has 8 bytes more (RFC 6347 § 4.2.2) and a cookie follows the session id.
 */
export function clientHelloName(bytes: Uint8Array, start: number, end: number, dtls = false): string | 0 | 1 {
	const found = findHost(bytes, start, end, dtls);
	return found === FOUND ? latin1(bytes, hostAt.start, hostAt.end) : found;
}

/** The same without a string: FOUND says that the name lies at `hostAt`. */
export function findHost(bytes: Uint8Array, start: number, end: number, dtls = false): 0 | 1 | 2 {
	const header = dtls ? 12 : 4;
	if (end - start < header) {
		return CUT;
	}
	if (bytes[start] !== CLIENT_HELLO) {
		return NO_NAME;
	}
	const stop = start + header + u24(bytes, start + 1);
	let at = start + header + 2 + 32;
	if (at >= end) {
		return at >= stop ? NO_NAME : CUT;
	}
	at += 1 + bytes[at];
	if (dtls) {
		if (at >= end) {
			return at >= stop ? NO_NAME : CUT;
		}
		at += 1 + bytes[at];
	}

	if (at + 2 > end) {
		return at + 2 > stop ? NO_NAME : CUT;
	}
	at += 2 + u16(bytes, at);
	if (at >= end) {
		return at >= stop ? NO_NAME : CUT;
	}
	at += 1 + bytes[at];
	if (at + 2 > end) {
		return at + 2 > stop ? NO_NAME : CUT;
	}
	const extensions = Math.min(stop, at + 2 + u16(bytes, at));
	at += 2;
	while (at + 4 <= extensions) {
		if (at + 4 > end) {
			return CUT;
		}
		const type = u16(bytes, at);
		const length = u16(bytes, at + 2);
		at += 4;
		if (type === SERVER_NAME) {
			if (at + length > extensions) {
				return NO_NAME;
			}
			return at + length > end ? CUT : hostName(bytes, at, at + length);
		}

		at += length;
	}

	return NO_NAME;
}

function hostName(bytes: Uint8Array, start: number, end: number): 0 | 2 {
	let at = start + 2;
	while (at + 3 <= end) {
		const length = u16(bytes, at + 1);
		const stop = at + 3 + length;
		if (stop > end) {
			return NO_NAME;
		}
		if (bytes[at] === HOST_NAME && length > 0 && length <= MAX_HOST) {
			hostAt.start = at + 3;
			hostAt.end = stop;
			return FOUND;
		}
		at = stop;
	}

	return NO_NAME;
}
