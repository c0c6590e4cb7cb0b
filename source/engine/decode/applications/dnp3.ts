/**
 * DNP3 data link frames (IEEE 1815 § 9.2), told by the check sequence of their header.
 *
 * | offset | field                                             |
 * |--------|---------------------------------------------------|
 * | 0      | 0x05 0x64                                         |
 * | 2      | length, 5–255; control, destination, source       |
 * | 8      | check sequence of the eight bytes before it        |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16le} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

/** 0x3d65 reflected. */
const POLYNOMIAL = 0xa6bc;

export const dnp3: ApplicationProtocol = {
	name: 'dnp3',
	over: [IpProtocol.TCP, IpProtocol.UDP],
	ports: [20_000, 19_999],
	firstBytes: [5],
	recognise(view) {
		const {bytes, start, end} = view;
		if (end - start < 10 || bytes[start] !== 0x05 || bytes[start + 1] !== 0x64 || bytes[start + 2] < 5) {
			return Verdict.no;
		}
		return check(bytes, start, start + 8) === u16le(bytes, start + 8) ? Verdict.yes : Verdict.no;
	},
};

function check(bytes: Uint8Array, at: number, end: number): number {
	let value = 0;
	for (; at < end; at++) {
		value ^= bytes[at];
		for (let bit = 0; bit < 8; bit++) {
			value = (value & 1) === 1 ? (value >> 1) ^ POLYNOMIAL : value >> 1;
		}
	}

	return ~value & 0xffff;
}
