/**
 * DRDA, what DB2, Derby and Informix speak (The Open Group, DRDA volume 3: DDM, "DSS"): off its ports what opens a connection.
 *
 * | offset | field                                                              |
 * |--------|--------------------------------------------------------------------|
 * | 0      | length of all                                                      |
 * | 2      | 0xd0; 3: flags and type, 1 request, 2 reply, 3 object, 5 without reply |
 * | 4      | correlation number                                                 |
 * | 6      | length of the object: 6 less than in 0; 8: code point               |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 10;
const DDM = 0xd0;
const TYPES = [1, 2, 3, 5];
/** EXCSAT, EXCSATRD, ACCSEC, ACCSECRD, SECCHK, SECCHKRM, ACCRDB, ACCRDBRM. */
const OPENINGS = [0x1041, 0x1443, 0x106d, 0x14ac, 0x106e, 0x1219, 0x2001, 0x2201];

export const drda: ApplicationProtocol = {
	name: 'drda',
	over: [IpProtocol.TCP],
	ports: [446, 50_000, 1527],
	// Of an opening, shorter than 768 bytes.
	firstBytes: [0, 1, 2],
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		if (end - start < HEADER || bytes[start + 2] !== DDM || !TYPES.includes(bytes[start + 3] & 0x0f)) {
			return Verdict.no;
		}
		const length = u16(bytes, start);
		if (length < HEADER || length > wireLength || u16(bytes, start + 6) !== length - 6) {
			return Verdict.no;
		}
		return view.onPort || OPENINGS.includes(u16(bytes, start + 8)) ? Verdict.yes : Verdict.no;
	},
};
