/**
 * DLMS/COSEM, meters (DLMS UA Green Book 8 § 7.3.3, 8.4). Wireshark has it in its newer versions, by this name.
 *
 * | offset | field                                                                   |
 * |--------|-------------------------------------------------------------------------|
 * | 0      | wrapper, on port 4059: version 1, source, destination, length: the segment's |
 * | 8      | wrapper: tag of the message, 0x60 to 0x63, 0xc0 to 0xcf and others        |
 * | 0      | HDLC, on any port: 0x7e, 0xa and length (11 bits) …, check sequence, 0x7e  |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {u16le} from './fields.js';
import {type ApplicationProtocol, type PayloadView, Verdict} from './recognition.js';

const FLAG = 0x7e;
const WRAPPER = 8;
/** Flags, format, two addresses, control and check sequence. */
const LEAST_FRAME = 9;
/** 0x1021 reflected. */
const POLYNOMIAL = 0x8408;

export const dlms: ApplicationProtocol = {
	name: 'dlms',
	over: [IpProtocol.TCP, IpProtocol.UDP],
	ports: [4059],
	firstBytes: [FLAG],
	recognise(view) {
		return isFrame(view) || (view.onPort && isWrapped(view)) ? Verdict.yes : Verdict.no;
	},
};

function isFrame({bytes, start, end, wireLength}: PayloadView): boolean {
	if (wireLength < LEAST_FRAME || end - start !== wireLength || bytes[start] !== FLAG || bytes[end - 1] !== FLAG) {
		return false;
	}
	const format = u16(bytes, start + 1);
	const length = format & 0x07ff;
	return (
		format >> 12 === 0xa && length + 2 === wireLength && check(bytes, start + 1, end - 3) === u16le(bytes, end - 3)
	);
}

function isWrapped({bytes, start, end, wireLength}: PayloadView): boolean {
	if (end - start <= WRAPPER || u16(bytes, start) !== 1 || u16(bytes, start + 6) + WRAPPER !== wireLength) {
		return false;
	}
	const tag = bytes[start + 8];
	return tag === 0x01 || tag === 0x08 || tag === 0x0f || (tag >= 0x60 && tag <= 0x63) || (tag >= 0xc0 && tag <= 0xe0);
}

/** ISO/IEC 13239 § 4.2.5. */
function check(bytes: Uint8Array, at: number, end: number): number {
	let value = 0xffff;
	for (; at < end; at++) {
		value ^= bytes[at];
		for (let bit = 0; bit < 8; bit++) {
			value = (value & 1) === 1 ? (value >> 1) ^ POLYNOMIAL : value >> 1;
		}
	}
	return ~value & 0xffff;
}
