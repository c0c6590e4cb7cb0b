/** HTTP/1: RFC 9112. A request line or a status line; the server name is the Host header. On its ports also HTTP/0.9. */
import {IpProtocol} from '../assigned-numbers.js';
import {asUtf8, hasText, hasTextAnyCase, indexOfByte, initials, latin1} from './bytes.js';
import {type ApplicationProtocol, type PayloadView, Verdict} from './recognition.js';

// RFC 9110, WebDAV (RFC 4918, 3253, 3648, 3744, 5323), UPnP events, and what proxies and search engines add
const METHODS = [
	...['GET', 'POST', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'CONNECT', 'TRACE', 'PATCH', 'PROPFIND', 'PROPPATCH', 'MKCOL'],
	...['COPY', 'MOVE', 'LOCK', 'UNLOCK', 'REPORT', 'SEARCH', 'CHECKOUT', 'CHECKIN', 'MERGE', 'MKACTIVITY', 'UNCHECKOUT'],
	...[
		'VERSION-CONTROL',
		'BASELINE-CONTROL',
		'MKWORKSPACE',
		'UPDATE',
		'LABEL',
		'ACL',
		'BCOPY',
		'BMOVE',
		'BDELETE',
		'POLL',
	],
	...['BPROPFIND', 'BPROPPATCH', 'NOTIFY', 'SUBSCRIBE', 'UNSUBSCRIBE', 'RPC_CONNECT', 'RPC_IN_DATA', 'RPC_OUT_DATA'],
	...[
		'M-SEARCH',
		'BIND',
		'REBIND',
		'UNBIND',
		'LINK',
		'UNLINK',
		'PURGE',
		'ORDERPATCH',
		'MKCALENDAR',
		'CCM_POST',
		'QUERY',
	],
];
const BY_INITIAL: readonly (readonly string[])[] = Array.from({length: 128}, (_, byte) =>
	METHODS.filter(method => method.charCodeAt(0) === byte).map(method => `${method} `),
);

/** Longest name (RFC 1035), and a Host line with its port and some space: what is longer is not kept between segments. */
const MAX_HOST = 255;
const MAX_LINE = 512;
const MAX_LINES = 128;
/** A request line that is cut must have so many bytes to be one off HTTP's ports. */
const LEAST_CUT = 64;
const LF = 0x0a;
const CR = 0x0d;

const FIELD = 'host:';
/**
 * A name or an address, and a port (RFC 9112 § 3.2). What else people or attackers put there, a log-in before an `@`, a path with
 * a token, a second header behind a bare CR, is payload: then there is no name. Bytes beyond ASCII are made safe later.
 */
const HOST = /^(?:\[[\w:.%~-]+\]|[\w.%~\x80-\xff-]+)(?::\d{0,5})?$/;

/** Kept while a request's header goes on in the next segment. */
class OpenHeader {
	/** Sequence number of the segment that goes on. */
	sequence = 0;
	/** The line that was cut, while it can be Host's or the empty one; null: of any other line nothing is kept. */
	line: string | null = null;
	readonly direction: number;

	constructor(direction: number) {
		this.direction = direction;
	}
}

export const http: ApplicationProtocol = {
	name: 'http',
	// Over SCTP it was never standardised, but it is met with.
	over: [IpProtocol.TCP, IpProtocol.SCTP],
	ports: [80, 81, 591, 631, 2869, 3128, 3132, 5985, 8000, 8008, 8080, 8081, 8088, 8888, 11371],
	firstBytes: initials('HTTP/1.', ...METHODS),

	recognise(view) {
		if (view.memory instanceof OpenHeader) {
			return continueHeader(view, view.memory);
		}
		const {bytes, start, end} = view;
		if (hasText(bytes, start, end, 'HTTP/1.')) {
			return Verdict.yes;
		}
		const target = afterMethod(bytes, start, end);
		if (target < 0) {
			return view.onPort ? Verdict.maybe : Verdict.no;
		}
		const line = indexOfByte(bytes, LF, target, end);
		if (line < 0) {
			// A target longer than the segment, or a capture that cut it.
			if (!isTarget(bytes, target, end)) {
				return view.onPort ? Verdict.maybe : Verdict.no;
			}
			if (!view.onPort && end - start < LEAST_CUT) {
				return Verdict.maybe;
			}
			leaveOpen(view, null);
			return Verdict.yes;
		}

		if (!hasVersion(bytes, target, line)) {
			return view.onPort && isSimple(view, target, line) ? Verdict.yes : Verdict.no;
		}
		readHeader(view, line + 1);
		return Verdict.yes;
	},
};

