/**
 * Hot Standby Router Protocol versions 1 and 2 (RFC 2281 § 5.1), told on ports 1985 and 2029 only.
 *
 * | offset | version 1                                | version 2                      |
 * |--------|------------------------------------------|--------------------------------|
 * | 0      | version 0, operation 0–3                 | type 1–4, length: elements end |
 * | 2      | state 0, 1, 2, 4, 8, 16                  | with the datagram              |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

export const hsrp: ApplicationProtocol = {
	name: 'hsrp',
	over: [IpProtocol.UDP],
	ports: [1985, 2029],
	portsOnly: true,
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		if (end - start < 3) {
			return Verdict.no;
		}
		if (bytes[start] === 0) {
			return wireLength >= 16 && bytes[start + 1] <= 3 ? Verdict.yes : Verdict.no;
		}
		let at = start;
		while (at + 2 <= end) {
			if (bytes[at] < 1 || bytes[at] > 4) {
				return Verdict.no;
			}
			at += 2 + bytes[at + 1];
		}

		return at >= end && at <= start + wireLength ? Verdict.yes : Verdict.no;
	},
};
