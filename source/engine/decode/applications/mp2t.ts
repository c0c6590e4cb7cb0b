/** MPEG transport streams (ISO/IEC 13818-1 § 2.4.3.2): packets of 188 bytes, two or more to a datagram, each begins with 0x47, no error in it. */
import {IpProtocol} from '../assigned-numbers.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const PACKET = 188;
const SYNC = 0x47;
const ERROR = 0x80;

export const mp2t: ApplicationProtocol = {
	name: 'mp2t',
	over: [IpProtocol.UDP],
	ports: [],
	firstBytes: [SYNC],
	recognise({bytes, start, end, wireLength}) {
		if (wireLength % PACKET !== 0 || wireLength < 2 * PACKET || end - start < wireLength) {
			return Verdict.no;
		}
		for (let at = start; at < end; at += PACKET) {
			if (bytes[at] !== SYNC || (bytes[at + 1] & ERROR) !== 0) {
				return Verdict.no;
			}
		}
		return Verdict.yes;
	},
};
