/**
 * TLS and SSL 3 over TCP: RFC 8446 § 5.1; SSL 2 hellos: RFC 5246 appendix E.2.
 *
 *  0  content type (20 … 24)   1  version 3.x   3  length   5  handshake type (when the content type is 22)
 */
import {Assembly} from './assembly.js';
import {u16, u24} from './bytes.js';
import {CUT, clientHelloName} from './client-hello.js';
import {type ApplicationProtocol, type PayloadView, Verdict} from './recognition.js';

const RECORD_HEADER = 5;
const CHANGE_CIPHER_SPEC = 20;
const ALERT = 21;
const HANDSHAKE = 22;
const APPLICATION_DATA = 23;
const HEARTBEAT = 24;
const CLIENT_HELLO = 1;
/** 2^14 of text and 2048 of expansion (RFC 5246 § 6.2.3). */
const MAX_RECORD = 16_384 + 2048;
const MAX_HELLO = 16_384;
const RECORDS_READ = 64;

/** Hellos of one flow: what came so far, by offset from the sequence number of its first byte. */
class HelloInParts {
	readonly assembly = new Assembly();
	readonly sequence: number;
	readonly direction: number;

	constructor(sequence: number, direction: number) {
		this.sequence = sequence;
		this.direction = direction;
	}
}

/** Handshake bytes of several records, joined. Reused. */
const joined = new Uint8Array(MAX_HELLO);

export const tls: ApplicationProtocol = {
	name: 'tls',
	over: [6],
	// https, smtps, nntps, ldaps, dot, ftps, telnets, imaps, pop3s, sips, https-alt …
	ports: [443, 465, 563, 636, 853, 989, 990, 992, 993, 994, 995, 5061, 5223, 5349, 8443, 8883, 9443],

	recognise(view) {
		if (view.memory instanceof HelloInParts) return continueHello(view, view.memory);
		const {bytes, start, end} = view;
		if (isRecordHeader(bytes, start, end)) return recogniseRecord(view);
		if (isOldHello(view)) return Verdict.yes;
		return view.onPort && view.attempt > 0 && hasRecordWithin(bytes, start, end) ? Verdict.yes : onPortMaybe(view);
	},
};

function onPortMaybe(view: PayloadView): Verdict {
	return view.onPort || view.memory === HEADER_SEEN ? Verdict.maybe : Verdict.no;
}

/** Kept when one payload began with a record header that could be chance. */
const HEADER_SEEN = 1;

function isRecordHeader(bytes: Uint8Array, at: number, end: number): boolean {
	if (at + RECORD_HEADER > end || bytes[at]! < CHANGE_CIPHER_SPEC || bytes[at]! > HEARTBEAT) return false;
	if (bytes[at + 1] !== 3 || bytes[at + 2]! > 4) return false;
	const length = u16(bytes, at + 3);
	return length > 0 && length <= MAX_RECORD;
}

function recogniseRecord(view: PayloadView): Verdict {
	const {bytes, start, end} = view;
	const type = bytes[start]!;
	const length = u16(bytes, start + 3);
	const first = end - start > RECORD_HEADER ? bytes[start + RECORD_HEADER]! : -1;
	if (type === HANDSHAKE && first === CLIENT_HELLO) return beginHello(view);
	const stop = start + RECORD_HEADER + length;
	if (stop === start + view.wireLength || isRecordHeader(bytes, stop, end)) return Verdict.yes;
	if (type === ALERT || type === CHANGE_CIPHER_SPEC) {
		return length <= 64 && (view.onPort || stop < start + view.wireLength) ? Verdict.yes : onPortMaybe(view);
	}

	// A ServerHello, a certificate, or what else comes in the clear: its own length must fit the record's.
	if (type === HANDSHAKE && end - start >= RECORD_HEADER + 6 && first <= 24) {
		const version = first !== 2 || bytes[start + RECORD_HEADER + 4] === 3;
		if (version && u24(bytes, start + RECORD_HEADER + 1) <= 65_536) return Verdict.yes;
	}

	if (view.onPort || view.memory === HEADER_SEEN) return Verdict.yes;
	if (type !== APPLICATION_DATA && type !== HANDSHAKE) return Verdict.no;
	view.memory = HEADER_SEEN;
	return Verdict.maybe;
}

