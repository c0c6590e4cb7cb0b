/**
 * IAX2, told on its port only (RFC 5456 § 8.1.1): full frames.
 *
 * | offset | field                                                                        |
 * |--------|------------------------------------------------------------------------------|
 * | 0      | 1 (bit), source call, not 0; 2: R, destination call; 4: time; 8: sequence numbers |
 * | 10     | type 1–12; 11: what of it, of type 6 (IAX) 1 to 40                              |
 * | 12     | type 6: elements, type, length and value, to the end                            |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 12;
const FULL = 0x8000;
const MOST_TYPE = 12;
const CONTROL = 6;
const MOST_CONTROL = 40;

export const iax2: ApplicationProtocol = {
	name: 'iax2',
	over: [IpProtocol.UDP],
	ports: [4569],
	portsOnly: true,
	recognise({bytes, start, end, wireLength}) {
		if (end - start < HEADER || u16(bytes, start) <= FULL) {
			return Verdict.no;
		}
		const type = bytes[start + 10];
		if (type !== CONTROL) {
			// Sound and pictures go on in frames of their own: what begins a call is of type 6.
			return type > 0 && type <= MOST_TYPE ? Verdict.maybe : Verdict.no;
		}
		if (bytes[start + 11] === 0 || bytes[start + 11] > MOST_CONTROL) {
			return Verdict.no;
		}
		let at = start + HEADER;
		while (at + 2 <= end) {
			at += 2 + bytes[at + 1];
		}
		return at === start + wireLength || end < start + wireLength ? Verdict.yes : Verdict.no;
	},
};
