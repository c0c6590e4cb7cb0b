/**
 * VXLAN (RFC 7348 § 5) and its GPE extension, told on their ports only.
 *
 * | offset | field                                                              |
 * |--------|--------------------------------------------------------------------|
 * | 0      | flags: 0x08 = the network number is valid                          |
 * | 4      | network number, 24 bits, then a byte that is 0                     |
 * | 8      | Ethernet frame; with flag 0x04 (GPE) what byte 3 says              |
 */
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 8;
const ETHERNET_HEADER = 14;

export const vxlan: ApplicationProtocol = {
	name: 'vxlan',
	over: [17],
	ports: [4789, 4790, 8472],
	portsOnly: true,
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		if (end - start < HEADER || (bytes[start]! & 0x08) === 0) return Verdict.no;
		if ((bytes[start]! & 0x04) !== 0) return bytes[start + 3]! <= 8 ? Verdict.yes : Verdict.no;
		return bytes[start + 7] === 0 && wireLength >= HEADER + ETHERNET_HEADER ? Verdict.yes : Verdict.no;
	},
};
