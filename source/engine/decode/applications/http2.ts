/** HTTP/2 with prior knowledge: RFC 9113 § 3.4, the connection preface. Over TLS it is not seen. */
import {IpProtocol} from '../assigned-numbers.js';
import {hasText, textPrefix, u24} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
const FRAME_HEADER = 9;
const SETTINGS = 4;

export const http2: ApplicationProtocol = {
	name: 'http2',
	over: [IpProtocol.TCP],
	ports: [],
	firstBytes: [0x50, 0x00],

	recognise(view) {
		const {bytes, start, end} = view;
		const seen = textPrefix(bytes, start, end, PREFACE);
		if (seen === PREFACE.length || (seen > 16 && view.wireLength > end - start)) {
			return Verdict.yes;
		}
		if (seen >= 6) {
			return Verdict.maybe;
		}
		// A server may send its SETTINGS first: stream 0, known flags, six bytes for each setting, all below 16.
		if (!hasText(bytes, start, end, '\0\0') || end - start < FRAME_HEADER + 6 || bytes[start + 3] !== SETTINGS) {
			return Verdict.no;
		}
		const length = u24(bytes, start);
		if (length === 0 || length % 6 !== 0 || bytes[start + 4] !== 0 || start + FRAME_HEADER + length > end) {
			return Verdict.no;
		}
		for (let at = start + 5; at < start + FRAME_HEADER; at++) {
			if (bytes[at] !== 0) {
				return Verdict.no;
			}
		}
		for (let at = start + FRAME_HEADER; at < start + FRAME_HEADER + length; at += 6) {
			if (bytes[at] !== 0 || bytes[at + 1] === 0 || bytes[at + 1] > 16) {
				return Verdict.no;
			}
		}

		return Verdict.yes;
	},
};
