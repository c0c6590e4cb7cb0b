/**
 * Syncthing (Local Discovery Protocol v4; Relay Protocol v1): an announcement begins with the identity of its device, a message
 * to a relay has a type and its length. Between devices it is TLS. Wireshark knows it not; the name is the product's.
 *
 * | offset | field                                                                   |
 * |--------|-------------------------------------------------------------------------|
 * | 0      | UDP: 2e a7 d9 0b; 4: protobuf's field 1 (0x0a), of 32 bytes               |
 * | 0      | TCP: 9e 79 bc 40; 4: type 0–7; 8: length of what follows                  |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {u32} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const ANNOUNCEMENT = 0x2ea7_d90b;
const IDENTITY = 0x0a20;
const RELAY = 0x9e79_bc40;
const RELAY_HEADER = 12;
const MOST_TYPE = 7;

export const syncthing: ApplicationProtocol = {
	name: 'syncthing',
	over: [IpProtocol.UDP, IpProtocol.TCP],
	ports: [21_027, 22_067],
	firstBytes: [0x2e, 0x9e],
	recognise({bytes, start, end, wireLength, transport}) {
		if (transport === IpProtocol.UDP) {
			const isIt = end - start >= 6 && u32(bytes, start) === ANNOUNCEMENT && u16(bytes, start + 4) === IDENTITY;
			return isIt ? Verdict.yes : Verdict.no;
		}
		if (end - start < RELAY_HEADER || u32(bytes, start) !== RELAY || u32(bytes, start + 4) > MOST_TYPE) {
			return Verdict.no;
		}
		return u32(bytes, start + 8) + RELAY_HEADER <= wireLength ? Verdict.yes : Verdict.no;
	},
};
