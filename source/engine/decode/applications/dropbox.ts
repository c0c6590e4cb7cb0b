/**
 * Dropbox LAN sync discovery, UDP 17500: a JSON object that starts with the host's number, or has one of its keys.
 */
import {IpProtocol} from '../assigned-numbers.js';
import {hasText} from './bytes.js';
import {find} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const KEYS = ['"host_int"', '"namespaces"', '"displayname"'];

export const dropboxDiscovery: ApplicationProtocol = {
	name: 'db-lsp-disc',
	over: [IpProtocol.UDP],
	ports: [17_500],
	firstBytes: [0x7b],
	recognise(view) {
		const {bytes, start, end} = view;
		if (hasText(bytes, start, end, '{"host_int":')) {
			return Verdict.yes;
		}
		if (!view.onPort || bytes[start] !== 0x7b) {
			return Verdict.no;
		}
		for (const key of KEYS) {
			if (find(bytes, start, end, key) > 0) {
				return Verdict.yes;
			}
		}
		return Verdict.no;
	},
};