/** Offset after the method and its space, or -1. */
function afterMethod(bytes: Uint8Array, start: number, end: number): number {
	const methods = BY_INITIAL[bytes[start] & 0x7f];
	for (let i = 0; i < methods.length; i++) {
		if (hasText(bytes, start, end, methods[i])) {
			return start + methods[i].length;
		}
	}
	return -1;
}

function isTarget(bytes: Uint8Array, at: number, end: number): boolean {
	const first = bytes[at];
	if (at >= end || (first !== 0x2f && first !== 0x68 && first !== 0x2a)) {
		return false;
	}
	const stop = bytes[end - 1] === CR ? end - 1 : end;
	for (let i = at; i < stop; i++) {
		if (bytes[i] < 0x20) {
			return false;
		}
	}
	return true;
}

function hasVersion(bytes: Uint8Array, target: number, lineEnd: number): boolean {
	const stop = bytes[lineEnd - 1] === CR ? lineEnd - 1 : lineEnd;
	return stop - 8 > target && hasText(bytes, stop - 8, stop, 'HTTP/1.');
}

/** HTTP/0.9 (RFC 1945 § 5, Simple-Request): `GET`, a path without spaces, and nothing behind the line. */
function isSimple({bytes, start, end, wireLength}: PayloadView, target: number, line: number): boolean {
	if (!hasText(bytes, start, end, 'GET /') || line + 1 !== start + wireLength) {
		return false;
	}
	const stop = bytes[line - 1] === CR ? line - 1 : line;
	for (let at = target; at < stop; at++) {
		if (bytes[at] <= 0x20 || bytes[at] > 0x7e) {
			return false;
		}
	}
	return true;
}

/** Looks for Host in the lines from `at` on; what the last one needs of the next segment is left in the view's memory. */
function readHeader(view: PayloadView, at: number): void {
	const {bytes, end} = view;
	for (let i = 0; i < MAX_LINES; i++) {
		if (at + 1 < end && bytes[at] === CR) {
			return;
		}
		const line = indexOfByte(bytes, LF, at, end);
		if (line < 0) {
			leaveOpen(view, latin1(bytes, at, Math.min(end, at + MAX_LINE)));
			return;
		}

		if (line === at) {
			return;
		}
		if (hasTextAnyCase(bytes, at, line, FIELD)) {
			view.serverName = hostOf(latin1(bytes, at + FIELD.length, Math.min(line, at + MAX_LINE)));
			return;
		}

		at = line + 1;
	}
}

/** The header goes on in the next segment, unless the capture cut this one. @param line as far as it is known; null = of no interest */
function leaveOpen(view: PayloadView, line: string | null): void {
	// Elsewhere nothing tells which payload is the next.
	if (view.wireLength > view.end - view.start || view.transport !== IpProtocol.TCP) {
		return;
	}
	const open = view.memory instanceof OpenHeader ? view.memory : new OpenHeader(view.direction);
	open.sequence = (view.sequence + view.wireLength) | 0;
	open.line = line !== null && line.length < MAX_LINE && matters(line) ? line : null;
	view.memory = open;
	view.settled = false;
}

/** Whether a line that begins so can be Host's, or the one that ends the header. */
function matters(line: string): boolean {
	return line === '\r' || FIELD.startsWith(line.slice(0, FIELD.length).toLowerCase());
}

function continueHeader(view: PayloadView, open: OpenHeader): Verdict {
	// The answer has begun, so the header was complete: nothing more to learn.
	if (view.direction !== open.direction) {
		return Verdict.yes;
	}
	const {bytes, start, end} = view;
	const known = (open.sequence - view.sequence) | 0;
	if (known < 0 || known >= view.wireLength) {
		// Sent again or out of order. What is missing may still come; what follows it is not the rest of this line.
		view.settled = false;
		return Verdict.yes;
	}

	const at = start + known;
	const lineEnd = indexOfByte(bytes, LF, at, end);
	const stop = lineEnd < 0 ? end : lineEnd;
	const line =
		open.line === null ? null : open.line + latin1(bytes, at, Math.min(stop, at + MAX_LINE - open.line.length));
	if (lineEnd < 0) {
		leaveOpen(view, line);
	} else if (line?.toLowerCase().startsWith(FIELD)) {
		view.serverName = hostOf(line.slice(FIELD.length));
	} else if (line === null || !/^(?:\r|$)/.test(line)) {
		readHeader(view, lineEnd + 1);
	}
	return Verdict.yes;
}

function hostOf(value: string): string | null {
	const host = value.trim();
	return host.length <= MAX_HOST && HOST.test(host) ? asUtf8(host) : null;
}
