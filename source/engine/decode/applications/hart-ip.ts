/**
 * HART-IP (FieldComm Group TS20085 § 10): over port 5094 and, of UDP, whatever port the device answers from.
 *
 * | offset | field                                                                      |
 * |--------|----------------------------------------------------------------------------|
 * | 0      | version 1 or 2; type 0 request, 1 answer, 2 publication, 15 refusal          |
 * | 2      | 0 begin, 1 end, 2 keep-alive, 3 token-passing, 4 direct, 5 audit; 3: status  |
 * | 4      | sequence number; 6: length of all, the datagram's: of 1 and 2 only the header |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 8;
/** Begin of a session: who is first and the time that it stays without messages. */
const BEGIN = 13;
const LAST_TYPE = 2;
const LAST_MESSAGE = 5;
/** Delimiter, address, command, length and check byte of a frame of HART. */
const LEAST_FRAME = 5;

export const hartIp: ApplicationProtocol = {
	name: 'hart_ip',
	over: [IpProtocol.UDP, IpProtocol.TCP],
	ports: [5094],
	firstBytes: [1, 2],
	recognise({bytes, start, end, wireLength}) {
		if (end - start < HEADER || bytes[start] < 1 || bytes[start] > 2 || bytes[start + 1] > LAST_TYPE) {
			return Verdict.no;
		}
		const message = bytes[start + 2];
		if (message > LAST_MESSAGE || u16(bytes, start + 6) !== wireLength) {
			return Verdict.no;
		}
		if (message === 0) {
			return wireLength === BEGIN && end - start > HEADER && bytes[start + HEADER] <= 1 ? Verdict.yes : Verdict.no;
		}
		const isAlone = message === 1 || message === 2;
		return (isAlone ? wireLength === HEADER : wireLength >= HEADER + LEAST_FRAME) ? Verdict.yes : Verdict.no;
	},
};
