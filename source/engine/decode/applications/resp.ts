/**
 * Redis serialization protocol (Redis documentation, "RESP protocol description").
 *
 * | offset | field                                                                           |
 * |--------|---------------------------------------------------------------------------------|
 * | 0      | `*` count CR LF `$` length CR LF: a command, on any port                        |
 * | 0      | port 6379: `+` text, `-` text, `:` number, `$` length, `*` count, each with CR LF |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {isPrintable} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

export const resp: ApplicationProtocol = {
	name: 'resp',
	over: [IpProtocol.TCP],
	ports: [6379],
	firstBytes: [0x2a],
	recognise(view) {
		const {bytes, start, end} = view;
		switch (bytes[start]) {
			case 0x2a: {
				const next = afterNumber(bytes, start + 1, end);
				if (next < 0) {
					return Verdict.no;
				}
				if (view.onPort) {
					return Verdict.yes;
				}
				return next < end && bytes[next] === 0x24 && afterNumber(bytes, next + 1, end) > 0 ? Verdict.yes : Verdict.no;
			}

			case 0x24:
			case 0x3a:
				return view.onPort && afterNumber(bytes, start + 1, end) > 0 ? Verdict.yes : Verdict.no;
			case 0x2b:
			case 0x2d:
				return view.onPort && isLine(bytes, start + 1, end) ? Verdict.yes : Verdict.no;
			default:
				// Inline commands: a line of text.
				return view.onPort && isLine(bytes, start, end) ? Verdict.yes : Verdict.no;
		}
	},
};

/** Offset behind a number and its CR LF, or -1. */
function afterNumber(bytes: Uint8Array, at: number, end: number): number {
	if (at < end && bytes[at] === 0x2d) {
		at++;
	}
	const first = at;
	while (at < end && bytes[at] >= 0x30 && bytes[at] <= 0x39) {
		at++;
	}
	return at > first && at < first + 12 && at + 2 <= end && bytes[at] === 0x0d && bytes[at + 1] === 0x0a ? at + 2 : -1;
}

function isLine(bytes: Uint8Array, at: number, end: number): boolean {
	for (let i = at; i + 1 < end; i++) {
		if (bytes[i] === 0x0d) {
			return i > at && bytes[i + 1] === 0x0a && isPrintable(bytes, at, i);
		}
	}
	return false;
}
