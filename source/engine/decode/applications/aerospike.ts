/**
 * Aerospike (Aerospike documentation, "Wire protocol"): Wireshark knows it not, the name is the product's.
 *
 * | offset | field                                                         |
 * |--------|---------------------------------------------------------------|
 * | 0      | version 2; type 1 information, 3 message                       |
 * | 2      | length of what follows <6>: the segment's                      |
 * | 8      | information: text; message: 22, the length of its own header   |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {u32} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 8;
const INFORMATION = 1;
const MESSAGE = 3;
const MESSAGE_HEADER = 22;
const LEAST_TEXT = 4;

export const aerospike: ApplicationProtocol = {
	name: 'aerospike',
	over: [IpProtocol.TCP],
	ports: [3000],
	firstBytes: [2],
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		if (end - start < HEADER || bytes[start] !== 2 || u16(bytes, start + 2) !== 0) {
			return Verdict.no;
		}
		const length = u32(bytes, start + 4);
		if (length + HEADER !== wireLength) {
			return Verdict.no;
		}
		if (bytes[start + 1] === INFORMATION) {
			return (length === 0 && view.onPort) || isInformation(bytes, start + HEADER, end) ? Verdict.yes : Verdict.no;
		}
		return bytes[start + 1] === MESSAGE && length >= MESSAGE_HEADER && bytes[start + HEADER] === MESSAGE_HEADER
			? Verdict.yes
			: Verdict.no;
	},
};

/** Lines of printable text, in answers with tabs. */
function isInformation(bytes: Uint8Array, start: number, end: number): boolean {
	for (let at = start; at < end; at++) {
		const byte = bytes[at];
		if (byte > 0x7e || (byte < 0x20 && byte !== 0x09 && byte !== 0x0a)) {
			return false;
		}
	}
	return end - start >= LEAST_TEXT;
}
