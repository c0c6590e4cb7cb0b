/**
 * EtherNet/IP encapsulation (ODVA, CIP volume 2 § 2-3).
 *
 * | offset | field (little-endian)                                              |
 * |--------|--------------------------------------------------------------------|
 * | 0      | command: 0, 1, 4, 0x63–0x66, 0x6f, 0x70, 0x72, 0x73                |
 * | 2      | length of what follows the header of 24 bytes: the payload's        |
 * | 8      | status: 0–3, 0x64–0x6a; 20: options, 0                             |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16le, u32le} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 24;
const COMMANDS = new Set([0, 1, 4, 0x63, 0x64, 0x65, 0x66, 0x6f, 0x70, 0x72, 0x73]);

export const enip: ApplicationProtocol = {
	name: 'enip',
	over: [IpProtocol.TCP, IpProtocol.UDP],
	ports: [44_818],
	portsOnly: true,
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		if (end - start < HEADER || !COMMANDS.has(u16le(bytes, start))) {
			return Verdict.no;
		}
		if (u16le(bytes, start + 2) + HEADER > wireLength || u32le(bytes, start + 20) !== 0) {
			return Verdict.no;
		}
		return u32le(bytes, start + 8) <= 0x6a ? Verdict.yes : Verdict.no;
	},
};
