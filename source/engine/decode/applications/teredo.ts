/**
 * Teredo (RFC 4380 § 5.1.1): IPv6 in UDP, on port 3544, and between peers with addresses from 2001::/32.
 *
 * | offset | field                                                                                 |
 * |--------|---------------------------------------------------------------------------------------|
 * | 0      | optional 0x0001: lengths of identifier and value, both, 8 bytes nonce, confirmation    |
 * | then   | optional 0x0000: origin's port and address, 8 bytes in all                            |
 * | then   | IPv6: version 6; payload length agrees with the datagram                              |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {u32} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const IPV6_HEADER = 40;
const PREFIX = 0x20010000;

export const teredo: ApplicationProtocol = {
	name: 'teredo',
	over: [IpProtocol.UDP],
	ports: [3544],
	firstBytes: [0x60, 0x00],
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		let at = start;
		if (at + 4 <= end && bytes[at] === 0 && bytes[at + 1] === 1) {
			at += 4 + bytes[at + 2] + bytes[at + 3] + 9;
		}
		if (at + 8 <= end && bytes[at] === 0 && bytes[at + 1] === 0) {
			at += 8;
		}
		if (at + IPV6_HEADER > end || bytes[at] >> 4 !== 6) {
			return Verdict.no;
		}
		// A trailer may follow (RFC 6081 § 4.5), on the port.
		const length = at - start + IPV6_HEADER + u16(bytes, at + 4);
		if (view.onPort) {
			return length <= wireLength ? Verdict.yes : Verdict.no;
		}
		if (length !== wireLength) {
			return Verdict.no;
		}
		return u32(bytes, at + 8) === PREFIX || u32(bytes, at + 24) === PREFIX ? Verdict.yes : Verdict.no;
	},
};
