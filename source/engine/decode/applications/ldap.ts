/**
 * LDAP (RFC 4511 § 4.1.1) over TCP, and over UDP as `cldap` (MS-ADTS § 6.3.3).
 *
 * | element           | what is looked at                                                    |
 * |-------------------|----------------------------------------------------------------------|
 * | SEQUENCE          | length: all of a datagram                                            |
 * | INTEGER           | message number, 1–4 bytes                                            |
 * | APPLICATION 0–25  | the operation; its length stays within the SEQUENCE                  |
 * | first field       | bind: version 2–3; results: ENUMERATED; search: a name               |
 *
 * After a bind with a security layer, a length of four bytes and a token stand before the message (RFC 4422 § 3.7): seen
 * from its middle such a connection is told on LDAP's ports.
 */
import {IpProtocol} from '../assigned-numbers.js';
import {berHeader, berLength} from './ber.js';
import {u16} from './bytes.js';
import {u32} from './fields.js';
import {type ApplicationProtocol, type PayloadView, Verdict} from './recognition.js';

const SEQUENCE = 0x30;
const INTEGER = 0x02;
/** Tag of the operation → tag of its first field; 0 = whatever. */
const OPERATIONS = new Map<number, number>([
	[0x60, INTEGER],
	[0x61, 0x0a],
	[0x63, 0x04],
	[0x64, 0x04],
	[0x65, 0x0a],
	[0x66, 0x04],
	[0x67, 0x0a],
	[0x68, 0x04],
	[0x69, 0x0a],
	[0x6b, 0x0a],
	[0x6c, 0x04],
	[0x6d, 0x0a],
	[0x6e, 0x04],
	[0x6f, 0x0a],
	[0x73, 0x04],
	[0x77, 0x80],
	[0x78, 0x0a],
	[0x42, 0],
	[0x4a, 0],
	[0x50, 0],
]);

export const ldap: ApplicationProtocol = {
	name: 'ldap',
	labels: ['cldap'],
	over: [IpProtocol.TCP, IpProtocol.UDP],
	ports: [389, 3268],
	firstBytes: [SEQUENCE],
	recognise(view) {
		const {bytes, start, end, wireLength, transport} = view;
		if (view.onPort && transport === IpProtocol.TCP && isWrapped(view)) {
			return Verdict.yes;
		}
		const header = berHeader(bytes, start, end);
		if (header === 0 || bytes[start] !== SEQUENCE) {
			return Verdict.no;
		}
		const all = start + header + berLength(bytes, start);
		if (transport === IpProtocol.UDP && all - start !== wireLength) {
			return Verdict.no;
		}

		const number = start + header;
		if (number + 2 > end || bytes[number] !== INTEGER) {
			return Verdict.no;
		}
		const size = bytes[number + 1];
		if (size < 1 || size > 4) {
			return Verdict.no;
		}
		const operation = number + 2 + size;
		const inner = berHeader(bytes, operation, end);
		if (inner === 0) {
			return Verdict.no;
		}
		const first = OPERATIONS.get(bytes[operation]);
		const length = berLength(bytes, operation);
		if (first === undefined || operation + inner + length > all) {
			return Verdict.no;
		}

		if (first === 0) {
			if (!view.onPort || (bytes[operation] === 0x42 && length !== 0)) {
				return Verdict.no;
			}
		} else {
			const field = operation + inner;
			if (length < 2 || field + 3 > end || bytes[field] !== first) {
				return Verdict.no;
			}
			if (first === INTEGER && (bytes[field + 1] !== 1 || bytes[field + 2] < 2 || bytes[field + 2] > 3)) {
				return Verdict.no;
			}
			if (first === 0x0a && bytes[field + 1] !== 1) {
				return Verdict.no;
			}
		}

		if (transport === IpProtocol.UDP) {
			view.label = 'cldap';
		}
		return Verdict.yes;
	},
};

/** Length of the rest of the segment, then a token: Kerberos wrap (RFC 4121 § 4.2.6.2), NTLM signature, or GSS (RFC 2743 § 3.1). */
function isWrapped(view: PayloadView): boolean {
	const {bytes, start, end, wireLength} = view;
	if (end - start < 8 || u32(bytes, start) + 4 !== wireLength) {
		return false;
	}
	return u16(bytes, start + 4) === 0x0504 || u32(bytes, start + 4) === 0x01000000 || bytes[start + 4] === 0x60;
}
