/**
 * Geneve (RFC 8926 § 3.4), told on port 6081 only.
 *
 * | offset | field                                                            |
 * |--------|------------------------------------------------------------------|
 * | 0      | version 0 (2 bits), length of the options in words (6 bits)      |
 * | 1      | O, C, six reserved bits that are 0                               |
 * | 2      | Ethernet type of what is inside: at least 0x0600                 |
 * | 4      | network number, 24 bits, then a reserved byte                    |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 8;

export const geneve: ApplicationProtocol = {
	name: 'geneve',
	over: [IpProtocol.UDP],
	ports: [6081],
	portsOnly: true,
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		if (end - start < HEADER || bytes[start] >> 6 !== 0 || (bytes[start + 1] & 0x3f) !== 0) {
			return Verdict.no;
		}
		const header = HEADER + (bytes[start] & 0x3f) * 4;
		return header <= wireLength && u16(bytes, start + 2) >= 0x0600 && bytes[start + 7] === 0 ? Verdict.yes : Verdict.no;
	},
};
