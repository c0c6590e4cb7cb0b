/**
 * RTSP 1.0 and 2.0 (RFC 2326 § 6, 7; RFC 7826), also interleaved data on port 554.
 *
 * | line     | what is looked at                                             |
 * |----------|---------------------------------------------------------------|
 * | request  | a method, an address, `RTSP/` and a version                    |
 * | response | `RTSP/`, a version                                             |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {hasText, indexOfByte} from './bytes.js';
import {find} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const METHODS = [
	'OPTIONS ',
	'DESCRIBE ',
	'ANNOUNCE ',
	'SETUP ',
	'PLAY ',
	'PAUSE ',
	'TEARDOWN ',
	'GET_PARAMETER ',
	'SET_PARAMETER ',
	'REDIRECT ',
	'RECORD ',
];
const LONGEST_LINE = 1024;

export const rtsp: ApplicationProtocol = {
	name: 'rtsp',
	over: [IpProtocol.TCP, IpProtocol.UDP],
	ports: [554, 8554, 322],
	firstBytes: [0x41, 0x44, 0x47, 0x4f, 0x50, 0x52, 0x53, 0x54],
	recognise(view) {
		const {bytes, start, end} = view;
		if (hasText(bytes, start, end, 'RTSP/')) {
			return Verdict.yes;
		}
		for (const method of METHODS) {
			if (!hasText(bytes, start, end, method)) {
				continue;
			}
			const line = indexOfByte(bytes, 0x0d, start, Math.min(end, start + LONGEST_LINE));
			return line > 0 && find(bytes, start, line, ' rtsp/') > 0 ? Verdict.yes : Verdict.no;
		}

		return Verdict.no;
	},
};
