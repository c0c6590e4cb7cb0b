/**
 * Diameter (RFC 6733 § 3, 4.1).
 *
 * | offset | field                                                                          |
 * |--------|--------------------------------------------------------------------------------|
 * | 0      | version 1, length of the message: 20 or more, a multiple of 4                   |
 * | 4      | flags: four reserved bits that are 0; 5: command, 24 bits                       |
 * | 20     | first attribute: code, flags with five reserved bits, length within the message |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u24} from './bytes.js';
import {u32} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 20;

export const diameter: ApplicationProtocol = {
	name: 'diameter',
	over: [IpProtocol.TCP, IpProtocol.SCTP],
	ports: [3868],
	firstBytes: [1],
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		if (end - start < HEADER + 8 || bytes[start] !== 1 || (bytes[start + 4] & 0x0f) !== 0) {
			return Verdict.no;
		}
		const length = u24(bytes, start + 1);
		const command = u24(bytes, start + 5);
		if (length < HEADER + 8 || length % 4 !== 0 || command < 257) {
			return Verdict.no;
		}
		const attribute = u24(bytes, start + HEADER + 5);
		if ((bytes[start + HEADER + 4] & 0x1f) !== 0 || attribute < 8 || attribute + HEADER > length) {
			return Verdict.no;
		}
		if (view.onPort) {
			return Verdict.yes;
		}
		// Elsewhere a whole message, of a command and with an attribute of the base protocol.
		return length === wireLength && command < 350 && u32(bytes, start + HEADER) < 1000 ? Verdict.yes : Verdict.no;
	},
};
