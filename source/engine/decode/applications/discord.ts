/**
 * Discord's voice servers (Discord developer documentation, "Voice Connections: IP Discovery"); its keep-alive as captures show it.
 * What follows in the flow is RTP. Wireshark knows it not; the name is the product's.
 *
 * | offset | field                                                            |
 * |--------|------------------------------------------------------------------|
 * | 0      | discovery: type 1 asks, 2 answers; 2: length of what follows, 70    |
 * | 4      | SSRC; 8: an address as text, filled with zeros to 64 bytes; 72: a port |
 * | 0      | keep-alive, 8 bytes: 13 37 ca fe; 4: a number, little-endian         |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {u32} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const KEEP_ALIVE = 0x1337_cafe;
const DISCOVERY = 74;
const ADDRESS = 8;
const PORT = 72;

export const discord: ApplicationProtocol = {
	name: 'discord',
	over: [IpProtocol.UDP],
	ports: [],
	firstBytes: [0, 0x13],
	recognise({bytes, start, end, wireLength}) {
		if (wireLength === 8) {
			return end - start === 8 && u32(bytes, start) === KEEP_ALIVE ? Verdict.yes : Verdict.no;
		}
		if (wireLength !== DISCOVERY || end - start < DISCOVERY || u16(bytes, start + 2) !== DISCOVERY - 4) {
			return Verdict.no;
		}
		const type = u16(bytes, start);
		return (type === 1 || type === 2) && isAddress(bytes, start + ADDRESS, start + PORT) ? Verdict.yes : Verdict.no;
	},
};

/** Digits, letters to f, colons and points, then zeros; in questions zeros alone. */
function isAddress(bytes: Uint8Array, start: number, end: number): boolean {
	let at = start;
	while (at < end && bytes[at] !== 0) {
		const byte = bytes[at++];
		const letter = byte | 0x20;
		const isDigit = (byte >= 0x30 && byte <= 0x3a) || byte === 0x2e;
		if (!isDigit && (letter < 0x61 || letter > 0x66)) {
			return false;
		}
	}
	while (at < end && bytes[at] === 0) {
		at++;
	}
	return at === end;
}
