/**
 * IRC (RFC 2812 § 2.3, 3.1; IRCv3 capability negotiation).
 *
 * | from   | what is looked at                                                                  |
 * |--------|------------------------------------------------------------------------------------|
 * | client | `NICK x` and `USER x` in one segment, `USER a b c :d`, `CAP LS`; on IRC's ports any command |
 * | server | `:prefix `, then three digits, NOTICE or a command; off the ports only 001, NOTICE AUTH and NOTICE `*` |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {hasTextAnyCase, indexOfByte} from './bytes.js';
import {endsLine, find, hasCommandAt, isText} from './fields.js';
import {type ApplicationProtocol, type PayloadView, Verdict} from './recognition.js';

const COMMANDS =
	'nick,user,pass,join,part,privmsg,notice,ping,pong,quit,mode,cap,who,whois,topic,list,names,oper,away,error,isupport'.split(
		',',
	);

/** What a server says first, before the client has a name (RFC 2812 § 5.1, and NOTICE to AUTH or `*`). */
const GREETINGS = ['001 ', 'notice auth ', 'notice * :'];

export const irc: ApplicationProtocol = {
	name: 'irc',
	over: [IpProtocol.TCP],
	ports: [6667, 6660, 6661, 6662, 6663, 6664, 6665, 6666, 6668, 6669, 194, 57_000],
	firstBytes: [0x3a, 0x43, 0x4e, 0x55, 0x50],
	recognise(view) {
		const {bytes, start, end} = view;
		if (!endsLine(view) || !isText(view)) {
			return Verdict.no;
		}
		const prefixed = bytes[start] === 0x3a;
		const space = prefixed ? indexOfByte(bytes, 0x20, start, end) : -1;
		if (prefixed && space < 0) {
			return Verdict.no;
		}
		const command = prefixed ? space + 1 : start;
		if (view.onPort) {
			return hasCommandAt(bytes, command, end, COMMANDS) || isNumeric(view, command) ? Verdict.yes : Verdict.no;
		}
		if (prefixed) {
			return GREETINGS.some(text => hasTextAnyCase(bytes, command, end, text)) ? Verdict.yes : Verdict.no;
		}
		if (hasTextAnyCase(bytes, start, end, 'cap ls') || isUser(view)) {
			return Verdict.yes;
		}
		const registers = hasTextAnyCase(bytes, start, end, 'nick ') ? find(bytes, start, end, '\nuser ') > 0 : false;
		return registers || hasTextAnyCase(bytes, start, end, 'notice auth :') ? Verdict.yes : Verdict.no;
	},
};

/** USER with its four parameters, the last one behind a colon (RFC 2812 § 3.1.3): FTP and POP have one. */
function isUser({bytes, start, end}: PayloadView): boolean {
	if (!hasTextAnyCase(bytes, start, end, 'user ')) {
		return false;
	}
	let at = start + 4;
	for (let spaces = 0; spaces < 4; spaces++) {
		const next = bytes[at + 1];
		if (bytes[at] !== 0x20 || next === 0x20 || next === 0x0d || next === 0x0a) {
			return false;
		}
		if (spaces === 3) {
			return next === 0x3a;
		}
		at = indexOfByte(bytes, 0x20, at + 1, end);
		if (at < 0 || at + 1 >= end) {
			return false;
		}
	}
	return false;
}

function isNumeric(view: PayloadView, at: number): boolean {
	const {bytes, end} = view;
	if (at + 4 > end || bytes[at + 3] !== 0x20) {
		return false;
	}
	for (let i = at; i < at + 3; i++) {
		if (bytes[i] < 0x30 || bytes[i] > 0x39) {
			return false;
		}
	}
	return true;
}
