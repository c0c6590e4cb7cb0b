/**
 * SMTP, submission and LMTP (RFC 5321 § 4.1, 4.2; RFC 2033).
 *
 * | from   | what is looked at                                                              |
 * |--------|--------------------------------------------------------------------------------|
 * | server | a reply code; off the mail ports a 220 greeting that says SMTP or LMTP          |
 * | client | a command; off the mail ports EHLO, HELO, LHLO with a name, MAIL FROM: or RCPT TO: |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {hasTextAnyCase, indexOfByte} from './bytes.js';
import {endsLine, find, hasCommandAt, isText, replyCode, textOnPort} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const NAMES = ['smtp', 'lmtp'];
const HELLO = ['ehlo ', 'helo ', 'lhlo ', 'mail from:', 'rcpt to:'];
const COMMANDS = 'ehlo helo lhlo mail rcpt data rset vrfy expn help noop quit auth starttls bdat etrn xclient'.split(
	' ',
);

export const smtp: ApplicationProtocol = {
	name: 'smtp',
	over: [IpProtocol.TCP],
	ports: [25, 587, 465, 2525, 24],
	firstBytes: [0x32, 0x45, 0x48, 0x4c, 0x4d, 0x52, 0x65, 0x68, 0x6c, 0x6d, 0x72],
	recognise(view) {
		const {bytes, start, end} = view;
		const code = replyCode(view);
		if (view.onPort && (code > 0 || (hasCommandAt(bytes, start, end, COMMANDS) && isText(view)))) {
			return Verdict.yes;
		}
		if (code === 220) {
			const line = indexOfByte(bytes, 0x0a, start, end);
			for (const name of NAMES) {
				if (find(bytes, start, line < 0 ? end : line, name) > 0) {
					return Verdict.yes;
				}
			}
			return Verdict.maybe;
		}

		if (!endsLine(view)) {
			return Verdict.no;
		}
		for (const word of HELLO) {
			if (hasTextAnyCase(bytes, start, end, word)) {
				return isText(view) ? Verdict.yes : Verdict.no;
			}
		}
		return Verdict.no;
	},
};

/** Text that no rule above tells: mail text, in connections seen from their middle. */
export const smtpByPort: ApplicationProtocol = {
	name: 'smtp',
	over: [IpProtocol.TCP],
	ports: [25, 587],
	portsOnly: true,
	recognise: textOnPort,
};
