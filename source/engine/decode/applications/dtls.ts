/**
 * DTLS: RFC 6347 § 4.1, RFC 9147 for what 1.3 sends in the clear.
 *
 *  0  content type   1  version fe ff / fe fd (01 00: OpenSSL's early one)   3  epoch   5  sequence <6>   11  length   13  data
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16, u24} from './bytes.js';
import {clientHelloName} from './client-hello.js';
import {type ApplicationProtocol, type PayloadView, Verdict} from './recognition.js';

const RECORD_HEADER = 13;
const HANDSHAKE = 22;
const CLIENT_HELLO = 1;
const MAX_RECORD = 16_384 + 2048;
const RECORDS_READ = 16;

export const dtls: ApplicationProtocol = {
	name: 'dtls',
	over: [IpProtocol.UDP],
	ports: [443, 853, 2221, 3391, 4433, 4740, 5246, 5247, 5349, 5684, 10161, 10162],
	// change cipher spec, alert, handshake, application data, heartbeat, connection id (RFC 9146), ACK
	firstBytes: [20, 21, 22, 23, 24, 25, 26],

	recognise(view) {
		const {bytes, start, end} = view;
		if (end - start < RECORD_HEADER || bytes[start] < 20 || bytes[start] > 26) {
			return Verdict.no;
		}
		const length = u16(bytes, start + 11);
		if (!isVersion(u16(bytes, start + 1)) || length === 0 || length > MAX_RECORD) {
			return Verdict.no;
		}
		// With a connection id the length lies further on.
		if (bytes[start] !== 25 && !recordsFit(view)) {
			return Verdict.no;
		}
		const body = start + RECORD_HEADER;
		if (bytes[start] === HANDSHAKE && u16(bytes, start + 3) === 0 && bytes[body] === CLIENT_HELLO) {
			readName(view, body);
		}
		return Verdict.yes;
	},
};

function isVersion(version: number): boolean {
	return version === 0xfeff || version === 0xfefd || version === 0xfefc || version === 0x0100;
}

function recordsFit(view: PayloadView): boolean {
	const {bytes, start, end} = view;
	const stop = start + view.wireLength;
	let at = start;
	for (let i = 0; i < RECORDS_READ && at + RECORD_HEADER <= end; i++) {
		if (!isVersion(u16(bytes, at + 1))) {
			return at > start;
		}
		at += RECORD_HEADER + u16(bytes, at + 11);
		if (at > stop) {
			return false;
		}
	}

	return true;
}

/** Unsettled while a hello has no name, as the first one only asks for a cookie or is the first fragment. */
function readName(view: PayloadView, body: number): void {
	const {bytes, end} = view;
	if (end - body < 12) {
		return;
	}
	// A later fragment cannot be read alone.
	if (u24(bytes, body + 6) !== 0) {
		return;
	}
	const name = clientHelloName(bytes, body, end, true);
	if (typeof name === 'string') {
		view.serverName = name;
	}
}
