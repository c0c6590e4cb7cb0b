/**
 * Ubiquiti's discovery, on port 10001 only, as two captures and the tools that ask for it show it.
 *
 * | offset | field                                                              |
 * |--------|--------------------------------------------------------------------|
 * | 0      | version 1 or 2; 1: command, below 16; 2: length of what follows       |
 * | 4      | elements to the end: type, length (2 bytes), value; none in a question |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 4;
const ELEMENT = 3;
const MOST_COMMAND = 0x0f;

export const ubdp: ApplicationProtocol = {
	name: 'ubdp',
	over: [IpProtocol.UDP],
	ports: [10_001],
	portsOnly: true,
	recognise({bytes, start, end, wireLength}) {
		const version = bytes[start];
		if (end - start < HEADER || version === 0 || version > 2 || bytes[start + 1] > MOST_COMMAND) {
			return Verdict.no;
		}
		if (u16(bytes, start + 2) + HEADER !== wireLength) {
			return Verdict.no;
		}
		let at = start + HEADER;
		while (at + ELEMENT <= end) {
			at += ELEMENT + u16(bytes, at + 1);
		}
		// What the capture cut cannot contradict.
		return at === start + wireLength || end < start + wireLength ? Verdict.yes : Verdict.no;
	},
};
