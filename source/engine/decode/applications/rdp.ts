/**
 * Remote Desktop: connection request and confirm in TPKT and X.224 (MS-RDPBCGR § 2.2.1.1, 2.2.1.2; RFC 1006).
 *
 * | offset | field                                                                                 |
 * |--------|---------------------------------------------------------------------------------------|
 * | 0      | TPKT version 3, reserved 0, length of all                                             |
 * | 4      | X.224 length (all but itself), code 0xe0 request or 0xd0 confirm, references, class 0 |
 * | 11     | `Cookie: `, or type 1–3, flags, length 8: what security is asked for                  |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {hasText, u16} from './bytes.js';
import {u16le} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const COOKIE = ['Cookie: ', 'mstshash'];

export const rdp: ApplicationProtocol = {
	name: 'rdp',
	over: [IpProtocol.TCP],
	ports: [3389],
	firstBytes: [3],
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		if (end - start < 11 || bytes[start] !== 3 || bytes[start + 1] !== 0) {
			return Verdict.no;
		}
		const length = u16(bytes, start + 2);
		if (length !== wireLength || bytes[start + 4] + 5 !== length) {
			// Data: the session was seen from its middle.
			return view.onPort && length <= wireLength && bytes[start + 4] === 2 && bytes[start + 5] === 0xf0
				? Verdict.yes
				: Verdict.no;
		}

		const code = bytes[start + 5];
		if (code !== 0xe0 && code !== 0xd0) {
			return Verdict.no;
		}
		if (view.onPort) {
			return Verdict.yes;
		}
		const at = start + 11;
		for (const cookie of COOKIE) {
			if (code === 0xe0 && hasText(bytes, at, end, cookie)) {
				return Verdict.yes;
			}
		}
		const type = at + 4 <= end ? bytes[at] : 0;
		const asks = code === 0xe0 ? type === 1 : type === 2 || type === 3;
		return asks && u16le(bytes, at + 2) === 8 ? Verdict.yes : Verdict.no;
	},
};
