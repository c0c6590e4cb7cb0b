/**
 * IEC 60870-5-104 (§ 5, "APCI"), told on port 2404 only: APDUs that fill the segment.
 *
 * | offset | field                                                                     |
 * |--------|---------------------------------------------------------------------------|
 * | 0      | 0x68; length of what follows, 4–253                                       |
 * | 2      | control <4>: information (lowest bit 0), supervision 01 00, one of six 0x07 … 0x83 and zeros |
 * | 6      | information: type of the ASDU 1–127, number of objects, cause 1–63        |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const START = 0x68;
const HEADER = 6;
const SUPERVISION = 0x0100;
/** STARTDT, STOPDT, TESTFR: asked for and confirmed. */
const UNNUMBERED = [0x0700, 0x0b00, 0x1300, 0x2300, 0x4300, 0x8300];

export const iec104: ApplicationProtocol = {
	name: 'iec60870_104',
	over: [IpProtocol.TCP],
	ports: [2404],
	portsOnly: true,
	recognise({bytes, start, end, wireLength}) {
		let at = start;
		while (at + HEADER <= end) {
			const length = bytes[at + 1] + 2;
			if (bytes[at] !== START || length < HEADER || length > 255 || !isControl(bytes, at, end, length)) {
				return Verdict.no;
			}
			at += length;
		}
		return at > start && (at === start + wireLength || at > end || end < start + wireLength) ? Verdict.yes : Verdict.no;
	},
};

function isControl(bytes: Uint8Array, at: number, end: number, length: number): boolean {
	const control = u16(bytes, at + 2);
	if ((control & 0x0100) === 0) {
		const isObject = at + 9 > end || ((bytes[at + 6] & 0x80) === 0 && bytes[at + 6] > 0 && (bytes[at + 8] & 0x3f) > 0);
		return length > HEADER && (bytes[at + 4] & 1) === 0 && isObject;
	}
	if (length !== HEADER || (bytes[at + 4] & 1) !== 0) {
		return false;
	}
	return control === SUPERVISION || (UNNUMBERED.includes(control) && u16(bytes, at + 4) === 0);
}
