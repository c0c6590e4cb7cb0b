/**
 * PFCP (3GPP TS 29.244 § 7.2.2).
 *
 * | offset | field                                                                       |
 * |--------|-----------------------------------------------------------------------------|
 * | 0      | version 1 (3 bits), flags: S = a session number is present                  |
 * | 1      | type: 1–15 node, without S; 50–57 session, with S                           |
 * | 2      | length of what follows: with the four bytes before it, all of the datagram  |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

export const pfcp: ApplicationProtocol = {
	name: 'pfcp',
	over: [IpProtocol.UDP],
	ports: [8805],
	portsOnly: true,
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		if (end - start < 8 || bytes[start] >> 5 !== 1) {
			return Verdict.no;
		}
		const type = bytes[start + 1];
		const session = (bytes[start] & 1) === 1;
		if (session ? type < 50 || type > 99 : type < 1 || type > 49) {
			return Verdict.no;
		}
		// Messages may be bundled (FO): then the first one is shorter than the datagram.
		const length = u16(bytes, start + 2) + 4;
		return length === wireLength || ((bytes[start] & 4) === 4 && length < wireLength) ? Verdict.yes : Verdict.no;
	},
};
