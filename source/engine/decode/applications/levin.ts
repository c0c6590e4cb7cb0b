/**
 * Levin, the protocol of Monero's peers (Monero, "Levin Protocol Specification"). Wireshark knows it not; the name is the
 * specification's.
 *
 * | offset | field                                                    |
 * |--------|----------------------------------------------------------|
 * | 0      | 01 21 01 01 01 01 01 01; 8: length of what follows, little-endian |
 * | 16     | whether an answer is expected: 0, 1                       |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u32, u32le} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 17;

export const levin: ApplicationProtocol = {
	name: 'levin',
	over: [IpProtocol.TCP],
	ports: [18_080],
	firstBytes: [0x01],
	recognise({bytes, start, end}) {
		if (end - start < HEADER || u32(bytes, start) !== 0x0121_0101 || u32(bytes, start + 4) !== 0x0101_0101) {
			return Verdict.no;
		}
		return u32le(bytes, start + 12) === 0 && bytes[start + 16] <= 1 ? Verdict.yes : Verdict.no;
	},
};
