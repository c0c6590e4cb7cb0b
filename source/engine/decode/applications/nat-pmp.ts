/**
 * What asks a router for ports, on its ports only: `nat-pmp` (RFC 6886 § 3.2–3.4), `portcontrol` (PCP, RFC 6887 § 7).
 *
 * | offset | field                                                                         |
 * |--------|-------------------------------------------------------------------------------|
 * | 0      | version 0; 1: operation 0, 1, 2, in answers 0x80 more                           |
 * | 2      | requests for ports: reserved 0, 12 bytes; answers: result 0–5, 8, 12 or 16 bytes   |
 * | 0      | version 2; 1: operation 0–3, in answers 0x80 more; 2: reserved 0, 3: result        |
 * | 8      | requests: the client's address; answers: 12 to 24 are 0; 24 to 1100 bytes, by fours |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {u32} from './fields.js';
import {type ApplicationProtocol, type PayloadView, Verdict} from './recognition.js';

const ANSWER = 0x80;
const MOST_RESULT = 5;
const PCP_HEADER = 24;
const LONGEST_PCP = 1100;
const MOST_PCP_RESULT = 14;

export const natPmp: ApplicationProtocol = {
	name: 'nat-pmp',
	labels: ['portcontrol'],
	over: [IpProtocol.UDP],
	ports: [5350, 5351],
	portsOnly: true,
	recognise(view) {
		const {bytes, start, end} = view;
		if (end - start < 2) {
			return Verdict.no;
		}
		if (bytes[start] === 2 && isPcp(view)) {
			view.label = 'portcontrol';
			return Verdict.yes;
		}
		return bytes[start] === 0 && isNatPmp(view) ? Verdict.yes : Verdict.no;
	},
};

function isNatPmp({bytes, start, end, wireLength}: PayloadView): boolean {
	const operation = bytes[start + 1] & ~ANSWER;
	if (operation > 2) {
		return false;
	}
	if ((bytes[start + 1] & ANSWER) === 0) {
		return operation === 0 ? wireLength === 2 : wireLength === 12 && end - start >= 4 && u16(bytes, start + 2) === 0;
	}
	const isLength = wireLength === 8 || wireLength === (operation === 0 ? 12 : 16);
	return isLength && end - start >= 4 && u16(bytes, start + 2) <= MOST_RESULT;
}

function isPcp({bytes, start, end, wireLength}: PayloadView): boolean {
	if (end - start < PCP_HEADER || wireLength > LONGEST_PCP || wireLength % 4 !== 0 || bytes[start + 2] !== 0) {
		return false;
	}
	if ((bytes[start + 1] & ~ANSWER) > 3) {
		return false;
	}
	if ((bytes[start + 1] & ANSWER) === 0) {
		return bytes[start + 3] === 0;
	}
	const isFree = u32(bytes, start + 12) === 0 && u32(bytes, start + 16) === 0 && u32(bytes, start + 20) === 0;
	return isFree && bytes[start + 3] <= MOST_PCP_RESULT;
}
