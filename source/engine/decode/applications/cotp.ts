/**
 * ISO transport on TCP, port 102 (RFC 1006 § 6; ISO 8073 § 13): `s7comm` where it carries Siemens S7, else `cotp`.
 *
 * | offset | field                                                                  |
 * |--------|------------------------------------------------------------------------|
 * | 0      | TPKT version 3, reserved 0, length of all                              |
 * | 4      | header's length, code: 0xe0, 0xd0 connection, 0xf0 data, 0x80 release  |
 * | then   | data: 0x32 (or 0x72), S7's protocol number                             |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

export const cotp: ApplicationProtocol = {
	name: 'cotp',
	labels: ['s7comm'],
	over: [IpProtocol.TCP],
	ports: [102],
	firstBytes: [3],
	recognise(view) {
		const labelled = view.memory === true;
		const otherwise = labelled ? Verdict.maybe : Verdict.no;
		const {bytes, start, end, wireLength} = view;
		if (end - start < 7 || bytes[start] !== 3 || bytes[start + 1] !== 0) {
			return otherwise;
		}
		const length = u16(bytes, start + 2);
		const header = bytes[start + 4];
		const code = bytes[start + 5] & 0xf0;
		if (length < 7 || length > wireLength || header + 5 > length) {
			return otherwise;
		}
		if (code === 0xf0) {
			const data = start + 5 + header;
			if (header !== 2 || data + 2 > end) {
				return otherwise;
			}
			const isS7 = bytes[data] === 0x32 && ((bytes[data + 1] >= 1 && bytes[data + 1] <= 3) || bytes[data + 1] === 7);
			if (isS7) {
				view.label = 's7comm';
			}
			return isS7 || view.onPort ? Verdict.yes : otherwise;
		}

		if (!view.onPort || (code !== 0xe0 && code !== 0xd0 && code !== 0x80)) {
			return otherwise;
		}
		view.settled = code === 0x80;
		view.memory = true;
		return Verdict.yes;
	},
};
