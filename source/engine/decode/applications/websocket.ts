/**
 * WebSocket of which the opening handshake was not seen (RFC 6455 § 5.2): a frame of text that fills its segment.
 *
 * | offset | field                                                              |
 * |--------|--------------------------------------------------------------------|
 * | 0      | 0x81: the only frame of a message of text                          |
 * | 1      | 0x80: masked, as clients send; length, or 126 and the length in two bytes |
 * | then   | the mask <4>, which each byte of the text is XORed with             |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const TEXT = 0x81;
const MASKED = 0x80;
const EXTENDED = 126;
/** Shorter text could be chance. */
const LEAST_TEXT = 6;
/** Of how many bytes of the text one may be beyond ASCII. */
const FOREIGN = 4;

export const websocket: ApplicationProtocol = {
	name: 'websocket',
	over: [IpProtocol.TCP],
	ports: [],
	firstBytes: [TEXT],
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		if (end - start < 4 || bytes[start] !== TEXT) {
			return Verdict.no;
		}
		const short = bytes[start + 1] & 0x7f;
		if (short > EXTENDED) {
			return Verdict.no;
		}
		const length = short < EXTENDED ? short : u16(bytes, start + 2);
		const mask = start + (short < EXTENDED ? 2 : 4);
		const isMasked = (bytes[start + 1] & MASKED) !== 0;
		const text = isMasked ? mask + 4 : mask;
		if (text - start + length !== wireLength || (short === EXTENDED && length < EXTENDED)) {
			return Verdict.no;
		}
		return isText(bytes, text, end, isMasked ? mask : -1) ? Verdict.yes : Verdict.no;
	},
};

/** @param mask offset of the mask, -1 = there is none */
function isText(bytes: Uint8Array, text: number, end: number, mask: number): boolean {
	let foreign = 0;
	for (let at = text; at < end; at++) {
		const byte = mask < 0 ? bytes[at] : bytes[at] ^ bytes[mask + ((at - text) & 3)];
		if (byte >= 0x80) {
			foreign++;
		} else if (byte === 0x7f || (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d)) {
			return false;
		}
	}
	return end - text >= LEAST_TEXT && foreign * FOREIGN <= end - text;
}
