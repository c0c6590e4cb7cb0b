/** SSDP: UPnP Device Architecture 2.0 § 1. HTTP-like text over UDP: M-SEARCH and NOTIFY, and answers from port 1900. */
import {IpProtocol} from '../assigned-numbers.js';
import {hasText, hasTextAnyCase, indexOfByte, initials} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const MAX_LINES = 24;

export const ssdp: ApplicationProtocol = {
	name: 'ssdp',
	over: [IpProtocol.UDP],
	ports: [1900],
	firstBytes: initials('M-SEARCH', 'NOTIFY', 'HTTP/1.'),

	recognise(view) {
		const {bytes, start, end} = view;
		if (hasText(bytes, start, end, 'M-SEARCH * HTTP/1.') || hasText(bytes, start, end, 'NOTIFY * HTTP/1.')) {
			return Verdict.yes;
		}
		if (!hasText(bytes, start, end, 'HTTP/1.')) {
			return Verdict.no;
		}
		return view.onPort || namesService(bytes, start, end) ? Verdict.yes : Verdict.no;
	},
};

/** An answer to a search carries its target and a unique service name (ST, USN). */
function namesService(bytes: Uint8Array, start: number, end: number): boolean {
	let at = start;
	for (let i = 0; i < MAX_LINES; i++) {
		at = indexOfByte(bytes, 0x0a, at, end) + 1;
		if (at === 0) {
			return false;
		}
		if (hasTextAnyCase(bytes, at, end, 'st:') || hasTextAnyCase(bytes, at, end, 'usn:')) {
			return true;
		}
	}

	return false;
}
