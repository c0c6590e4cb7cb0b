/**
 * NATS (NATS documentation, "Client Protocol"): lines of text. Off port 4222 what begins a connection, with its JSON.
 */
import {IpProtocol} from '../assigned-numbers.js';
import {hasText, hasTextAnyCase, initials} from './bytes.js';
import {endsLine, find, hasCommandAt, isText} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const OPENINGS = [
	['INFO {', '"server_id"'],
	['CONNECT {', '"verbose"'],
] as const;
const COMMANDS = 'ping,pong,+ok,-err,pub,hpub,sub,unsub,msg,hmsg,connect,info'.split(',');
/** Of those the ones that take nothing. */
const ALONE = 'PING\r\n,PONG\r\n,+OK\r\n'.split(',');

export const nats: ApplicationProtocol = {
	name: 'nats',
	over: [IpProtocol.TCP],
	ports: [4222],
	firstBytes: initials('INFO', 'CONNECT'),
	recognise(view) {
		const {bytes, start, end} = view;
		for (const [opening, key] of OPENINGS) {
			if (hasText(bytes, start, end, opening) && find(bytes, start + opening.length, end, key) > 0) {
				return Verdict.yes;
			}
		}
		if (!view.onPort || !endsLine(view) || !hasCommandAt(bytes, start, end, COMMANDS)) {
			return Verdict.no;
		}
		if (ALONE.some(line => hasTextAnyCase(bytes, start, end, line.toLowerCase()))) {
			return Verdict.yes;
		}
		return isText(view) ? Verdict.yes : Verdict.no;
	},
};
