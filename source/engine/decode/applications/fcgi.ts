/**
 * FastCGI (FastCGI specification 1.0 § 3.3, 5.1): off port 9000 the record that begins a request.
 *
 * | offset | field                                                      |
 * |--------|------------------------------------------------------------|
 * | 0      | version 1; type 1–11: 1 begin, 3 end, 4 parameters, 5 to 8 streams |
 * | 2      | request's number; 4: length of the content, 6: of the padding, 7: 0 |
 * | 8      | begin: role 1 to 3 <2>, flags 0 or 1, five zeros            |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {type ApplicationProtocol, type PayloadView, Verdict} from './recognition.js';

const HEADER = 8;
const BEGIN = 1;
const MOST_TYPE = 11;
const MOST_ROLE = 3;

export const fcgi: ApplicationProtocol = {
	name: 'fcgi',
	over: [IpProtocol.TCP],
	ports: [9000],
	firstBytes: [1],
	recognise(view) {
		const {bytes, start, end} = view;
		if (end - start < HEADER || bytes[start] !== 1 || bytes[start + 7] !== 0) {
			return Verdict.no;
		}
		if (bytes[start + 1] === BEGIN) {
			return isBegin(view) ? Verdict.yes : Verdict.no;
		}
		return view.onPort && isRecord(view) ? Verdict.yes : Verdict.no;
	},
};

function isBegin({bytes, start, end}: PayloadView): boolean {
	if (end - start < HEADER + 8 || u16(bytes, start + 4) !== 8) {
		return false;
	}
	for (let at = start + 11; at < start + 16; at++) {
		if (bytes[at] !== 0) {
			return false;
		}
	}
	const role = u16(bytes, start + 8);
	return role >= 1 && role <= MOST_ROLE && bytes[start + 10] <= 1;
}

/** One that ends with its segment, or that another follows, or that goes on in the next segment with content of a full stream. */
function isRecord({bytes, start, end, wireLength}: PayloadView): boolean {
	const type = bytes[start + 1];
	const length = HEADER + u16(bytes, start + 4) + bytes[start + 6];
	if (type === 0 || type > MOST_TYPE) {
		return false;
	}
	if (length === wireLength || (length > wireLength && wireLength > 500)) {
		return true;
	}
	return start + length + 1 < end && bytes[start + length] === 1 && bytes[start + length + 1] <= MOST_TYPE;
}
