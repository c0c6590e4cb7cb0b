/**
 * XMPP (RFC 6120 § 4.2, 4.7, 8).
 *
 * | where         | what is looked at                                                             |
 * |---------------|-------------------------------------------------------------------------------|
 * | any port      | `<stream:stream`, with or without an XML declaration before it                |
 * | 5222, 5269 …  | a stanza or a stream element: iq, message, presence, auth, starttls, proceed … |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {hasText, hasTextAnyCase} from './bytes.js';
import {find} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const DECLARATION = '<?xml';
const STREAM = '<stream:stream';
const OPEN = '<open xmlns="urn:ietf:params:xml:ns:xmpp-framing';
const ELEMENTS = (
	'stream,/stream,iq,message,presence,auth,starttls,proceed,success,failure,challenge,response,features,' +
	'compress,compressed,handshake,db:,r xmlns,a xmlns,enable,enabled,resume'
)
	.split(',')
	.map(name => `<${name}`);

export const xmpp: ApplicationProtocol = {
	name: 'xmpp',
	over: [IpProtocol.TCP],
	ports: [5222, 5269, 5275, 5298],
	firstBytes: [0x3c],
	recognise(view) {
		const {bytes, start, end} = view;
		if (bytes[start] !== 0x3c) {
			return Verdict.no;
		}
		const near = Math.min(end, start + 200);
		if (hasText(bytes, start, end, DECLARATION)) {
			if (find(bytes, start + DECLARATION.length, near, STREAM) > 0) {
				return Verdict.yes;
			}
			return view.onPort ? Verdict.maybe : Verdict.no;
		}

		if (hasTextAnyCase(bytes, start, end, STREAM) || hasTextAnyCase(bytes, start, end, OPEN)) {
			return Verdict.yes;
		}
		if (!view.onPort) {
			return Verdict.no;
		}
		for (const element of ELEMENTS) {
			if (hasText(bytes, start, end, element)) {
				return Verdict.yes;
			}
		}
		return Verdict.no;
	},
};
