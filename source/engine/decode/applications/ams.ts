/**
 * ADS over AMS, Beckhoff's TwinCAT (Beckhoff Information System, "AMS/TCP Header", "AMS Header"), told on port 48898 only.
 *
 * | offset | field (little-endian)                                                    |
 * |--------|--------------------------------------------------------------------------|
 * | 0      | reserved 0; 2: length of what follows it                                 |
 * | 6      | target <6>, its port; source <6>, its port                               |
 * | 22     | command 1–9; 24: state 4 command or 5 answer; 26: length, 32 less than in 2 |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {u16le, u32le} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 38;
const AMS_HEADER = 32;
const MOST_COMMAND = 9;

export const ams: ApplicationProtocol = {
	name: 'ams',
	over: [IpProtocol.TCP],
	ports: [48_898],
	portsOnly: true,
	recognise({bytes, start, end}) {
		if (end - start < HEADER || u16(bytes, start) !== 0) {
			return Verdict.no;
		}
		const command = u16le(bytes, start + 22);
		const state = u16le(bytes, start + 24);
		if (command === 0 || command > MOST_COMMAND || (state & 0xfffe) !== 4) {
			return Verdict.no;
		}
		return u32le(bytes, start + 2) === u32le(bytes, start + 26) + AMS_HEADER ? Verdict.yes : Verdict.no;
	},
};
