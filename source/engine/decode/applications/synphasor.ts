/**
 * Synchrophasors (IEEE C37.118.2 § 6.2), told by the check sequence of the frame.
 *
 * | offset | field                                                          |
 * |--------|----------------------------------------------------------------|
 * | 0      | 0xaa; type 0–5 (3 bits), version 1 to 3 (4 bits)                |
 * | 2      | length of the frame: off its ports all of the segment           |
 * | end    | check sequence of all before it: CRC-CCITT, from 0xffff on      |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const SYNC = 0xaa;
/** A command, the shortest frame. */
const LEAST = 16;
const MOST_TYPE = 5;
const MOST_VERSION = 3;
const POLYNOMIAL = 0x1021;

export const synphasor: ApplicationProtocol = {
	name: 'synphasor',
	over: [IpProtocol.TCP, IpProtocol.UDP],
	ports: [4712, 4713],
	firstBytes: [SYNC],
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		if (end - start < LEAST || bytes[start] !== SYNC) {
			return Verdict.no;
		}
		const kind = bytes[start + 1];
		const version = kind & 15;
		if (kind >> 4 > MOST_TYPE || version < 1 || version > MOST_VERSION) {
			return Verdict.no;
		}
		const length = u16(bytes, start + 2);
		if (length < LEAST || length > end - start || (length !== wireLength && !view.onPort)) {
			return Verdict.no;
		}
		const stop = start + length - 2;
		return check(bytes, start, stop) === u16(bytes, stop) ? Verdict.yes : Verdict.no;
	},
};

function check(bytes: Uint8Array, at: number, end: number): number {
	let value = 0xffff;
	for (; at < end; at++) {
		value ^= bytes[at] << 8;
		for (let bit = 0; bit < 8; bit++) {
			value = (value & 0x8000) === 0 ? value << 1 : (value << 1) ^ POLYNOMIAL;
		}
	}
	return value & 0xffff;
}
