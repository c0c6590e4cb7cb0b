/**
 * MongoDB wire protocol (MongoDB manual, "Wire Protocol", Standard Message Header).
 *
 * | offset | field (little-endian)                                            |
 * |--------|------------------------------------------------------------------|
 * | 0      | length of all: off port 27017 the segment's                       |
 * | 12     | operation: 1, 1000, 2001, 2002, 2004–2007, 2010–2013              |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u32le} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 16;

export const mongo: ApplicationProtocol = {
	name: 'mongo',
	over: [IpProtocol.TCP],
	ports: [27_017],
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		if (end - start < HEADER) {
			return Verdict.no;
		}
		const length = u32le(bytes, start);
		if (length < HEADER + 4 || length > 48_000_000 || (length !== wireLength && !view.onPort)) {
			return Verdict.no;
		}
		const operation = u32le(bytes, start + 12);
		const modern =
			operation >= 2001 && operation <= 2013 && operation !== 2003 && operation !== 2008 && operation !== 2009;
		return modern || (operation === 1 && view.onPort) ? Verdict.yes : Verdict.no;
	},
};
