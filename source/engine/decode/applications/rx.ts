/**
 * Rx, by which AFS is served, told on its ports only ("RX protocol specification", Zeldovich, § 3; 7000 to 7009).
 *
 * | offset | field                                                                     |
 * |--------|---------------------------------------------------------------------------|
 * | 0      | epoch; 4: connection; 8: call; 12: sequence number; 16: serial number, not 0   |
 * | 20     | type 1–9 or 13; 21: flags; 23: kind of security 0–5; 26: service, not 0         |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {range, u16} from './bytes.js';
import {u32} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 28;
const TYPES = [...range(1, 9), 13];
const MOST_SECURITY = 5;
const MOST_CALLS = 0xffff;

export const rx: ApplicationProtocol = {
	name: 'rx',
	over: [IpProtocol.UDP],
	ports: range(7000, 7009),
	portsOnly: true,
	recognise({bytes, start, end}) {
		if (end - start < HEADER || !TYPES.includes(bytes[start + 20]) || bytes[start + 23] > MOST_SECURITY) {
			return Verdict.no;
		}
		const isCounted = u32(bytes, start + 8) <= MOST_CALLS && u32(bytes, start + 12) <= MOST_CALLS;
		return isCounted && u32(bytes, start + 16) !== 0 && u16(bytes, start + 26) !== 0 ? Verdict.yes : Verdict.no;
	},
};
