/**
 * Modbus/TCP (Modbus Messaging on TCP/IP Implementation Guide § 3.1.3), told on port 502 only.
 *
 * | offset | field                                                        |
 * |--------|--------------------------------------------------------------|
 * | 0      | transaction number                                           |
 * | 2      | protocol number 0                                            |
 * | 4      | length of what follows, 2–254                                |
 * | 6      | unit, 7: function code, 1–127, exceptions with the high bit  |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

export const modbus: ApplicationProtocol = {
	name: 'modbus',
	over: [IpProtocol.TCP, IpProtocol.UDP],
	ports: [502],
	portsOnly: true,
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		if (end - start < 8 || u16(bytes, start + 2) !== 0) {
			return Verdict.no;
		}
		const length = u16(bytes, start + 4);
		if (length < 2 || length > 260 || length + 6 > wireLength) {
			return Verdict.no;
		}
		return (bytes[start + 7] & 0x7f) > 0 ? Verdict.yes : Verdict.no;
	},
};
