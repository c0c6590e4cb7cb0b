/**
 * FIX in its text form (FIX 4.4 volume 1, "Standard Message Header"): the three fields that every message begins with, each
 * ended by the byte 1: `8=` and the version, `9=` and the length, `35=` and the type.
 */
import {IpProtocol} from '../assigned-numbers.js';
import {hasText, indexOfByte} from './bytes.js';
import {isPrintable} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const VERSION = '8=';
const LENGTH = '9=';
const TYPE = '35=';
const END = 0x01;
/** Characters of a version and digits of a length, at most. */
const LONGEST_VERSION = 16;
const LONGEST_LENGTH = 9;

export const fix: ApplicationProtocol = {
	name: 'fix',
	over: [IpProtocol.TCP],
	ports: [],
	firstBytes: [0x38],
	recognise({bytes, start, end}) {
		if (end - start < 4 || !hasText(bytes, start, end, VERSION)) {
			return Verdict.no;
		}
		const version = start + VERSION.length;
		const field = indexOfByte(bytes, END, version, Math.min(end, version + LONGEST_VERSION));
		if (field <= version || !isPrintable(bytes, version, field) || !hasText(bytes, field + 1, end, LENGTH)) {
			return Verdict.no;
		}
		const length = field + 1 + LENGTH.length;
		const last = indexOfByte(bytes, END, length, Math.min(end, length + LONGEST_LENGTH));
		if (last <= length || !hasText(bytes, last + 1, end, TYPE)) {
			return Verdict.no;
		}
		for (let at = length; at < last; at++) {
			if (bytes[at] < 0x30 || bytes[at] > 0x39) {
				return Verdict.no;
			}
		}
		return Verdict.yes;
	},
};
