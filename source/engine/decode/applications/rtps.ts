/**
 * RTPS, the wire protocol of DDS (OMG DDSI-RTPS 2.5 § 9.4.4): `RTPS`, version 1 or 2 and its minor one, vendor <2>, prefix <12>.
 */
import {IpProtocol} from '../assigned-numbers.js';
import {hasText} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

/** Of the prefix pings have but eight bytes. */
const LEAST = 16;

export const rtps: ApplicationProtocol = {
	name: 'rtps',
	over: [IpProtocol.UDP, IpProtocol.TCP],
	ports: [],
	firstBytes: [0x52],
	recognise({bytes, start, end, wireLength}) {
		if (end - start < 8 || wireLength < LEAST || !hasText(bytes, start, end, 'RTPS')) {
			return Verdict.no;
		}
		return bytes[start + 4] === 1 || bytes[start + 4] === 2 ? Verdict.yes : Verdict.no;
	},
};
