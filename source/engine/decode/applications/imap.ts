/**
 * IMAP4 (RFC 3501 § 2.2, 6, 7; RFC 9051).
 *
 * | from   | what is looked at                                                                        |
 * |--------|------------------------------------------------------------------------------------------|
 * | server | `* OK`, `* PREAUTH`, `* BYE`, on port 143 any `* `, `+ ` or tagged status; elsewhere with IMAP |
 * | client | a tag of up to 16 letters and digits, a space, a command                                   |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {indexOfByte} from './bytes.js';
import {endsLine, find, hasCommandAt, isText, textOnPort} from './fields.js';
import {type ApplicationProtocol, type PayloadView, Verdict} from './recognition.js';

const NAME = 'imap';
const GREETINGS = ['* ok', '* preauth', '* bye'];
const STATUS = ['ok', 'no', 'bad'];
const OPENING = ['capability', 'login', 'authenticate', 'starttls'];
const COMMANDS = (
	'noop logout id select examine create delete rename subscribe unsubscribe list lsub xlist status ' +
	'append check close expunge search fetch store copy move uid idle namespace enable sort thread ' +
	'getquotaroot getacl compress'
).split(' ');

export const imap: ApplicationProtocol = {
	name: 'imap',
	over: [IpProtocol.TCP],
	ports: [143, 220],
	recognise(view) {
		const {bytes, start, end} = view;
		if (hasCommandAt(bytes, start, end, GREETINGS) && isText(view)) {
			const line = indexOfByte(bytes, 0x0a, start, end);
			if (view.onPort || find(bytes, start, line < 0 ? end : line, NAME) > 0) {
				return Verdict.yes;
			}
			view.memory = true;
			return Verdict.maybe;
		}

		const command = afterTag(view);
		if (command < 0 || !isText(view)) {
			return Verdict.no;
		}
		if (view.onPort) {
			const untagged = bytes[start] === 0x2a || bytes[start] === 0x2b;
			const known = hasCommandAt(bytes, command, end, OPENING) || hasCommandAt(bytes, command, end, COMMANDS);
			return untagged || known || hasCommandAt(bytes, command, end, STATUS) ? Verdict.yes : Verdict.no;
		}

		if (!endsLine(view)) {
			return Verdict.no;
		}
		if (view.memory === true && hasCommandAt(bytes, command, end, COMMANDS)) {
			return Verdict.yes;
		}
		// A tag has a digit in every client known; without one, prose such as "please login" would pass.
		return hasDigit(bytes, start, command) && hasCommandAt(bytes, command, end, OPENING) ? Verdict.yes : Verdict.no;
	},
};

/** Offset behind the tag and its space, or -1. */
function afterTag(view: PayloadView): number {
	const {bytes, start, end} = view;
	for (let at = start; at < end && at <= start + 16; at++) {
		const byte = bytes[at];
		if (byte === 0x20) {
			return at > start ? at + 1 : -1;
		}
		const alphanumeric =
			(byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
		if (!alphanumeric && byte !== 0x2e && byte !== 0x2d && byte !== 0x5f && at > start) {
			return -1;
		}
		if (!alphanumeric && byte !== 0x2a && byte !== 0x2b) {
			return -1;
		}
	}

	return -1;
}

function hasDigit(bytes: Uint8Array, at: number, end: number): boolean {
	for (; at < end; at++) {
		if (bytes[at] >= 0x30 && bytes[at] <= 0x39) {
			return true;
		}
	}
	return false;
}

/** Text that no rule above tells: mail text, in connections seen from their middle. */
export const imapByPort: ApplicationProtocol = {
	name: 'imap',
	over: [IpProtocol.TCP],
	ports: [143],
	portsOnly: true,
	recognise: textOnPort,
};
