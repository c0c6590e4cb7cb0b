/**
 * FTP control connection (RFC 959 § 4.1, 4.2; RFC 2228, 2389, 2428).
 *
 * | from   | what is looked at                                                                          |
 * |--------|--------------------------------------------------------------------------------------------|
 * | server | a reply code; off port 21 a greeting that says FTP, or 220 and then a command of FTP alone  |
 * | client | a command; off port 21 only after a 220 greeting, or USER answered by 331                   |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {indexOfByte} from './bytes.js';
import {endsLine, find, hasCommandAt, isText, replyCode, textOnPort} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const NAME = 'ftp';
const COMMANDS = (
	'user pass acct cwd cdup xcwd quit rein port pasv eprt epsv type stru mode retr stor stou appe ' +
	'allo rest rnfr rnto abor dele rmd xrmd mkd xmkd pwd xpwd list nlst site syst stat help noop feat ' +
	'opts auth pbsz prot ccc adat size mdtm mlsd mlst clnt lpsv lprt'
).split(' ');
const OPENING = ['user', 'auth tls', 'auth ssl', 'auth gssapi', 'feat', 'syst'];
const USER = ['user'];
const DIGITS = [0x31, 0x32, 0x33, 0x34, 0x35, 0x36];

export const ftp: ApplicationProtocol = {
	name: 'ftp',
	over: [IpProtocol.TCP],
	ports: [21],
	firstBytes: [...DIGITS, 0x41, 0x46, 0x53, 0x55, 0x61, 0x66, 0x73, 0x75],
	recognise(view) {
		const {bytes, start, end} = view;
		const code = replyCode(view);
		if (view.onPort) {
			return code > 0 || (hasCommandAt(bytes, start, end, COMMANDS) && isText(view)) ? Verdict.yes : Verdict.no;
		}

		if (code === 220) {
			const line = indexOfByte(bytes, 0x0a, start, end);
			if (find(bytes, start, line < 0 ? end : line, NAME) > 0) {
				return Verdict.yes;
			}
			view.memory = 'greeted';
			return Verdict.maybe;
		}

		if (view.memory === 'user') {
			return code === 331 || code === 530 ? Verdict.yes : Verdict.no;
		}
		if (!endsLine(view) || !isText(view)) {
			return Verdict.no;
		}
		if (view.memory === 'greeted') {
			return hasCommandAt(bytes, start, end, OPENING) ? Verdict.yes : Verdict.no;
		}
		if (!hasCommandAt(bytes, start, end, USER)) {
			return Verdict.no;
		}
		view.memory = 'user';
		return Verdict.maybe;
	},
};

/** Text that no rule above tells: control connections seen from their middle. */
export const ftpByPort: ApplicationProtocol = {
	name: 'ftp',
	over: [IpProtocol.TCP],
	ports: [21],
	portsOnly: true,
	recognise: textOnPort,
};
