/**
 * TLS and SSL 3 over TCP: RFC 8446 § 5.1; SSL 2 hellos: RFC 5246 appendix E.2.
 *
 *  0  content type (20 … 24)   1  version 3.x   3  length   5  handshake type (when the content type is 22)
 */
import {IpProtocol} from '../assigned-numbers.js';
import {Assembly} from './assembly.js';
import {indexOfByte, u16, u24} from './bytes.js';
import {CUT, FOUND, findHost, hostAt} from './client-hello.js';
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
const RECORDS_READ = 512;
/** Type, length and the first byte of the version. */
const HELLO_HEADER = 5;

/** A hello that spans segments: what came so far, by offset from the sequence number of its first byte. */
class HelloInParts {
	readonly assembly = new Assembly();
	readonly sequence: number;
	readonly direction: number;
	/** Whether enough has come to say that it is one. */
	known: boolean;

	constructor(view: PayloadView, known: boolean) {
		this.sequence = view.sequence;
		this.direction = view.direction;
		this.known = known;
		this.assembly.put(0, view.bytes, view.start, view.end);
	}
}

/** Handshake bytes of several records, joined. Reused. */
const joined = new Uint8Array(MAX_HELLO);

export const tls: ApplicationProtocol = {
	name: 'tls',
	over: [IpProtocol.TCP],
	// https, smtps, nntps, ldaps, dot, ftps, telnets, imaps, pop3s, sips, https-alt …
	ports: [443, 465, 563, 636, 853, 989, 990, 992, 993, 994, 995, 5061, 5223, 5349, 8443, 8883, 9443],
	// Content types, and the length of an SSL 2 hello; in the midst of a connection only its ports tell.
	firstBytes: [CHANGE_CIPHER_SPEC, ALERT, HANDSHAKE, APPLICATION_DATA, HEARTBEAT, 0x80, 0x81],

	recognise(view) {
		if (view.memory instanceof HelloInParts) {
			return continueHello(view, view.memory);
		}
		const {bytes, start, end} = view;
		if (isRecordHeader(bytes, start, end)) {
			return recogniseRecord(view);
		}
		if (isOldHello(view)) {
			return Verdict.yes;
		}
		if (isCutHeader(view)) {
			view.memory = new HelloInParts(view, false);
			return Verdict.maybe;
		}

		return view.onPort && hasRecordWithin(bytes, start, end) ? Verdict.yes : onPortMaybe(view);
	},
};

function onPortMaybe(view: PayloadView): Verdict {
	return view.onPort || view.memory === HEADER_SEEN ? Verdict.maybe : Verdict.no;
}

/** Kept when one payload began with a record header that could be chance. */
const HEADER_SEEN = 1;

function isRecordHeader(bytes: Uint8Array, at: number, end: number): boolean {
	if (at + RECORD_HEADER > end || bytes[at] < CHANGE_CIPHER_SPEC || bytes[at] > HEARTBEAT) {
		return false;
	}
	if (bytes[at + 1] !== 3 || bytes[at + 2] > 4) {
		return false;
	}
	const length = u16(bytes, at + 3);
	return length > 0 && length <= MAX_RECORD;
}

/** A segment that ends within the header of a handshake record: the rest is in the next one. */
function isCutHeader(view: PayloadView): boolean {
	const {bytes, start, end} = view;
	if (end - start >= RECORD_HEADER || end - start < view.wireLength || bytes[start] !== HANDSHAKE) {
		return false;
	}
	if (end - start > 1 && bytes[start + 1] !== 3) {
		return false;
	}
	return end - start < 3 || bytes[start + 2] <= 4;
}

function recogniseRecord(view: PayloadView): Verdict {
	const {bytes, start, end} = view;
	const type = bytes[start];
	const length = u16(bytes, start + 3);
	const first = end - start > RECORD_HEADER ? bytes[start + RECORD_HEADER] : -1;
	if (type === HANDSHAKE && (first === CLIENT_HELLO || first === -1)) {
		return beginHello(view);
	}
	const stop = start + RECORD_HEADER + length;
	if (stop === start + view.wireLength || isRecordHeader(bytes, stop, end)) {
		return Verdict.yes;
	}
	if (type === ALERT || type === CHANGE_CIPHER_SPEC) {
		return length <= 64 && (view.onPort || stop < start + view.wireLength) ? Verdict.yes : onPortMaybe(view);
	}

	// A ServerHello, a certificate, or what else comes in the clear: its own length must fit the record's.
	if (type === HANDSHAKE && end - start >= RECORD_HEADER + 6 && first <= 24) {
		const version = first !== 2 || bytes[start + RECORD_HEADER + 4] === 3;
		if (version && u24(bytes, start + RECORD_HEADER + 1) <= 65_536) {
			return Verdict.yes;
		}
	}

	if (view.onPort || view.memory === HEADER_SEEN) {
		return Verdict.yes;
	}
	if (type !== APPLICATION_DATA && type !== HANDSHAKE) {
		return Verdict.no;
	}
	view.memory = HEADER_SEEN;
	return Verdict.maybe;
}

