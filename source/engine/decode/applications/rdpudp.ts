/**
 * RDP over UDP ([MS-RDPEUDP] § 2.2.2): the datagram that begins a session.
 *
 * | offset | field                                                                   |
 * |--------|-------------------------------------------------------------------------|
 * | 0      | acknowledged: 0xffffffff; on its port, of an answer, what the other end sent |
 * | 4      | window, not 0; 6: flags, 1 begins, 4 acknowledges                           |
 * | 12     | greatest datagrams, up and down, 1132 to 1232 bytes each; 1232 in all        |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {u32} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const LENGTH = 1232;
const LEAST = 1132;
const SYN = 0x01;
const ACK = 0x04;

export const rdpudp: ApplicationProtocol = {
	name: 'rdpudp',
	over: [IpProtocol.UDP],
	ports: [3389],
	recognise({bytes, start, end, wireLength, onPort}) {
		if (wireLength !== LENGTH || end - start < 16 || u16(bytes, start + 4) === 0) {
			return Verdict.no;
		}
		const flags = u16(bytes, start + 6);
		const isFirst = u32(bytes, start) === 0xffff_ffff && (flags & ACK) === 0;
		if ((flags & SYN) === 0 || !(isFirst || (onPort && (flags & ACK) !== 0))) {
			return Verdict.no;
		}
		const isSize = [12, 14].every(at => u16(bytes, start + at) >= LEAST && u16(bytes, start + at) <= LENGTH);
		return isSize ? Verdict.yes : Verdict.no;
	},
};
