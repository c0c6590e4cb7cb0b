/**
 * MikroTik Neighbor Discovery Protocol, UDP 5678 (MikroTik RouterOS documentation, "Neighbor discovery").
 *
 * | offset | field                                                            |
 * |--------|------------------------------------------------------------------|
 * | 0      | header, 2: sequence number; all zero in a request                |
 * | 4      | type and length, 16 bits each: they end with the datagram        |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {u32} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 4;
const LAST_TYPE = 17;

export const mndp: ApplicationProtocol = {
	name: 'mndp',
	over: [IpProtocol.UDP],
	ports: [5678],
	portsOnly: true,
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		if (end - start < HEADER) {
			return Verdict.no;
		}
		if (wireLength <= 9) {
			return u32(bytes, start) === 0 ? Verdict.yes : Verdict.no;
		}
		let at = start + HEADER;
		while (at + 4 <= end) {
			if (u16(bytes, at) === 0 || u16(bytes, at) > LAST_TYPE) {
				return Verdict.no;
			}
			at += 4 + u16(bytes, at + 2);
		}

		return at === start + wireLength || (end - start < wireLength && at > end - 4) ? Verdict.yes : Verdict.no;
	},
};
