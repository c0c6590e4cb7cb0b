/**
 * DoIP, diagnostics of vehicles (ISO 13400-2 § 7.1).
 *
 * | offset | field                                                                 |
 * |--------|-----------------------------------------------------------------------|
 * | 0      | version 1 to 4 or 0xff, and its bits turned over                      |
 * | 2      | type 0–8, 0x4001–0x4004, 0x8001–0x8003                                 |
 * | 4      | length of what follows: the segment's                                  |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {u32} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 8;
const MOST_VERSION = 4;
const ANY_VERSION = 0xff;

export const doip: ApplicationProtocol = {
	name: 'doip',
	over: [IpProtocol.TCP, IpProtocol.UDP],
	ports: [13_400],
	firstBytes: [1, 2, 3, 4, ANY_VERSION],
	recognise({bytes, start, end, wireLength}) {
		if (end - start < HEADER) {
			return Verdict.no;
		}
		const version = bytes[start];
		if ((version < 1 || version > MOST_VERSION) && version !== ANY_VERSION) {
			return Verdict.no;
		}
		const isLength = u32(bytes, start + 4) + HEADER === wireLength;
		return (bytes[start + 1] ^ version) === 0xff && isLength && isType(u16(bytes, start + 2))
			? Verdict.yes
			: Verdict.no;
	},
};

function isType(type: number): boolean {
	return type <= 8 || (type > 0x4000 && type <= 0x4004) || (type > 0x8000 && type <= 0x8003);
}
