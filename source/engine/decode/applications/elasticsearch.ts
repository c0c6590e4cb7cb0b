/**
 * Elasticsearch between its nodes (Elasticsearch, class TcpHeader): `elasticsearch`; what clients speak is HTTP.
 *
 * | offset | field                                                        |
 * |--------|--------------------------------------------------------------|
 * | 0      | `ES`                                                         |
 * | 2      | length of what follows it; -1 alone: a ping                   |
 * | 6      | request number <8>, flags 0 to 15, version's number          |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {u32} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const MARKER = 0x4553;
const LENGTH_END = 6;
const HEADER = 19;
const PING = 0xffff_ffff;
const MOST_FLAGS = 15;
const MOST_VERSION = 0x0fff_ffff;

export const elasticsearch: ApplicationProtocol = {
	name: 'elasticsearch',
	over: [IpProtocol.TCP],
	ports: [9300],
	firstBytes: [MARKER >> 8],
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		if (end - start < LENGTH_END || u16(bytes, start) !== MARKER) {
			return Verdict.no;
		}
		const length = u32(bytes, start + 2);
		if (length === PING) {
			return wireLength === LENGTH_END ? Verdict.yes : Verdict.no;
		}
		if (end - start < HEADER || length + LENGTH_END < HEADER || (length + LENGTH_END > wireLength && !view.onPort)) {
			return Verdict.no;
		}
		const version = u32(bytes, start + 15);
		return bytes[start + 14] <= MOST_FLAGS && version > 0 && version <= MOST_VERSION ? Verdict.yes : Verdict.no;
	},
};
