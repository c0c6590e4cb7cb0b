/**
 * NNTP (RFC 3977 § 3, 5): told on port 119, elsewhere by the commands that only it has.
 *
 * | from   | what is looked at                                          |
 * |--------|------------------------------------------------------------|
 * | server | a reply code, on port 119                                  |
 * | client | a command; elsewhere MODE READER or XOVER, ARTICLE, NEWGROUPS |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {endsLine, hasCommandAt, isText, replyCode} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const OWN = ['mode reader', 'xover', 'newgroups', 'xhdr'];
const COMMANDS =
	'article,body,head,stat,group,listgroup,list,newnews,next,last,post,ihave,date,help,quit,over,authinfo,capabilities,check,takethis,mode,slave,starttls'.split(
		',',
	);

export const nntp: ApplicationProtocol = {
	name: 'nntp',
	over: [IpProtocol.TCP],
	ports: [119],
	firstBytes: [0x4d, 0x4e, 0x58, 0x6d, 0x6e, 0x78],
	recognise(view) {
		const {bytes, start, end} = view;
		if (view.onPort && replyCode(view) > 0) {
			return Verdict.yes;
		}
		if (!endsLine(view) || !isText(view)) {
			return Verdict.no;
		}
		const known = hasCommandAt(bytes, start, end, OWN) || (view.onPort && hasCommandAt(bytes, start, end, COMMANDS));
		return known ? Verdict.yes : Verdict.no;
	},
};
