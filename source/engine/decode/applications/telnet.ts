/**
 * Telnet: option negotiation (RFC 854, 855), on any port; what is typed on port 23 is told by being text.
 *
 * | offset | field                                                          |
 * |--------|----------------------------------------------------------------|
 * | 0      | IAC, 0xff                                                      |
 * | 1      | WILL, WONT, DO, DONT (0xfb–0xfe), then an option; SB (0xfa) … SE |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const IAC = 0xff;
const SB = 0xfa;
/** Highest option number assigned without a gap, and the two beyond it (IANA telnet-options). */
const LAST_OPTION = 49;
const CONTROLS = [0x00, 0x03, 0x04, 0x07, 0x08, 0x09, 0x0b, 0x0c, 0x11, 0x13, 0x15, 0x1a, 0x7f];
/** Evidence of text that tells a connection on the port, and what the bytes weigh. */
const ENOUGH = 8;
const PRINTABLE = 1;
const FOREIGN = 3;

export const telnet: ApplicationProtocol = {
	name: 'telnet',
	over: [IpProtocol.TCP],
	ports: [23],
	firstBytes: [IAC],
	recognise(view) {
		const {bytes, start, end} = view;
		if (end - start < 3 || bytes[start] !== IAC) {
			return Verdict.no;
		}
		let commands = 0;
		let at = start;
		while (at + 3 <= end && bytes[at] === IAC && bytes[at + 1] >= SB && bytes[at + 1] < IAC) {
			const option = bytes[at + 2];
			if (option > LAST_OPTION && option < 138) {
				return Verdict.no;
			}
			commands++;
			if (bytes[at + 1] !== SB) {
				at += 3;
				continue;
			}

			while (at + 1 < end && !(bytes[at] === IAC && bytes[at + 1] === 0xf0)) {
				at++;
			}
			at += 2;
		}

		if (commands >= 2 || (commands === 1 && at >= end) || (commands > 0 && view.onPort)) {
			return Verdict.yes;
		}
		return Verdict.no;
	},
};

export const telnetByPort: ApplicationProtocol = {
	name: 'telnet',
	over: [IpProtocol.TCP],
	ports: [23],
	portsOnly: true,
	recognise(view) {
		const {bytes, start, end} = view;
		// The network virtual terminal's controls beside those of text: NUL after CR, bell, backspace, form feed, delete.
		let evidence = typeof view.memory === 'number' ? view.memory : 0;
		for (let at = start; at < end; at++) {
			const byte = bytes[at];
			if (byte >= 0x20 && byte < 0x7f) {
				evidence += PRINTABLE;
			} else if (byte === 0x0d || byte === 0x0a || byte === 0x1b || byte === IAC) {
				evidence++;
			} else if (byte >= 0x80) {
				evidence -= FOREIGN;
			} else if (!CONTROLS.includes(byte)) {
				return Verdict.no;
			}
		}

		if (evidence >= ENOUGH) {
			return Verdict.yes;
		}
		view.memory = evidence;
		return Verdict.maybe;
	},
};
