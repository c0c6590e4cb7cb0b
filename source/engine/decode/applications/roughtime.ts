/**
 * Roughtime (draft-ietf-ntp-roughtime § 5): a map of tags with offsets, bare on its ports, since draft 5 behind `ROUGHTIM` on any.
 * Wireshark knows it not.
 *
 * | offset | field                                                                          |
 * |--------|--------------------------------------------------------------------------------|
 * | 0      | `ROUGHTIM`, then length of what follows, little-endian; or at once the map        |
 * | then   | number of tags 1–16, little-endian; offsets of all but the first, by fours, rising   |
 * | then   | tags, with NONC or SREP among them                                               |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {hasText} from './bytes.js';
import {u32le} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const FRAME = 12;
const MOST_TAGS = 16;

export const roughtime: ApplicationProtocol = {
	name: 'roughtime',
	over: [IpProtocol.UDP],
	ports: [2002, 2003],
	firstBytes: [0x52, ...Array.from({length: MOST_TAGS}, (_, i) => i + 1)],
	recognise({bytes, start, end, wireLength, onPort}) {
		const framed = hasText(bytes, start, end, 'ROUGHTIM');
		if (!framed && !onPort) {
			return Verdict.no;
		}
		const map = start + (framed ? FRAME : 0);
		if (map + 8 > end) {
			return Verdict.no;
		}
		const count = u32le(bytes, map);
		const tags = map + 4 * count;
		if (count === 0 || count > MOST_TAGS || tags + 4 * count > end) {
			return Verdict.no;
		}
		let last = 0;
		for (let at = map + 4; at < tags; at += 4) {
			const offset = u32le(bytes, at);
			if (offset < last || offset % 4 !== 0 || offset > wireLength) {
				return Verdict.no;
			}
			last = offset;
		}
		for (let at = tags; at < tags + 4 * count; at += 4) {
			if (hasText(bytes, at, end, 'NONC') || hasText(bytes, at, end, 'SREP')) {
				return Verdict.yes;
			}
		}
		return Verdict.no;
	},
};
