/**
 * SMPP (SMPP 3.4 § 3.2, 5.1.2): off port 2775 what binds a client and its answer.
 *
 * | offset | field                                                                   |
 * |--------|-------------------------------------------------------------------------|
 * | 0      | length of all: the segment's, or on the port that of its first message   |
 * | 4      | command: 1–9, 0xb, 0x15, 0x21, 0x102, 0x103, 0x111–0x113; answers with 0x80000000 |
 * | 8      | status, 0 in requests; 12: sequence number, 1 to 0x7fffffff              |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u32} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 16;
const ANSWER = 0x8000_0000;
const COMMANDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 0x0b, 0x15, 0x21, 0x102, 0x103, 0x111, 0x112, 0x113];
/** bind_receiver, bind_transmitter, bind_transceiver. */
const BINDS = [1, 2, 9];
const MOST_STATUS = 0x4ff;

export const smpp: ApplicationProtocol = {
	name: 'smpp',
	over: [IpProtocol.TCP],
	ports: [2775],
	firstBytes: [0],
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		if (end - start < HEADER) {
			return Verdict.no;
		}
		const length = u32(bytes, start);
		const code = u32(bytes, start + 4);
		const isAnswer = code >= ANSWER;
		const command = isAnswer ? code - ANSWER : code;
		const status = u32(bytes, start + 8);
		const sequence = u32(bytes, start + 12);
		if (length < HEADER || length > wireLength || sequence === 0 || sequence >= ANSWER || status > MOST_STATUS) {
			return Verdict.no;
		}
		if (view.onPort) {
			return COMMANDS.includes(command) && (isAnswer || status === 0) ? Verdict.yes : Verdict.no;
		}
		return BINDS.includes(command) && status === 0 && length === wireLength ? Verdict.yes : Verdict.no;
	},
};
