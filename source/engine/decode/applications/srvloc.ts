/**
 * Service Location Protocol, told on its port only: version 2 (RFC 2608 § 8) and 1 (RFC 2165 § 8).
 *
 * | offset | field                                                                    |
 * |--------|--------------------------------------------------------------------------|
 * | 0      | version; 1: function 1–11                                                |
 * | 2      | version 2: length of all (3 bytes); 5: flags, the lower 13 bits 0          |
 * | 12     | version 2: length of the language tag, 14: the tag, letters and hyphens    |
 * | 2      | version 1: length of all; 4: flags, 5: dialect 0, 6: language, two letters |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16, u24} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 14;
const OLD_HEADER = 12;
const MOST_FUNCTION = 11;
const FREE_FLAGS = 0x1fff;
const OLD_FREE_FLAGS = 0x07;
const LONGEST_TAG = 35;
const HYPHEN = 0x2d;

export const srvloc: ApplicationProtocol = {
	name: 'srvloc',
	over: [IpProtocol.UDP, IpProtocol.TCP],
	ports: [427],
	portsOnly: true,
	recognise({bytes, start, end, wireLength, transport}) {
		if (end - start < OLD_HEADER || bytes[start + 1] === 0 || bytes[start + 1] > MOST_FUNCTION) {
			return Verdict.no;
		}
		// A message may take several segments.
		const fits = (length: number) => length === wireLength || (transport === IpProtocol.TCP && length > wireLength);
		if (bytes[start] === 1) {
			const isPlain = (bytes[start + 4] & OLD_FREE_FLAGS) === 0 && bytes[start + 5] === 0;
			return isPlain && fits(u16(bytes, start + 2)) && isTag(bytes, start + 6, start + 8) ? Verdict.yes : Verdict.no;
		}
		if (bytes[start] !== 2 || end - start < HEADER || (u16(bytes, start + 5) & FREE_FLAGS) !== 0) {
			return Verdict.no;
		}
		const tag = u16(bytes, start + 12);
		const isTagged = tag > 0 && tag <= LONGEST_TAG && isTag(bytes, start + HEADER, Math.min(end, start + HEADER + tag));
		return isTagged && fits(u24(bytes, start + 2)) ? Verdict.yes : Verdict.no;
	},
};

function isTag(bytes: Uint8Array, start: number, end: number): boolean {
	for (let at = start; at < end; at++) {
		const letter = bytes[at] | 0x20;
		if ((letter < 0x61 || letter > 0x7a) && bytes[at] !== HYPHEN) {
			return false;
		}
	}
	return true;
}
