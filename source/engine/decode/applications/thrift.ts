/**
 * Apache Thrift (Thrift binary protocol encoding, Thrift compact protocol encoding): a message's header.
 *
 * | offset | field                                                                        |
 * |--------|------------------------------------------------------------------------------|
 * | 0      | binary: 0x8001, 0, type 1 call, 2 answer, 3 exception, 4 one way; name <4 + text> |
 * | 0      | compact: 0x82, type (3 bits) and version 1; number and length of the name, 7 bits a byte; name |
 * | before | framed transport: the length of the message, the segment's                    |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {u32} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const BINARY = 0x8001;
const COMPACT = 0x82;
const FRAME = 4;
const LONGEST_NAME = 128;
/** A shorter name could be chance in a compact header. */
const LEAST_NAME = 3;

export const thrift: ApplicationProtocol = {
	name: 'thrift',
	over: [IpProtocol.TCP, IpProtocol.UDP],
	ports: [9090, 6831, 6832],
	firstBytes: [0x00, BINARY >> 8, COMPACT],
	recognise(view) {
		const {bytes, start, end, wireLength, transport} = view;
		if (end - start < FRAME + 4) {
			return Verdict.no;
		}
		const isFramed = bytes[start] === 0;
		if (isFramed && (transport !== IpProtocol.TCP || u32(bytes, start) + FRAME !== wireLength)) {
			return Verdict.no;
		}
		const at = isFramed ? start + FRAME : start;
		const isMessage = bytes[at] === COMPACT ? isCompact(bytes, at, end) : isBinary(bytes, at, end);
		return isMessage ? Verdict.yes : Verdict.no;
	},
};

function isBinary(bytes: Uint8Array, at: number, end: number): boolean {
	if (end - at < 9 || u16(bytes, at) !== BINARY || bytes[at + 2] !== 0 || !isType(bytes[at + 3])) {
		return false;
	}
	return isName(bytes, at + 8, end, u32(bytes, at + 4), 1);
}

function isCompact(bytes: Uint8Array, at: number, end: number): boolean {
	if ((bytes[at + 1] & 0x1f) !== 1 || !isType(bytes[at + 1] >> 5)) {
		return false;
	}
	let name = at + 2;
	// The number of the message: five bytes at most.
	while (name < end && name < at + 7 && bytes[name] >= 0x80) {
		name++;
	}
	name++;
	return name < end && isName(bytes, name + 1, end, bytes[name], LEAST_NAME);
}

function isType(type: number): boolean {
	return type >= 1 && type <= 4;
}

/** Letters, digits, `_`, `.` and, between a service and its method, `:`. */
function isName(bytes: Uint8Array, start: number, end: number, length: number, least: number): boolean {
	if (length < least || length > LONGEST_NAME || start + length > end) {
		return false;
	}
	for (let at = start; at < start + length; at++) {
		const byte = bytes[at];
		const isLetter = (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
		if (!isLetter && byte !== 0x5f && byte !== 0x2e && (byte < 0x30 || byte > 0x3a)) {
			return false;
		}
	}
	return true;
}
