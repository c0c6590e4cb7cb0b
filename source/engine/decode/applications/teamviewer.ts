/**
 * TeamViewer, as its sessions in captures look: over TCP on its port by the numbers that begin each message, over UDP on any by zeros before one.
 * Wireshark knows it not; the name is the product's.
 *
 * | offset | field                                                      |
 * |--------|------------------------------------------------------------|
 * | 0      | TCP, port 5938: 17 24, or 11 30 of its later version           |
 * | 0      | UDP: ten zeros; 10: below 16; 11: 17 24                        |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {u32} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const OLD = 0x1724;
const NEW = 0x1130;
const HEADER = 16;

export const teamviewer: ApplicationProtocol = {
	name: 'teamviewer',
	over: [IpProtocol.TCP, IpProtocol.UDP],
	ports: [5938],
	firstBytes: [0, 0x11, 0x17],
	recognise({bytes, start, end, transport, onPort}) {
		if (end - start < HEADER) {
			return Verdict.no;
		}
		if (transport === IpProtocol.TCP) {
			return onPort && (u16(bytes, start) === OLD || u16(bytes, start) === NEW) ? Verdict.yes : Verdict.no;
		}
		const isZero = u32(bytes, start) === 0 && u32(bytes, start + 4) === 0 && u16(bytes, start + 8) === 0;
		return isZero && bytes[start + 10] < 16 && u16(bytes, start + 11) === OLD ? Verdict.yes : Verdict.no;
	},
};
