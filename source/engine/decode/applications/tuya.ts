/**
 * Tuya's smart home devices, as the libraries that control them describe it (protocol 3.1 to 3.4). Wireshark knows it not; the name
 * is the product's.
 *
 * | offset | field                                                           |
 * |--------|-----------------------------------------------------------------|
 * | 0      | 00 00 55 aa; 4: sequence number; 8: command, below 256            |
 * | 12     | length of what follows, with a check sum and 00 00 aa 55 at its end |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u32} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 16;
const PREFIX = 0x55aa;
const SUFFIX = 0xaa55;
const MOST_COMMAND = 0xff;

export const tuya: ApplicationProtocol = {
	name: 'tuya',
	over: [IpProtocol.UDP, IpProtocol.TCP],
	ports: [6666, 6667, 6668],
	firstBytes: [0],
	recognise({bytes, start, end, wireLength}) {
		if (end - start < HEADER || u32(bytes, start) !== PREFIX || u32(bytes, start + 8) > MOST_COMMAND) {
			return Verdict.no;
		}
		const length = u32(bytes, start + 12) + HEADER;
		if (length < HEADER + 8 || length > wireLength) {
			return Verdict.no;
		}
		const last = start + length - 4;
		return last + 4 > end || u32(bytes, last) === SUFFIX ? Verdict.yes : Verdict.no;
	},
};
