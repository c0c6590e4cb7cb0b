/**
 * OPC UA over TCP (OPC 10000-6 § 7.1.2, "Message structure").
 *
 * | offset | field (little-endian)                                                  |
 * |--------|------------------------------------------------------------------------|
 * | 0      | HEL, ACK, ERR, RHE, OPN, CLO or MSG                                    |
 * | 3      | F: final, C: a chunk goes on, A: given up (MSG only)                   |
 * | 4      | length of all: off port 4840 the segment's                             |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {hasText, initials} from './bytes.js';
import {u32le} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 8;
/** One chunk, by default 64 KiB, and far more by agreement. */
const LONGEST = 0x0400_0000;
const TYPES = ['HELF', 'ACKF', 'ERRF', 'RHEF', 'OPNF', 'CLOF', 'MSGF', 'MSGC', 'MSGA'];

export const opcua: ApplicationProtocol = {
	name: 'opcua',
	over: [IpProtocol.TCP],
	ports: [4840],
	firstBytes: initials(...TYPES),
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		if (end - start < HEADER || !TYPES.some(type => hasText(bytes, start, end, type))) {
			return Verdict.no;
		}
		const length = u32le(bytes, start + 4);
		return length === wireLength || (view.onPort && length > HEADER && length <= LONGEST) ? Verdict.yes : Verdict.no;
	},
};
