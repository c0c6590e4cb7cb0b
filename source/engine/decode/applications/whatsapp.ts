/**
 * WhatsApp's chat, as libraries that speak it write it (Noise over frames): `ED`, 0, 1 and a way to a server, or `WA` and a version.
 * Wireshark knows it not; the name is the product's.
 *
 * | offset | field                                                           |
 * |--------|-----------------------------------------------------------------|
 * | 0      | `ED`, 0, 1, alone in its segment or with a frame of up to 255 bytes |
 * | 0      | `WA`, version 1–6 and 0–9, alone or with a frame that ends the segment, or begins with 0xf8 |
 * | 4      | a frame's length (3 bytes)                                         |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {hasText, u24} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 4;
const FRAME = 7;
const LONGEST_WAY = 255;
/** What a message of the older versions begins with. */
const LIST = 0xf8;

export const whatsapp: ApplicationProtocol = {
	name: 'whatsapp',
	over: [IpProtocol.TCP],
	ports: [5222],
	firstBytes: [0x45, 0x57],
	recognise({bytes, start, end, wireLength}) {
		if (end - start < HEADER) {
			return Verdict.no;
		}
		const alone = wireLength === HEADER;
		const frame = end - start > FRAME ? u24(bytes, start + HEADER) : 0;
		if (hasText(bytes, start, end, 'ED\0\x01')) {
			return alone || (frame > 0 && frame <= LONGEST_WAY && frame + FRAME <= wireLength) ? Verdict.yes : Verdict.no;
		}
		const isVersion = bytes[start + 2] >= 1 && bytes[start + 2] <= 6 && bytes[start + 3] <= 9;
		const isWhole =
			alone ||
			(frame > 0 && (frame + FRAME === wireLength || (frame + FRAME < wireLength && bytes[start + FRAME] === LIST)));
		return hasText(bytes, start, end, 'WA') && isVersion && isWhole ? Verdict.yes : Verdict.no;
	},
};
