/**
 * VXLAN (RFC 7348 § 5) and its GPE extension, told on their ports only.
 *
 * | offset | field                                                              |
 * |--------|--------------------------------------------------------------------|
 * | 0      | flags: 0x08 = the network number is valid; 0x80 = group policy     |
 * | 1      | reserved, but for group policy                                     |
 * | 4      | network number, 24 bits, then a reserved byte                      |
 * | 8      | Ethernet frame; with flag 0x04 (GPE) what byte 3 says, 1 to 8      |
 */
import {EtherType, IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 8;
const ETHERNET_HEADER = 14;

export const vxlan: ApplicationProtocol = {
	name: 'vxlan',
	over: [IpProtocol.UDP],
	ports: [4789, 4790, 8472],
	portsOnly: true,
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		if (end - start < HEADER || (bytes[start] & 0x08) === 0) {
			return Verdict.no;
		}
		const flags = bytes[start];
		if ((flags & 0x04) !== 0) {
			const next = bytes[start + 3];
			return flags < 0x10 && u16(bytes, start + 1) === 0 && next > 0 && next <= 8 ? Verdict.yes : Verdict.no;
		}

		// What is reserved is ignored on receipt; bits set there ask for an Ethernet frame that is known by its type.
		if (wireLength < HEADER + ETHERNET_HEADER) {
			return Verdict.no;
		}
		const isStrict = flags === 0x08 && u16(bytes, start + 1) === 0 && bytes[start + 3] === 0 && bytes[start + 7] === 0;
		return isStrict || isKnownFrame(bytes, start + HEADER, end) ? Verdict.yes : Verdict.no;
	},
};

function isKnownFrame(bytes: Uint8Array, start: number, end: number): boolean {
	return end - start >= ETHERNET_HEADER && u16(bytes, start + ETHERNET_HEADER - 2) in EtherType;
}