/** In the midst of a connection: a data record that starts inside the payload and reaches its end or another record. */
function hasRecordWithin(bytes: Uint8Array, start: number, end: number): boolean {
	for (let at = indexOfByte(bytes, APPLICATION_DATA, start, end); at >= 0 && at + RECORD_HEADER <= end; ) {
		if (isRecordHeader(bytes, at, end) && bytes[at + 2] > 0) {
			const stop = at + RECORD_HEADER + u16(bytes, at + 3);
			if (stop >= end || isRecordHeader(bytes, stop, end)) {
				return true;
			}
		}

		at = indexOfByte(bytes, APPLICATION_DATA, at + 1, end);
	}

	return false;
}

function beginHello(view: PayloadView): Verdict {
	const {bytes, start, end} = view;
	const known = looksLikeHello(bytes, start, end);
	if (known === Verdict.no) {
		return Verdict.no;
	}
	const name = known === Verdict.yes ? findName(view, bytes, start, end) : CUT;
	if (name === CUT && view.wireLength <= end - start) {
		view.memory = new HelloInParts(view, known === Verdict.yes);
		view.settled = false;
	}

	return known;
}

function continueHello(view: PayloadView, parts: HelloInParts): Verdict {
	view.settled = false;
	const sofar = parts.known ? Verdict.yes : Verdict.maybe;
	if (view.direction !== parts.direction) {
		return sofar;
	}
	const {assembly} = parts;
	const offset = (view.sequence - parts.sequence) | 0;
	if (assembly.bytes === null) {
		view.settled = true;
		return parts.known ? Verdict.yes : Verdict.no;
	}

	if (!assembly.put(offset, view.bytes, view.start, view.end)) {
		return sofar;
	}
	const {bytes, contiguous} = assembly;
	const known = parts.known ? Verdict.yes : looksLikeHello(bytes, 0, contiguous);
	if (known !== Verdict.yes) {
		return known;
	}
	parts.known = true;
	const name = findName(view, bytes, 0, contiguous);
	if (name !== CUT) {
		view.settled = true;
		assembly.release();
	}

	return Verdict.yes;
}

/** A ClientHello has at least 38 bytes and says version 3.x, or 2 bytes of it have not come yet. */
function looksLikeHello(bytes: Uint8Array, start: number, end: number): Verdict {
	if (end - start < RECORD_HEADER) {
		return Verdict.maybe;
	}
	if (!isRecordHeader(bytes, start, end) || bytes[start] !== HANDSHAKE) {
		return Verdict.no;
	}
	let from = start + RECORD_HEADER;
	let size = Math.min(end - from, u16(bytes, start + 3));
	let source = bytes;
	if (size < HELLO_HEADER && end - from > size) {
		size = joinRecords(bytes, start, end);
		source = joined;
		from = 0;
	}

	if (size > 0 && source[from] !== CLIENT_HELLO) {
		return Verdict.no;
	}
	if (size < HELLO_HEADER) {
		return Verdict.maybe;
	}
	const hello = u24(source, from + 1);
	return hello < 38 || hello > MAX_HELLO || source[from + 4] !== 3 ? Verdict.no : Verdict.yes;
}

/** Shows the view the server name in the records at [start, end): in place when one record holds the hello, else in the joined records. */
function findName(view: PayloadView, bytes: Uint8Array, start: number, end: number): 0 | 1 | 2 {
	const record = start + RECORD_HEADER;
	if (end - record < 4) {
		return CUT;
	}
	const length = u16(bytes, start + 3);
	if (length >= 4 && 4 + u24(bytes, record + 1) <= length) {
		return show(view, bytes, findHost(bytes, record, end));
	}
	return show(view, joined, findHost(joined, 0, joinRecords(bytes, start, end)));
}

function show(view: PayloadView, bytes: Uint8Array, found: 0 | 1 | 2): 0 | 1 | 2 {
	if (found === FOUND) {
		view.serverBytes = bytes;
		view.serverStart = hostAt.start;
		view.serverEnd = hostAt.end;
	}
	return found;
}

/** Copies the handshake bytes of the records at [start, end) into `joined`; returns how many. */
function joinRecords(bytes: Uint8Array, start: number, end: number): number {
	let at = start;
	let size = 0;
	for (
		let i = 0;
		i < RECORDS_READ && at + RECORD_HEADER <= end && size < joined.length && bytes[at] === HANDSHAKE;
		i++
	) {
		const from = at + RECORD_HEADER;
		const stop = Math.min(end, from + u16(bytes, at + 3), from + joined.length - size);
		joined.set(bytes.subarray(from, stop), size);
		size += stop - from;
		at = from + u16(bytes, at + 3);
	}

	return size;
}

/** An SSL 2 ClientHello: length with its top bit set, type 1, version, then three lengths that add up. */
function isOldHello(view: PayloadView): boolean {
	const {bytes, start, end} = view;
	if (end - start < 11 || (bytes[start] & 0x80) === 0 || bytes[start + 2] !== CLIENT_HELLO) {
		return false;
	}
	const length = u16(bytes, start) & 0x7fff;
	const version = u16(bytes, start + 3);
	const ciphers = u16(bytes, start + 5);
	const session = u16(bytes, start + 7);
	const challenge = u16(bytes, start + 9);
	if (version !== 0x0002 && (version < 0x0300 || version > 0x0304)) {
		return false;
	}
	return (
		ciphers > 0 &&
		ciphers % 3 === 0 &&
		challenge >= 16 &&
		challenge <= 32 &&
		length === 9 + ciphers + session + challenge
	);
}
