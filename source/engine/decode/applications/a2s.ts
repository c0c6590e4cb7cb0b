/**
 * Questions to game servers of Valve's and others (Valve developer community, "Server queries", A2S): 0xffffffff, then a kind. Wireshark
 * knows some as quakeworld; the name is the documentation's.
 *
 * | offset | field                                                                      |
 * |--------|----------------------------------------------------------------------------|
 * | 4      | `TSource Engine Query`, 0; on its port also                                  |
 * | 4      | `U`, `V` and a challenge (9 bytes); answers `A` and one (9), `I`, `D`, `E`       |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {hasText} from './bytes.js';
import {u32} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const ALL = 0xffff_ffff;
const QUERY = 'TSource Engine Query\0';
const CHALLENGED = [0x41, 0x55, 0x56];
const ANSWERS = [0x44, 0x45, 0x49];

export const a2s: ApplicationProtocol = {
	name: 'a2s',
	over: [IpProtocol.UDP],
	ports: [27_015, 27_016],
	firstBytes: [0xff],
	recognise({bytes, start, end, wireLength, onPort}) {
		if (end - start < 6 || u32(bytes, start) !== ALL) {
			return Verdict.no;
		}
		if (hasText(bytes, start + 4, end, QUERY)) {
			return Verdict.yes;
		}
		const kind = bytes[start + 4];
		return onPort && (ANSWERS.includes(kind) || (CHALLENGED.includes(kind) && wireLength === 9))
			? Verdict.yes
			: Verdict.no;
	},
};
