/**
 * MGCP (RFC 3435 § 3.2): a line of a verb, a transaction, an endpoint and `MGCP 1.0`, on any port; on its own an answer, three
 * digits and a transaction.
 */
import {IpProtocol} from '../assigned-numbers.js';
import {hasText, initials} from './bytes.js';
import {find, isText, replyCode} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const VERBS = ['EPCF ', 'CRCX ', 'MDCX ', 'DLCX ', 'RQNT ', 'NTFY ', 'AUEP ', 'AUCX ', 'RSIP ', 'MESG '];
const LONGEST_LINE = 128;
const DIGITS = /^\d{3} \d{1,9}[ \r\n]/;

export const mgcp: ApplicationProtocol = {
	name: 'mgcp',
	over: [IpProtocol.UDP, IpProtocol.TCP],
	ports: [2427, 2727],
	firstBytes: [...initials(...VERBS), ...initials('1', '2', '3', '4', '5')],
	recognise(view) {
		const {bytes, start, end} = view;
		if (VERBS.some(verb => hasText(bytes, start, end, verb))) {
			return find(bytes, start, Math.min(end, start + LONGEST_LINE), ' mgcp ') > 0 && isText(view)
				? Verdict.yes
				: Verdict.no;
		}
		return view.onPort && replyCode(view) >= 100 && isAnswer(bytes, start, end) ? Verdict.yes : Verdict.no;
	},
};

function isAnswer(bytes: Uint8Array, start: number, end: number): boolean {
	return DIGITS.test(String.fromCharCode(...bytes.slice(start, Math.min(end, start + 16))));
}