/** In the midst of a connection: a data record that starts inside the payload and reaches its end or another record. */
function hasRecordWithin(bytes: Uint8Array, start: number, end: number): boolean {
	for (let at = bytes.indexOf(APPLICATION_DATA, start); at >= 0 && at + RECORD_HEADER <= end; ) {
		if (isRecordHeader(bytes, at, end) && bytes[at + 2]! > 0) {
			const stop = at + RECORD_HEADER + u16(bytes, at + 3);
			if (stop >= end || isRecordHeader(bytes, stop, end)) return true;
		}

		at = bytes.indexOf(APPLICATION_DATA, at + 1);
	}

	return false;
}

function beginHello(view: PayloadView): Verdict {
	const {bytes, start, end} = view;
	if (end - start >= RECORD_HEADER + 6) {
		const hello = u24(bytes, start + RECORD_HEADER + 1);
		// A ClientHello has at least 41 bytes and says version 3.x.
		if (hello < 38 || hello > MAX_HELLO || bytes[start + RECORD_HEADER + 4] !== 3) return Verdict.no;
	}

	const name = nameIn(bytes, start, end);
	if (typeof name === 'string') view.serverName = name;
	else if (name === CUT && view.wireLength <= end - start) {
		const parts = new HelloInParts(view.sequence, view.direction);
		parts.assembly.put(0, bytes, start, end);
		view.memory = parts;
		view.settled = false;
	}

	return Verdict.yes;
}

function continueHello(view: PayloadView, parts: HelloInParts): Verdict {
	view.settled = false;
	if (view.direction !== parts.direction) return Verdict.yes;
	const offset = (view.sequence - parts.sequence) | 0;
	if (parts.assembly.bytes === null) view.settled = true;
	else if (parts.assembly.put(offset, view.bytes, view.start, view.end)) {
		const name = nameIn(parts.assembly.bytes!, 0, parts.assembly.contiguous);
		if (typeof name === 'string') view.serverName = name;
		if (name !== CUT) view.settled = true;
	}

	if (view.settled) parts.assembly.release();
	return Verdict.yes;
}

/** The server name in the records at [start, end): in place when one record holds the hello, else from the joined records. */
function nameIn(bytes: Uint8Array, start: number, end: number): string | 0 | 1 {
	if (end - start < RECORD_HEADER + 4) return CUT;
	const record = start + RECORD_HEADER;
	const hello = 4 + u24(bytes, record + 1);
	if (hello <= u16(bytes, start + 3)) return clientHelloName(bytes, record, end);
	let at = start;
	let size = 0;
	for (let i = 0; i < RECORDS_READ && at + RECORD_HEADER <= end && size < joined.length; i++) {
		if (bytes[at] !== HANDSHAKE) return 0;
		const stop = Math.min(end, at + RECORD_HEADER + u16(bytes, at + 3), at + RECORD_HEADER + joined.length - size);
		joined.set(bytes.subarray(at + RECORD_HEADER, stop), size);
		size += stop - at - RECORD_HEADER;
		at += RECORD_HEADER + u16(bytes, at + 3);
	}

	return clientHelloName(joined, 0, size);
}

/** An SSL 2 ClientHello: length with its top bit set, type 1, version, then three lengths that add up. */
function isOldHello(view: PayloadView): boolean {
	const {bytes, start, end} = view;
	if (end - start < 11 || (bytes[start]! & 0x80) === 0 || bytes[start + 2] !== CLIENT_HELLO) return false;
	const length = u16(bytes, start) & 0x7fff;
	const version = u16(bytes, start + 3);
	const ciphers = u16(bytes, start + 5);
	const session = u16(bytes, start + 7);
	const challenge = u16(bytes, start + 9);
	if (version !== 0x0002 && (version < 0x0300 || version > 0x0304)) return false;
	return (
		ciphers > 0 &&
		ciphers % 3 === 0 &&
		challenge >= 16 &&
		challenge <= 32 &&
		length === 9 + ciphers + session + challenge
	);
}
