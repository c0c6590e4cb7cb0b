/**
 * RADIUS and its accounting and dynamic authorisation (RFC 2865 § 3, RFC 2866, RFC 5176).
 *
 * | offset | field                                                         |
 * |--------|---------------------------------------------------------------|
 * | 0      | code: 1–5, 11–13, 40–45                                       |
 * | 2      | length: 20–4096; what follows in the datagram is padding      |
 * | 20     | attributes: type, length (2 and more); they end with the packet |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 20;

export const radius: ApplicationProtocol = {
	name: 'radius',
	over: [IpProtocol.UDP],
	ports: [1812, 1813, 1645, 1646, 3799, 1700],
	firstBytes: [1, 2, 3, 4, 5, 11, 40, 41, 42, 43, 44, 45],
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		if (end - start < HEADER || !isCode(bytes[start])) {
			return Verdict.no;
		}
		const length = u16(bytes, start + 2);
		if (length < HEADER || length > 4096 || length > wireLength) {
			return Verdict.no;
		}
		if (!view.onPort && (length !== wireLength || length < HEADER + 6 || end - start < wireLength)) {
			return Verdict.no;
		}

		const last = start + length;
		let at = start + HEADER;
		while (at + 2 <= end && at < last) {
			if (bytes[at + 1] < 2 || (bytes[at] === 0 && !view.onPort)) {
				return Verdict.no;
			}
			at += bytes[at + 1];
		}

		return at === last || (at >= end - 1 && end < last) ? Verdict.yes : Verdict.no;
	},
};

function isCode(code: number): boolean {
	return (code >= 1 && code <= 5) || (code >= 11 && code <= 13) || (code >= 40 && code <= 45);
}
