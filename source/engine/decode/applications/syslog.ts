/**
 * Syslog (RFC 3164 § 4.1, RFC 5424 § 6).
 *
 * | offset | field                                                                               |
 * |--------|-------------------------------------------------------------------------------------|
 * | 0      | `<`, facility × 8 + severity (0–191), `>`                                           |
 * | then   | off port 514: version `1 `, or a month's name and a day                              |
 *
 * TCP may put the message's length in digits before it (RFC 6587 § 3.4.1).
 */
import {IpProtocol} from '../assigned-numbers.js';
import {hasText} from './bytes.js';
import {textOnPort} from './fields.js';
import {type ApplicationProtocol, type PayloadView, Verdict} from './recognition.js';

const MONTHS = ['Jan ', 'Feb ', 'Mar ', 'Apr ', 'May ', 'Jun ', 'Jul ', 'Aug ', 'Sep ', 'Oct ', 'Nov ', 'Dec '];
const VERSION = '1 ';

export const syslog: ApplicationProtocol = {
	name: 'syslog',
	over: [IpProtocol.UDP, IpProtocol.TCP],
	ports: [514, 601, 1514],
	firstBytes: [0x3c],
	recognise(view) {
		const {bytes, end} = view;
		const at = afterPriority(view);
		if (at < 0) {
			return Verdict.no;
		}
		if (view.onPort) {
			return Verdict.yes;
		}
		if (hasText(bytes, at, end, VERSION)) {
			return at + 6 <= end && isYear(bytes, at + 2) ? Verdict.yes : Verdict.no;
		}
		for (const month of MONTHS) {
			if (hasText(bytes, at, end, month)) {
				return Verdict.yes;
			}
		}
		return Verdict.no;
	},
};

/** Messages without a priority: plain text on the port. */
export const syslogByPort: ApplicationProtocol = {
	name: 'syslog',
	over: [IpProtocol.UDP],
	ports: [514],
	portsOnly: true,
	recognise: textOnPort,
};

function afterPriority(view: PayloadView): number {
	const {bytes, start, end} = view;
	let at = start;
	if (view.transport === IpProtocol.TCP && view.onPort) {
		while (at < end && at < start + 5 && isDigit(bytes[at])) {
			at++;
		}
		if (at > start && at < end && bytes[at] === 0x20) {
			at++;
		}
	}

	if (at >= end || bytes[at] !== 0x3c) {
		return -1;
	}
	let value = 0;
	const first = ++at;
	while (at < end && at < first + 3 && isDigit(bytes[at])) {
		value = value * 10 + bytes[at++] - 0x30;
	}
	return at > first && at < end && bytes[at] === 0x3e && value <= 191 ? at + 1 : -1;
}

function isYear(bytes: Uint8Array, at: number): boolean {
	return isDigit(bytes[at]) && isDigit(bytes[at + 1]) && isDigit(bytes[at + 2]) && isDigit(bytes[at + 3]);
}

function isDigit(byte: number): boolean {
	return byte >= 0x30 && byte <= 0x39;
}
