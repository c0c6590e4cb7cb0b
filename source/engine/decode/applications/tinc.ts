/**
 * tinc's meta connection (tinc manual, "The meta-protocol", ID): the line `0 name 17`, or `17.` and a minor version, by which
 * each end begins. Wireshark knows it not, the name is the product's.
 */
import {IpProtocol} from '../assigned-numbers.js';
import {hasText, indexOfByte} from './bytes.js';
import {endsLine} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const ID = '0 ';
const VERSION = ' 17';
const SPACE = 0x20;
const LF = 0x0a;
const DOT = 0x2e;
const LONGEST_NAME = 64;

export const tinc: ApplicationProtocol = {
	name: 'tinc',
	over: [IpProtocol.TCP],
	ports: [655],
	firstBytes: [0x30],
	recognise(view) {
		const {bytes, start, end} = view;
		if (end - start < 7 || !hasText(bytes, start, end, ID) || !endsLine(view)) {
			return Verdict.no;
		}
		const name = start + ID.length;
		const space = indexOfByte(bytes, SPACE, name, Math.min(end, name + LONGEST_NAME));
		if (space <= name || !isName(bytes, name, space) || !hasText(bytes, space, end, VERSION)) {
			return Verdict.no;
		}
		const after = bytes[space + VERSION.length];
		return after === LF || after === DOT ? Verdict.yes : Verdict.no;
	},
};

/** Letters, digits and `_`; `^` before those who only ask or were invited. */
function isName(bytes: Uint8Array, start: number, end: number): boolean {
	for (let at = start; at < end; at++) {
		const byte = bytes[at];
		const isLetter = (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
		if (!isLetter && byte !== 0x5f && byte !== 0x5e && (byte < 0x30 || byte > 0x39)) {
			return false;
		}
	}
	return true;
}
