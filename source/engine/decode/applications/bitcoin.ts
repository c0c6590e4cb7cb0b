/**
 * Bitcoin's peers (Bitcoin developer reference, "P2P Network: Message Headers"), and those of currencies made of its code.
 *
 * | offset | field                                                                |
 * |--------|----------------------------------------------------------------------|
 * | 0      | the network: f9beb4d9 main, 0b110907 and 1c163f28 test, 0a03cf40 signed, fabfb5da regression |
 * | 4      | command: small letters and digits, filled with zeros to 12 bytes           |
 * | 16     | length of what follows, little-endian, 32 MiB at most                      |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u32, u32le} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 24;
const NETWORKS = [0xf9be_b4d9, 0x0b11_0907, 0x1c16_3f28, 0x0a03_cf40, 0xfabf_b5da];
const LONGEST = 0x200_0000;

export const bitcoin: ApplicationProtocol = {
	name: 'bitcoin',
	over: [IpProtocol.TCP],
	ports: [8333, 18_333],
	firstBytes: NETWORKS.map(network => network >>> 24),
	recognise({bytes, start, end}) {
		if (end - start < HEADER - 4 || !NETWORKS.includes(u32(bytes, start)) || u32le(bytes, start + 16) > LONGEST) {
			return Verdict.no;
		}
		return isCommand(bytes, start + 4, start + 16) ? Verdict.yes : Verdict.no;
	},
};

function isCommand(bytes: Uint8Array, start: number, end: number): boolean {
	let at = start;
	while (at < end && ((bytes[at] >= 0x61 && bytes[at] <= 0x7a) || (bytes[at] >= 0x30 && bytes[at] <= 0x39))) {
		at++;
	}
	const length = at - start;
	while (at < end && bytes[at] === 0) {
		at++;
	}
	return length > 0 && at === end;
}
