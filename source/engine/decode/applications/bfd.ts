/**
 * BFD control packets (RFC 5880 § 4.1), told on ports 3784 and 4784 only; `bfd_echo` on 3785 (RFC 5881 § 4), the content of which is
 * its sender's: Cisco's, as two routers show it.
 *
 * | offset | field                                                     |
 * |--------|-----------------------------------------------------------|
 * | 0      | version 0 or 1 (3 bits), diagnostic 0–9                   |
 * | 2      | detection multiplier, not 0; 3: length, 24, or with authentication (0x04 in 1) that and its own in 25 |
 * | 4      | own discriminator, not 0                                  |
 * | 0      | echo, 12 bytes: 0; 4: own discriminator, not 0            |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u32} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 24;
const AUTHENTICATED = 0x04;

export const bfd: ApplicationProtocol = {
	name: 'bfd',
	over: [IpProtocol.UDP],
	ports: [3784, 4784],
	portsOnly: true,
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		if (end - start < HEADER || bytes[start] >> 5 > 1 || bytes[start + 2] === 0) {
			return Verdict.no;
		}
		const length = bytes[start + 3];
		if ((bytes[start + 1] & AUTHENTICATED) === 0) {
			if (length !== HEADER) {
				return Verdict.no;
			}
		} else if (length < HEADER + 2 || (start + 25 < end && bytes[start + 25] !== length - HEADER)) {
			return Verdict.no;
		}

		return length <= wireLength && u32(bytes, start + 4) !== 0 ? Verdict.yes : Verdict.no;
	},
};

const ECHO = 12;

export const bfdEcho: ApplicationProtocol = {
	name: 'bfd_echo',
	over: [IpProtocol.UDP],
	ports: [3785],
	portsOnly: true,
	recognise({bytes, start, end, wireLength}) {
		const isWhole = wireLength === ECHO && end - start === ECHO;
		return isWhole && u32(bytes, start) === 0 && u32(bytes, start + 4) !== 0 ? Verdict.yes : Verdict.no;
	},
};
