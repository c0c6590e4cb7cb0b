/** SIP: RFC 3261 § 7, and the media ports that its SDP bodies announce (RFC 8866 § 5.14). */
import {IpProtocol} from '../assigned-numbers.js';
import {hasText, indexOfByte, initials} from './bytes.js';
import {type ApplicationProtocol, type PayloadView, Verdict} from './recognition.js';

const VERSION = 'SIP/2.0';
const METHODS = [
	'INVITE',
	'ACK',
	'BYE',
	'CANCEL',
	'REGISTER',
	'OPTIONS',
	'PRACK',
	'SUBSCRIBE',
	'NOTIFY',
	'PUBLISH',
	'INFO',
	'REFER',
	'MESSAGE',
	'UPDATE',
];
const MAX_LINES = 200;
const LF = 0x0a;
const CR = 0x0d;

export const sip: ApplicationProtocol = {
	name: 'sip',
	over: [IpProtocol.TCP, IpProtocol.UDP, IpProtocol.SCTP],
	ports: [5060, 5061, 5080],
	firstBytes: initials(VERSION, ...METHODS),

	recognise(view) {
		const {bytes, start, end} = view;
		if (hasText(bytes, start, end, 'SIP/2.0 ') || isRequest(bytes, start, end)) {
			announce(view);
			return Verdict.yes;
		}

		// Keep-alives: an empty line, or a single zero.
		const idle = end - start <= 4 && (bytes[start] === CR || bytes[start] === 0);
		return view.onPort && (idle || view.transport === IpProtocol.TCP) ? Verdict.maybe : Verdict.no;
	},

	observe: announce,
};

function isRequest(bytes: Uint8Array, start: number, end: number): boolean {
	for (const method of METHODS) {
		if (!hasText(bytes, start, end, method) || bytes[start + method.length] !== 0x20) {
			continue;
		}
		const line = indexOfByte(bytes, LF, start, end);
		if (line < 0) {
			return hasText(bytes, start + method.length, end, ' sip:');
		}
		const stop = bytes[line - 1] === CR ? line - 1 : line;
		return hasText(bytes, stop - VERSION.length, stop, VERSION);
	}

	return false;
}

/** Remembers the ports of `m=` lines and the ones after them, where RTCP goes. */
function announce(view: PayloadView): void {
	const {bytes, start, end} = view;
	let at = start;
	for (let i = 0; i < MAX_LINES; i++) {
		at = indexOfByte(bytes, LF, at, end) + 1;
		if (at === 0) {
			return;
		}
		if (!hasText(bytes, at, end, 'm=')) {
			continue;
		}
		const space = indexOfByte(bytes, 0x20, at, end);
		if (space < 0) {
			return;
		}
		let port = 0;
		for (let p = space + 1; p < end && bytes[p] >= 0x30 && bytes[p] <= 0x39 && port < 65_536; p++) {
			port = port * 10 + bytes[p] - 0x30;
		}
		if (port > 1023 && port < 65_535) {
			view.expected.add(port);
			view.expected.add(port + 1);
		}
	}
}
