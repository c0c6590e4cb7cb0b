/** HTTP/1: RFC 9112. A request line or a status line; the server name is the Host header. */
import {hasText, hasTextAnyCase, indexOfByte, initials, latin1} from './bytes.js';
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

/** A header line longer than this is passed over, not kept between segments. */
const MAX_LINE = 512;
const MAX_LINES = 128;
/** A request line that is cut must have so many bytes to be one off HTTP's ports. */
const LEAST_CUT = 64;
const LF = 0x0a;
const CR = 0x0d;

/** Kept while a request's header goes on in the next segment: the line that was cut. */
class OpenHeader {
	line: string;
	readonly direction: number;

	constructor(line: string, direction: number) {
		this.line = line;
		this.direction = direction;
	}
}

export const http: ApplicationProtocol = {
	name: 'http',
	// Over SCTP it was never standardised, but it is met with.
	over: [6, 132],
	ports: [80, 81, 591, 631, 2869, 3128, 3132, 5985, 8000, 8008, 8080, 8081, 8088, 8888, 11371],
	firstBytes: initials('HTTP/1.', ...METHODS),

	recognise(view) {
		if (view.memory instanceof OpenHeader) return continueHeader(view, view.memory);
		const {bytes, start, end} = view;
		if (hasText(bytes, start, end, 'HTTP/1.')) return Verdict.yes;
		const target = afterMethod(bytes, start, end);
		if (target < 0) return view.onPort ? Verdict.maybe : Verdict.no;
		const line = indexOfByte(bytes, LF, target, end);
		if (line < 0) {
			// A target longer than the segment, or a capture that cut it.
			if (!isTarget(bytes, target, end)) return view.onPort ? Verdict.maybe : Verdict.no;
			if (!view.onPort && end - start < LEAST_CUT) return Verdict.maybe;
			leaveOpen(view, start);
			return Verdict.yes;
		}

		if (!hasVersion(bytes, target, line)) return Verdict.no;
		readHeader(view, line + 1);
		return Verdict.yes;
	},
};

/** Offset after the method and its space, or -1. */
function afterMethod(bytes: Uint8Array, start: number, end: number): number {
	const methods = BY_INITIAL[bytes[start]! & 0x7f]!;
	for (let i = 0; i < methods.length; i++)
		if (hasText(bytes, start, end, methods[i]!)) return start + methods[i]!.length;
	return -1;
}

function isTarget(bytes: Uint8Array, at: number, end: number): boolean {
	const first = bytes[at];
	if (at >= end || (first !== 0x2f && first !== 0x68 && first !== 0x2a)) return false;
	const stop = bytes[end - 1] === CR ? end - 1 : end;
	for (let i = at; i < stop; i++) if (bytes[i]! < 0x20) return false;
	return true;
}

function hasVersion(bytes: Uint8Array, target: number, lineEnd: number): boolean {
	const stop = bytes[lineEnd - 1] === CR ? lineEnd - 1 : lineEnd;
	return stop - 8 > target && hasText(bytes, stop - 8, stop, 'HTTP/1.');
}

/** Looks for Host from `at` on; leaves a cut line in the view's memory. */
function readHeader(view: PayloadView, at: number): void {
	const {bytes, end} = view;
	for (let i = 0; i < MAX_LINES && at < end; i++) {
		if (bytes[at] === CR || bytes[at] === LF) return;
		const line = indexOfByte(bytes, LF, at, end);
		if (line < 0) break;
		if (hasTextAnyCase(bytes, at, line, 'host:')) {
			view.serverName = hostOf(latin1(bytes, at + 5, Math.min(line, at + MAX_LINE)));
			return;
		}

		at = line + 1;
	}

	leaveOpen(view, at);
}

/** The header goes on in the next segment, unless the capture cut this one; the line at `at` is cut. */
function leaveOpen(view: PayloadView, at: number): void {
	const {bytes, start, end} = view;
	if (view.wireLength > end - start) return;
	view.settled = false;
	view.memory = new OpenHeader(latin1(bytes, at, Math.min(end, at + MAX_LINE)), view.direction);
}

function continueHeader(view: PayloadView, open: OpenHeader): Verdict {
	if (view.direction !== open.direction) {
		// The answer has begun, so the header was complete: nothing more to learn.
		return Verdict.yes;
	}

	const {bytes, start, end} = view;
	const line = indexOfByte(bytes, LF, start, end);
	const cut = line < 0 ? end : line;
	open.line += latin1(bytes, start, Math.min(cut, start + MAX_LINE));
	if (line < 0 && open.line.length < MAX_LINE) {
		view.settled = false;
		return Verdict.yes;
	}

	if (/^host:/i.test(open.line)) view.serverName = hostOf(open.line.slice(5));
	else if (!/^\r?$/.test(open.line)) {
		view.memory = null;
		readHeader(view, cut + 1);
	}

	return Verdict.yes;
}

function hostOf(value: string): string | null {
	const host = value.trim();
	return host === '' ? null : host;
}
