/**
 * BACnet/IP (ASHRAE 135 annex J.2).
 *
 * | offset | field                                           |
 * |--------|-------------------------------------------------|
 * | 0      | 0x81; 1: function 0–12                          |
 * | 2      | length, the datagram's                          |
 * | 4–10   | network version 1, where the function carries it |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

export const bacnet: ApplicationProtocol = {
	name: 'bacnet',
	over: [IpProtocol.UDP],
	ports: [47_808],
	firstBytes: [0x81],
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		if (end - start < 4 || bytes[start] !== 0x81 || u16(bytes, start + 2) !== wireLength) {
			return Verdict.no;
		}
		const kind = bytes[start + 1];
		if (view.onPort) {
			return kind <= 12 ? Verdict.yes : Verdict.no;
		}
		// Forwarded messages have their origin's address first.
		const at = kind === 4 ? start + 10 : start + 4;
		return (kind === 4 || (kind >= 9 && kind <= 11)) && at < end && bytes[at] === 1 ? Verdict.yes : Verdict.no;
	},
};
