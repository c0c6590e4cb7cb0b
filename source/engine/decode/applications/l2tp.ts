/**
 * L2TP version 2 (RFC 2661 § 3.1) and 3 over UDP (RFC 3931 § 4.1.2), told on port 1701 only.
 *
 * | offset | field                                                                       |
 * |--------|-----------------------------------------------------------------------------|
 * | 0      | T = control, L = length present, S = sequence, O = offset, P; version 2 or 3 |
 * | 2      | with L: length of all; control messages have L and S                        |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

export const l2tp: ApplicationProtocol = {
	name: 'l2tp',
	over: [IpProtocol.UDP],
	ports: [1701],
	portsOnly: true,
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		if (end - start < 6) {
			return Verdict.no;
		}
		const flags = bytes[start];
		const version = bytes[start + 1] & 15;
		// 0x34: bits that are reserved in both versions.
		if ((version !== 2 && version !== 3) || (flags & 0x34) !== 0 || bytes[start + 1] > 15) {
			return Verdict.no;
		}
		if (flags >= 0x80 && (flags & 0x48) !== 0x48) {
			return Verdict.no;
		}
		return (flags & 0x40) === 0 || u16(bytes, start + 2) <= wireLength ? Verdict.yes : Verdict.no;
	},
};
