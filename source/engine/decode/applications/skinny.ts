/**
 * Cisco's Skinny Client Control Protocol, told on its port only (Wireshark's packet-skinny describes its messages).
 *
 * | offset | field                                                              |
 * |--------|--------------------------------------------------------------------|
 * | 0      | length from 8 on, little-endian, 4 to 2000, a message within the segment |
 * | 4      | version 0 or 17 to 22, little-endian; 8: message, below 0x160 or 0x8000   |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u32le} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 12;
const LONGEST = 2000;
const VERSIONS = [0, 17, 18, 19, 20, 21, 22];
const MOST_MESSAGE = 0x15f;
const LAST = 0x8000;

export const skinny: ApplicationProtocol = {
	name: 'skinny',
	over: [IpProtocol.TCP],
	ports: [2000],
	portsOnly: true,
	recognise({bytes, start, end, wireLength}) {
		if (end - start < HEADER) {
			return Verdict.no;
		}
		const length = u32le(bytes, start);
		const message = u32le(bytes, start + 8);
		const isIt = VERSIONS.includes(u32le(bytes, start + 4)) && (message <= MOST_MESSAGE || message === LAST);
		return isIt && length >= 4 && length <= LONGEST && length + 8 <= wireLength ? Verdict.yes : Verdict.no;
	},
};
