/**
 * BGP-4 (RFC 4271 § 4.1; RFC 8654 for lengths over 4096).
 *
 * | offset | field                                                         |
 * |--------|---------------------------------------------------------------|
 * | 0      | marker: 16 bytes 0xff                                         |
 * | 16     | length, 19–65535                                              |
 * | 18     | type: 1 OPEN, 2 UPDATE, 3 NOTIFICATION, 4 KEEPALIVE, 5 REFRESH |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 19;

export const bgp: ApplicationProtocol = {
	name: 'bgp',
	over: [IpProtocol.TCP],
	ports: [179],
	firstBytes: [0xff],
	recognise(view) {
		const {bytes, start, end} = view;
		if (end - start < HEADER) {
			return Verdict.no;
		}
		for (let at = start; at < start + 16; at++) {
			if (bytes[at] !== 0xff) {
				return Verdict.no;
			}
		}
		const type = bytes[start + 18];
		return u16(bytes, start + 16) >= HEADER && type >= 1 && type <= 6 ? Verdict.yes : Verdict.no;
	},
};
