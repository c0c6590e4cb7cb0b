/**
 * HNCP, told on its port only (RFC 7787 § 7, RFC 7788 § 10): elements to the end, type 1–10 or 32–41, length (2 bytes), value, filled with
 * zeros to fours. It may be within DTLS.
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const ELEMENT = 4;

export const hncp: ApplicationProtocol = {
	name: 'hncp',
	over: [IpProtocol.UDP],
	ports: [8231],
	portsOnly: true,
	recognise({bytes, start, end, wireLength}) {
		let at = start;
		while (at + ELEMENT <= end) {
			const type = u16(bytes, at);
			if (type === 0 || (type > 10 && (type < 32 || type > 41))) {
				return Verdict.no;
			}
			at += ELEMENT + ((u16(bytes, at + 2) + 3) & ~3);
		}
		return at > start && at === start + wireLength ? Verdict.yes : Verdict.no;
	},
};
