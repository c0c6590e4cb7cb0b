/**
 * POP3 (RFC 1939 § 3, 5–7; RFC 2449, 2595).
 *
 * | from   | what is looked at                                                                             |
 * |--------|-----------------------------------------------------------------------------------------------|
 * | server | `+OK` or `-ERR`; off port 110 a greeting that says POP, or `+OK ` and then a command           |
 * | client | a command; off port 110 only after a greeting                                                  |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {indexOfByte} from './bytes.js';
import {endsLine, find, hasCommandAt, isText, textOnPort} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const NAME = 'pop';
const STATUS = ['+ok', '-err'];
const OPENING = ['user', 'apop', 'auth', 'capa', 'stls'];
const COMMANDS = 'user pass apop auth capa stls stat list retr dele noop rset top uidl xtnd quit'.split(' ');

export const pop: ApplicationProtocol = {
	name: 'pop',
	over: [IpProtocol.TCP],
	ports: [110],
	firstBytes: [0x2b],
	recognise(view) {
		const {bytes, start, end} = view;
		const status = hasCommandAt(bytes, start, end, STATUS);
		if (view.onPort) {
			// What follows a status line may be a whole mail, of any bytes.
			return status || (hasCommandAt(bytes, start, end, COMMANDS) && isText(view)) ? Verdict.yes : Verdict.no;
		}

		if (!isText(view)) {
			return Verdict.no;
		}
		if (status && bytes[start] === 0x2b) {
			const line = indexOfByte(bytes, 0x0a, start, end);
			if (find(bytes, start, line < 0 ? end : line, NAME) > 0) {
				return Verdict.yes;
			}
			view.memory = true;
			return Verdict.maybe;
		}

		return view.memory === true && endsLine(view) && hasCommandAt(bytes, start, end, OPENING)
			? Verdict.yes
			: Verdict.no;
	},
};

/** Text that no rule above tells: mail text, in connections seen from their middle. */
export const popByPort: ApplicationProtocol = {
	name: 'pop',
	over: [IpProtocol.TCP],
	ports: [110],
	portsOnly: true,
	recognise: textOnPort,
};
