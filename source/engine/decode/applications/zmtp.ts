/**
 * ZeroMQ's ZMTP (23/ZMTP 3.0, "greeting"; 15/ZMTP 2.0): the greeting that each end sends first.
 *
 * | offset | field                                                    |
 * |--------|----------------------------------------------------------|
 * | 0      | 0xff, eight bytes of padding of which seven are 0, 0x7f   |
 * | 10     | version 1 to 3; minor version or socket type             |
 * | 12     | version 3: mechanism, 20 bytes of capitals and zeros     |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const SIGNATURE = 10;
const MECHANISM = 12;
const MECHANISM_END = 32;

export const zmtp: ApplicationProtocol = {
	name: 'zmtp',
	over: [IpProtocol.TCP],
	ports: [],
	firstBytes: [0xff],
	recognise({bytes, start, end}) {
		if (end - start < SIGNATURE || bytes[start] !== 0xff || bytes[start + 9] !== 0x7f) {
			return Verdict.no;
		}
		for (let at = start + 1; at < start + 8; at++) {
			if (bytes[at] !== 0) {
				return Verdict.no;
			}
		}
		if (end - start === SIGNATURE) {
			return Verdict.yes;
		}
		const version = bytes[start + SIGNATURE];
		const isKnown = version >= 1 && version <= 3;
		return isKnown && (version < 3 || isMechanism(bytes, start, end)) ? Verdict.yes : Verdict.no;
	},
};

function isMechanism(bytes: Uint8Array, start: number, end: number): boolean {
	const stop = Math.min(end, start + MECHANISM_END);
	for (let at = start + MECHANISM; at < stop; at++) {
		if (bytes[at] !== 0 && (bytes[at] < 0x2b || bytes[at] > 0x5f)) {
			return false;
		}
	}
	return true;
}
