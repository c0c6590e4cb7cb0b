/**
 * Telnet: option negotiation (RFC 854, 855), on any port; what is typed on port 23 has no shape of its own.
 *
 * | offset | field                                                          |
 * |--------|----------------------------------------------------------------|
 * | 0      | IAC, 0xff                                                      |
 * | 1      | WILL, WONT, DO, DONT (0xfb–0xfe), then an option; SB (0xfa) … SE |
 */
import {type ApplicationProtocol, Verdict} from './recognition.js';

const IAC = 0xff;
const SB = 0xfa;
/** Highest option number assigned without a gap, and the two beyond it (IANA telnet-options). */
const LAST_OPTION = 49;

export const telnet: ApplicationProtocol = {
	name: 'telnet',
	over: [6],
	ports: [23],
	firstBytes: [IAC],
	recognise(view) {
		const {bytes, start, end} = view;
		if (end - start < 3 || bytes[start] !== IAC) return Verdict.no;
		let commands = 0;
		let at = start;
		while (at + 3 <= end && bytes[at] === IAC && bytes[at + 1]! >= SB && bytes[at + 1]! < IAC) {
			const option = bytes[at + 2]!;
			if (option > LAST_OPTION && option < 138) return Verdict.no;
			commands++;
			if (bytes[at + 1] !== SB) {
				at += 3;
				continue;
			}

			while (at + 1 < end && !(bytes[at] === IAC && bytes[at + 1] === 0xf0)) at++;
			at += 2;
		}

		if (commands >= 2 || (commands === 1 && at >= end) || (commands > 0 && view.onPort)) return Verdict.yes;
		return Verdict.no;
	},
};

export const telnetByPort: ApplicationProtocol = {
	name: 'telnet',
	over: [6],
	ports: [23],
	portsOnly: true,
	recognise: () => Verdict.yes,
};
