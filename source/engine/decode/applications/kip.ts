/**
 * KNXnet/IP (ISO 22510 § 5.2; KNX specification 3/8/2 § 2.3).
 *
 * | offset | field                                                         |
 * |--------|---------------------------------------------------------------|
 * | 0      | length of the header, 6; version 1.0 as 0x10                   |
 * | 2      | service: family 2 to 9, number 1 to 0x5f                      |
 * | 4      | length of all: the datagram's; over TCP of the first one        |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 6;
const START = 0x0610;
const MOST_SERVICE = 0x5f;

export const kip: ApplicationProtocol = {
	name: 'kip',
	over: [IpProtocol.UDP, IpProtocol.TCP],
	ports: [3671],
	firstBytes: [HEADER],
	recognise({bytes, start, end, wireLength, transport}) {
		if (end - start < HEADER + 2 || u16(bytes, start) !== START) {
			return Verdict.no;
		}
		const family = bytes[start + 2];
		const service = bytes[start + 3];
		if (family < 2 || family > 9 || service === 0 || service > MOST_SERVICE) {
			return Verdict.no;
		}
		const length = u16(bytes, start + 4);
		const isLength = transport === IpProtocol.UDP ? length === wireLength : length >= HEADER && length <= wireLength;
		return isLength ? Verdict.yes : Verdict.no;
	},
};
