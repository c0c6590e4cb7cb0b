/**
 * Oracle's Transparent Network Substrate (Oracle Net; the layout that Wireshark's display filter reference gives for `tns`).
 *
 * | offset | field                                                             |
 * |--------|-------------------------------------------------------------------|
 * | 0      | length of all <2>, checksum 0 <2>; of large packets length <4>     |
 * | 4      | type 1–19: 1 connect, 2 accept, 6 data, 11 send again             |
 * | 5      | flags, then checksum of the header 0 <2>                          |
 * | 8      | connect: version 300 to 399, the oldest one that will do          |
 *
 * Off its ports only connect packets are told.
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {u32} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 8;
const CONNECT = 1;
const MOST_TYPE = 19;
const OLDEST = 300;
const NEWEST = 399;

export const tns: ApplicationProtocol = {
	name: 'tns',
	over: [IpProtocol.TCP],
	ports: [1521, 1526],
	firstBytes: [0, 1, 2, 3],
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		if (end - start < HEADER || u16(bytes, start + 6) !== 0) {
			return Verdict.no;
		}
		const isShort = u16(bytes, start) === wireLength && u16(bytes, start + 2) === 0;
		const type = bytes[start + 4];
		if ((!isShort && u32(bytes, start) !== wireLength) || type === 0 || type > MOST_TYPE) {
			return Verdict.no;
		}
		if (type !== CONNECT) {
			return view.onPort ? Verdict.yes : Verdict.no;
		}
		if (end - start < HEADER + 4) {
			return Verdict.no;
		}
		const version = u16(bytes, start + 8);
		return version >= OLDEST && version <= NEWEST && u16(bytes, start + 10) <= version ? Verdict.yes : Verdict.no;
	},
};
