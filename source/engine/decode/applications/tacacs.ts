/**
 * TACACS+ (RFC 8907 § 4.1), told on port 49 only.
 *
 * | offset | field                                                            |
 * |--------|------------------------------------------------------------------|
 * | 0      | 0xc0 or 0xc1; 1: type 1–3; 2: sequence, not 0                     |
 * | 8      | length of the body: with the header of 12 bytes, the segment's    |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u32} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

export const tacacs: ApplicationProtocol = {
	name: 'tacplus',
	over: [IpProtocol.TCP],
	ports: [49],
	portsOnly: true,
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		if (end - start < 12 || (bytes[start] & 0xfe) !== 0xc0) {
			return Verdict.no;
		}
		const type = bytes[start + 1];
		return type >= 1 && type <= 3 && bytes[start + 2] !== 0 && u32(bytes, start + 8) + 12 <= wireLength
			? Verdict.yes
			: Verdict.no;
	},
};
