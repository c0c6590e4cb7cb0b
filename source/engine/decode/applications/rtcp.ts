/**
 * RTCP: RFC 3550 § 6, feedback RFC 4585, extended reports RFC 3611. A datagram is a chain of reports whose lengths add up.
 *
 *  0  version 2, padding, count   1  packet type 200 … 207   2  length in words, less one   4  SSRC
 */
import {IpProtocol} from '../assigned-numbers.js';
import {range, u16, word} from './bytes.js';
import {type ApplicationProtocol, type PayloadView, Verdict} from './recognition.js';

const SENDER_REPORT = 200;
const RECEIVER_REPORT = 201;
const SDES = 202;
const LAST_TYPE = 207;
const CHAIN = 16;

export const rtcp: ApplicationProtocol = {
	name: 'rtcp',
	over: [IpProtocol.UDP],
	ports: [5005],
	firstBytes: range(0x80, 0xbf),

	recognise(view) {
		const {bytes, start} = view;
		const reports = countReports(view);
		if (reports === 0) {
			return typeof view.memory === 'number' && bytes[start] >> 6 === 2 ? Verdict.maybe : Verdict.no;
		}
		if (view.expected.has(view.destinationPort) || view.expected.has(view.sourcePort)) {
			return Verdict.yes;
		}
		const ssrc = word(bytes, start + 4);
		// A report and who it is from (§ 6.1), of the same source: too much to be chance.
		if (reports >= 2 && hasOwnDescription(view, ssrc)) {
			return Verdict.yes;
		}
		if (view.memory === ssrc) {
			return Verdict.yes;
		}
		view.memory = ssrc;
		return Verdict.maybe;
	},
};

/** Reports in the chain, 0 when it does not add up or does not start with a report (or feedback: RFC 5506). */
function countReports(view: PayloadView): number {
	const {bytes, start, end} = view;
	const stop = start + view.wireLength;
	let at = start;
	let count = 0;
	while (at + 8 <= end && count < CHAIN) {
		const type = bytes[at + 1];
		if (bytes[at] >> 6 !== 2 || type < SENDER_REPORT || type > LAST_TYPE) {
			return 0;
		}
		if (count === 0 && type !== SENDER_REPORT && type !== RECEIVER_REPORT && type < 205) {
			return 0;
		}
		const length = u16(bytes, at + 2);
		const blocks = bytes[at] & 0x1f;
		if (type === SENDER_REPORT && length < 6 + blocks * 6) {
			return 0;
		}
		if (type === RECEIVER_REPORT && length < 1 + blocks * 6) {
			return 0;
		}
		at += 4 * (1 + length);
		count++;
	}

	if (end - start < view.wireLength) {
		return at > end ? count : 0;
	}
	return at === stop ? count : 0;
}

function hasOwnDescription(view: PayloadView, ssrc: number): boolean {
	const {bytes, start, end} = view;
	const second = start + 4 * (1 + u16(bytes, start + 2));
	return second + 8 <= end && bytes[second + 1] === SDES && word(bytes, second + 4) === ssrc;
}
