/**
 * LDP (RFC 5036 § 3.1), told on port 646 only.
 *
 * | offset | field                                                                     |
 * |--------|---------------------------------------------------------------------------|
 * | 0      | version 1; 2: length of what follows, within the payload                  |
 * | 4      | router, label space; 10: message type, 12: its length                     |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

export const ldp: ApplicationProtocol = {
	name: 'ldp',
	over: [IpProtocol.TCP, IpProtocol.UDP],
	ports: [646],
	portsOnly: true,
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		if (end - start < 10 || u16(bytes, start) !== 1) {
			return Verdict.no;
		}
		const length = u16(bytes, start + 2);
		return length >= 6 && length + 4 <= wireLength ? Verdict.yes : Verdict.no;
	},
};
