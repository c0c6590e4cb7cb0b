/**
 * SOME/IP (AUTOSAR PRS_SOMEIPProtocol § 4.1.2); off its ports over UDP one
 * message whose length is the datagram's, and service discovery (PRS_SOMEIPServiceDiscoveryProtocol § 4.1.2).
 *
 * | offset | field                                                                  |
 * |--------|------------------------------------------------------------------------|
 * | 0      | service, method; discovery: 0xffff, 0x8100                             |
 * | 4      | length of what follows: the datagram's, or of its first message         |
 * | 8      | client, session; 12: protocol version 1, 13: version of the interface   |
 * | 14     | type 0, 1, 2, 0x80, 0x81, with 0x20 a segment; 15: return code 0–0x5e, 0 in requests |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u32} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 16;
const DISCOVERY = 0xffff8100;
const TYPES = [0, 1, 2, 0x80, 0x81];
const SEGMENT = 0x20;
const ANSWER = 0x80;
const MOST_CODE = 0x5e;
/** Versions of interfaces begin at 1. */
const MOST_INTERFACE = 15;

export const someip: ApplicationProtocol = {
	name: 'someip',
	over: [IpProtocol.UDP, IpProtocol.TCP],
	ports: [30_490, 30_491, 30_501],
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		if (end - start < HEADER || bytes[start + 12] !== 1) {
			return Verdict.no;
		}
		const length = u32(bytes, start + 4) + 8;
		const type = bytes[start + 14];
		const code = bytes[start + 15];
		if (length < HEADER || length > wireLength || !TYPES.includes(type & ~SEGMENT)) {
			return Verdict.no;
		}
		if (code > MOST_CODE || (code !== 0 && (type & ANSWER) === 0)) {
			return Verdict.no;
		}
		if (view.onPort) {
			return Verdict.yes;
		}
		const isDatagram =
			view.transport === IpProtocol.UDP && bytes[start + 13] <= MOST_INTERFACE && u32(bytes, start + 8) !== 0;
		return length === wireLength && (isDatagram || u32(bytes, start) === DISCOVERY) ? Verdict.yes : Verdict.no;
	},
};
