/**
 * CoAP over UDP (RFC 7252 § 3); off port 5683 requests that name a path or host in printable text.
 *
 * | offset | field                                                                       |
 * |--------|-----------------------------------------------------------------------------|
 * | 0      | version 1 (2 bits), type (2 bits), length of the token, 0–8                 |
 * | 1      | code: class 0, 2, 4 or 5 (3 bits) and a detail that is assigned              |
 * | 4      | token, options (delta and length nibbles), 0xff and the payload, not empty   |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {range} from './bytes.js';
import {isPrintable} from './fields.js';
import {type ApplicationProtocol, type PayloadView, Verdict} from './recognition.js';

/** Highest code detail assigned in each class (IANA CoAP Codes), -1 = none; 2.31 is Continue. */
const LAST_DETAIL = [7, -1, 31, -1, 31, 8, -1, 5];

export const coap: ApplicationProtocol = {
	name: 'coap',
	over: [IpProtocol.UDP],
	ports: [5683],
	firstBytes: [...range(0x40, 0x48), ...range(0x50, 0x58)],
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		if (end - start < 4 || bytes[start] >> 6 !== 1) {
			return Verdict.no;
		}
		const token = bytes[start] & 15;
		const kind = bytes[start + 1] >> 5;
		if (token > 8 || (bytes[start + 1] & 31) > LAST_DETAIL[kind]) {
			return Verdict.no;
		}
		if (!view.onPort && (kind !== 0 || bytes[start] >> 4 > 5)) {
			return Verdict.no;
		}
		if (bytes[start + 1] === 0) {
			return wireLength === 4 && view.onPort ? Verdict.yes : Verdict.no;
		}
		return start + 4 + token <= start + wireLength && optionsEnd(view, start + 4 + token) ? Verdict.yes : Verdict.no;
	},
};

/** Uri-Host, Uri-Path and Uri-Query (RFC 7252 § 5.10). */
const TEXTS = [3, 11, 15];

/** Options beyond it are for experiments (IANA CoAP Option Numbers). */
const LAST_OPTION = 2100;

/** Off the port one option must be of TEXTS, and each of those printable. Whether the options end with the datagram or at a payload marker that something follows. */
function optionsEnd(view: PayloadView, at: number): boolean {
	const {bytes, start, end, wireLength} = view;
	let number = 0;
	let isTold = view.onPort;
	while (at < end) {
		const byte = bytes[at];
		if (byte === 0xff) {
			return isTold && at + 1 < start + wireLength;
		}
		const delta = byte >> 4;
		number += delta === 13 ? 13 : delta === 14 ? 269 : delta;
		let length = byte & 15;
		at += 1 + (delta === 13 ? 1 : delta === 14 ? 2 : 0);
		if (delta === 13 && at <= end) {
			number += bytes[at - 1];
		} else if (delta === 14 && at <= end) {
			number += (bytes[at - 2] << 8) | bytes[at - 1];
		}
		if (delta === 15 || length === 15 || number > LAST_OPTION) {
			return false;
		}
		if (length === 13) {
			if (at >= end) {
				break;
			}
			length = 13 + bytes[at];
			at += 1;
		} else if (length === 14) {
			if (at + 1 >= end) {
				break;
			}
			length = 269 + ((bytes[at] << 8) | bytes[at + 1]);
			at += 2;
		}

		if (!view.onPort && TEXTS.includes(number)) {
			if (length === 0 || !isPrintable(bytes, at, Math.min(end, at + length))) {
				return false;
			}
			isTold = true;
		}
		at += length;
	}

	return isTold && at <= start + wireLength && at >= end;
}
