/**
 * VNC: both ends greet with `RFB `, a version `003.008` and a line feed (RFC 6143 § 7.1.1).
 */
import {IpProtocol} from '../assigned-numbers.js';
import {hasText} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const LENGTH = 12;

export const vnc: ApplicationProtocol = {
	name: 'vnc',
	over: [IpProtocol.TCP],
	ports: [5900, 5901, 5800],
	firstBytes: [0x52],
	recognise(view) {
		const {bytes, start, end} = view;
		if (end - start < LENGTH || !hasText(bytes, start, end, 'RFB 00')) {
			return Verdict.no;
		}
		return bytes[start + 7] === 0x2e && bytes[start + 11] === 0x0a ? Verdict.yes : Verdict.no;
	},
};
