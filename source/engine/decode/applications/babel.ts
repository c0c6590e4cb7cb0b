/** Babel, told on its port only (RFC 8966 § 4.2): magic number 42, version 2, length of the body (2 bytes), which ends within the datagram. */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 4;
const MAGIC_AND_VERSION = 0x2a02;

export const babel: ApplicationProtocol = {
	name: 'babel',
	over: [IpProtocol.UDP],
	ports: [6696],
	portsOnly: true,
	recognise({bytes, start, end, wireLength}) {
		const isIt =
			end - start >= HEADER && u16(bytes, start) === MAGIC_AND_VERSION && u16(bytes, start + 2) + HEADER <= wireLength;
		return isIt ? Verdict.yes : Verdict.no;
	},
};
