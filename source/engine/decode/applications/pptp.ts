/**
 * PPTP control connection (RFC 2637 § 2).
 *
 * | offset | field                                         |
 * |--------|-----------------------------------------------|
 * | 0      | length; 2: message type, 1 or 2               |
 * | 4      | magic cookie 0x1a2b3c4d                       |
 * | 8      | control message 1–15; 10: reserved, 0         |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {u32} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

export const pptp: ApplicationProtocol = {
	name: 'pptp',
	over: [IpProtocol.TCP],
	ports: [1723],
	firstBytes: [0],
	recognise(view) {
		const {bytes, start, end} = view;
		if (end - start < 12 || u32(bytes, start + 4) !== 0x1a2b3c4d || u16(bytes, start + 2) > 2) {
			return Verdict.no;
		}
		const message = u16(bytes, start + 8);
		return message >= 1 && message <= 15 && u16(bytes, start + 10) === 0 ? Verdict.yes : Verdict.no;
	},
};
