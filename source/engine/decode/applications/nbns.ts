/**
 * NetBIOS name service: RFC 1002 § 4.2. The header is laid out as DNS's; names are 16 bytes written as 32 letters A–P
 * (two per byte, RFC 1001 § 14.1), the sixteenth byte being the kind of service.
 */
import {isUtf8} from 'node:buffer';
import {IpProtocol} from '../assigned-numbers.js';
import {u16, word} from './bytes.js';
import {DNS_HEADER, skipName} from './dns-message.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const ENCODED = 32;
const NB = 0x20;
const NBSTAT = 0x21;
/** Workstation and file server: the kinds whose name is the host's. */
const WORKSTATION = 0x00;
const SERVER = 0x20;

export const nbns: ApplicationProtocol = {
	name: 'nbns',
	over: [IpProtocol.TCP, IpProtocol.UDP],
	ports: [137],
	// Asked on its port only, but before DNS, which it resembles.
	firstBytes: [],

	recognise(view) {
		const {bytes, end} = view;
		const start = view.transport === IpProtocol.TCP ? view.start + 2 : view.start;
		if (end - start < DNS_HEADER) {
			return Verdict.maybe;
		}
		const opcode = (bytes[start + 2] >> 3) & 0xf;
		// Query, registration, release, WACK, refresh (8 and 9) and multi-homed registration.
		if ((opcode > 0 && opcode < 5) || (opcode > 9 && opcode < 15)) {
			return Verdict.no;
		}
		if (u16(bytes, start + 4) > 4 || u16(bytes, start + 6) > 64) {
			return Verdict.no;
		}
		const name = start + DNS_HEADER;
		if (name >= end) {
			return Verdict.yes;
		}
		return bytes[name] === ENCODED || bytes[name] >= 0xc0 || bytes[name] === 0 ? Verdict.yes : Verdict.no;
	},

	observe(view, names) {
		const {bytes, start, end} = view;
		if (view.transport !== IpProtocol.UDP || end - start < DNS_HEADER) {
			return;
		}
		let at = start + DNS_HEADER;
		const questions = u16(bytes, start + 4);
		if (questions > 1) {
			return;
		}
		let asked = -1;
		if (questions === 1) {
			asked = at;
			at = skipName(bytes, at, end);
			if (at < 0 || at + 4 > end) {
				return;
			}
			at += 4;
		}

		const records = Math.min(4, u16(bytes, start + 6) + u16(bytes, start + 8) + u16(bytes, start + 10));
		for (let i = 0; i < records; i++) {
			// In registrations the record's name points at the question's.
			const owner = bytes[at] === ENCODED ? at : asked;
			at = skipName(bytes, at, end);
			if (at < 0 || at + 10 > end) {
				return;
			}
			const type = u16(bytes, at);
			const length = u16(bytes, at + 8);
			const data = at + 10;
			at = data + length;
			if (at > end) {
				return;
			}
			if (type === NBSTAT || type !== NB || owner < 0) {
				continue;
			}
			const name = hostName(bytes, owner, end);
			if (name === null) {
				continue;
			}
			for (let entry = data; entry + 6 <= at; entry += 6) {
				const group = bytes[entry] >= 0x80;
				if (!group && word(bytes, entry + 2) !== 0) {
					names.name(4, 0, 0, 0, word(bytes, entry + 2), name, 'nbns');
				}
			}
		}
	},
};

/** The host name written at `at`, or null when it is another kind of name or not one. */
function hostName(bytes: Uint8Array, at: number, end: number): string | null {
	if (at + 1 + ENCODED > end || bytes[at] !== ENCODED) {
		return null;
	}
	const name = Buffer.alloc(15);
	for (let i = 0; i < 16; i++) {
		const high = bytes[at + 1 + 2 * i] - 0x41;
		const low = bytes[at + 2 + 2 * i] - 0x41;
		if (high < 0 || high > 15 || low < 0 || low > 15) {
			return null;
		}
		const byte = (high << 4) | low;
		if (i === 15) {
			const text = isUtf8(name) ? name.toString('utf8').trimEnd() : '';
			return (byte === WORKSTATION || byte === SERVER) && text !== '' ? text : null;
		}
		if (byte < 0x20 || byte === 0x7f) {
			return null;
		}
		name[i] = byte;
	}

	return null;
}
