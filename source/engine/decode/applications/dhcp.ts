/**
 * DHCP and BOOTP: RFC 2131, options RFC 2132.
 *
 *  0  op   1  hardware type   2  hardware length   16  yiaddr   236  magic cookie   240  options
 */
import {IpProtocol} from '../assigned-numbers.js';
import {word} from './bytes.js';
import {escapeLabel} from './dns-message.js';
import {type ApplicationProtocol, type NameSink, Verdict} from './recognition.js';

const OPTIONS = 240;
const COOKIE = 0x63825363;
const CLIENT_ADDRESS = 12;
const YOUR_ADDRESS = 16;
const PAD = 0;
const HOST_NAME = 12;
const MESSAGE_TYPE = 53;
const END = 255;
const REQUEST = 3;
const ACK = 5;
const INFORM = 8;
/** Host names of clients whose ACK is awaited, by transaction: bounded. */
const PENDING = 256;

export const dhcp: ApplicationProtocol = {
	name: 'dhcp',
	over: [IpProtocol.UDP],
	ports: [67, 68, 4011],
	firstBytes: [1, 2],

	recognise(view) {
		const {bytes, start, end} = view;
		const op = bytes[start];
		if (op !== 1 && op !== 2) {
			return Verdict.no;
		}
		if (end - start >= OPTIONS && word(bytes, start + 236) === COOKIE) {
			return Verdict.yes;
		}
		if (!view.onPort) {
			return Verdict.no;
		}
		// BOOTP (RFC 951) has no cookie, and a capture may have cut it off.
		return end - start >= 3 && bytes[start + 2] <= 16 && view.wireLength >= 236 ? Verdict.yes : Verdict.no;
	},

	observe(view, names) {
		const {bytes, start, end} = view;
		if (end - start < OPTIONS || word(bytes, start + 236) !== COOKIE) {
			return;
		}
		let type = 0;
		let host = '';
		let at = start + OPTIONS;
		while (at < end && bytes[at] !== END) {
			if (bytes[at] === PAD) {
				at++;
				continue;
			}

			if (at + 2 > end) {
				break;
			}
			const value = at + 2;
			const after = value + bytes[at + 1];
			if (after > end) {
				break;
			}
			if (bytes[at] === MESSAGE_TYPE && after > value) {
				type = bytes[value];
			} else if (bytes[at] === HOST_NAME) {
				host = hostName(bytes, value, after);
			}
			at = after;
		}

		const transaction = word(bytes, start + 4);
		if (bytes[start] === 1 && (type === REQUEST || type === INFORM)) {
			if (host === '') {
				return;
			}
			const client = word(bytes, start + CLIENT_ADDRESS);
			if (client !== 0) {
				names.name(4, 0, 0, 0, client, host, 'dhcp');
			} else {
				remember(names, transaction, host);
			}
		} else if (bytes[start] === 2 && type === ACK) {
			const your = word(bytes, start + YOUR_ADDRESS);
			const name = host || pending.get(names)?.get(transaction) || '';
			if (your !== 0 && name !== '') {
				names.name(4, 0, 0, 0, your, name, 'dhcp');
			}
		}
	},
};

const pending = new WeakMap<NameSink, Map<number, string>>();

function remember(names: NameSink, transaction: number, host: string): void {
	const waiting = pending.get(names) ?? new Map<number, string>();
	pending.set(names, waiting);
	waiting.delete(transaction);
	waiting.set(transaction, host);
	if (waiting.size > PENDING) {
		waiting.delete(waiting.keys().next().value as number);
	}
}

/** Dots are part of a host name here; the rest is escaped, and a trailing zero byte (a common mistake) is dropped. */
function hostName(bytes: Uint8Array, start: number, end: number): string {
	while (end > start && bytes[end - 1] === 0) {
		end--;
	}
	return escapeLabel(bytes, start, end).replaceAll('\\.', '.');
}
