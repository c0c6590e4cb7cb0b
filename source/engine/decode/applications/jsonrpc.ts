/**
 * JSON-RPC (JSON-RPC 2.0 § 4) without HTTP around it; `stratum` where its method is one of those that miners call (slush's Stratum
 * mining protocol; Ethereum's over Stratum; Monero's login). Wireshark calls it json; the names are those that people use.
 */
import {IpProtocol} from '../assigned-numbers.js';
import {hasText} from './bytes.js';
import {find} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const MINING = ['"mining.', '"eth_submitlogin"', '"eth_getwork"', '"eth_submitwork"', '"eth_submithashrate"'];
/** Within an object these are few bytes in. */
const SEARCHED = 512;

export const jsonrpc: ApplicationProtocol = {
	name: 'jsonrpc',
	labels: ['stratum'],
	over: [IpProtocol.TCP],
	ports: [3333],
	firstBytes: [0x7b],
	recognise(view) {
		const {bytes, start} = view;
		const end = Math.min(view.end, start + SEARCHED);
		if (!hasText(bytes, start, end, '{"')) {
			return Verdict.no;
		}
		const has = (text: string) => find(bytes, start, end, text) > 0;
		const isLogin = has('"login"') && has('"agent"') && has('"method"');
		if (isLogin || (MINING.some(has) && has('"method"'))) {
			view.label = 'stratum';
			return Verdict.yes;
		}
		return has('"jsonrpc"') ? Verdict.yes : Verdict.no;
	},
};
