/**
 * OpenWire, Apache ActiveMQ's protocol (OpenWire version 2 specification, WireFormatInfo): the packet that each end sends first.
 *
 * | offset | field                                       |
 * |--------|---------------------------------------------|
 * | 0      | length of what follows                      |
 * | 4      | 1: WireFormatInfo                           |
 * | 5      | `ActiveMQ`, then version, 1 to 255          |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {hasText} from './bytes.js';
import {u32} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const WIRE_FORMAT = 1;
const MAGIC = 'ActiveMQ';
const VERSION = 13;

export const openwire: ApplicationProtocol = {
	name: 'openwire',
	over: [IpProtocol.TCP],
	ports: [61_616],
	firstBytes: [0],
	recognise({bytes, start, end}) {
		if (end - start < VERSION + 4 || bytes[start + 4] !== WIRE_FORMAT || !hasText(bytes, start + 5, end, MAGIC)) {
			return Verdict.no;
		}
		const version = u32(bytes, start + VERSION);
		return version > 0 && version <= 255 ? Verdict.yes : Verdict.no;
	},
};
