/**
 * Spotify: devices that find each other (UDP, `SpotUdp0`), and a client's hello to an access point, as libraries that speak to
 * it write it. Wireshark knows neither; the name is the product's.
 *
 * | offset | field of a hello                                              |
 * |--------|---------------------------------------------------------------|
 * | 0      | 0x0004; 2: length of all (4 bytes)                             |
 * | 6      | protobuf: field 10, a message (0x52), and its length           |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {hasText, u16} from './bytes.js';
import {u32} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const DISCOVERY = 'SpotUdp0';
const HELLO = 4;
const BUILD = 0x52;

export const spotify: ApplicationProtocol = {
	name: 'spotify',
	over: [IpProtocol.UDP, IpProtocol.TCP],
	ports: [57_621, 4070],
	firstBytes: [0x53, 0],
	recognise({bytes, start, end, wireLength, transport}) {
		if (transport === IpProtocol.UDP) {
			return hasText(bytes, start, end, DISCOVERY) ? Verdict.yes : Verdict.no;
		}
		if (end - start < 8 || u16(bytes, start) !== HELLO || u32(bytes, start + 2) !== wireLength) {
			return Verdict.no;
		}
		return bytes[start + 6] === BUILD && bytes[start + 7] < wireLength - 8 ? Verdict.yes : Verdict.no;
	},
};
