/**
 * Kerberos 5 (RFC 4120 § 5, 7.2): DER in a datagram, or behind its length in TCP.
 *
 * | offset | field                                                               |
 * |--------|---------------------------------------------------------------------|
 * | 0      | TCP only: length of the message, 32 bits                            |
 * | 0/4    | APPLICATION 10–15, 20–22, 30: its length is the message's           |
 * | then   | SEQUENCE, then [0] or [1] INTEGER 5, the protocol's version         |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {berHeader, berLength} from './ber.js';
import {u32} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

export const kerberos: ApplicationProtocol = {
	name: 'kerberos',
	over: [IpProtocol.TCP, IpProtocol.UDP],
	ports: [88, 750],
	firstBytes: [0x00, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f, 0x74, 0x75, 0x76, 0x7e],
	recognise(view) {
		const {bytes, start, end, wireLength, transport} = view;
		const prefix = transport === IpProtocol.TCP ? 4 : 0;
		if (end - start < prefix + 2) {
			return Verdict.no;
		}
		const at = start + prefix;
		if (!isMessage(bytes[at])) {
			return Verdict.no;
		}
		const header = berHeader(bytes, at, end);
		if (header === 0) {
			return Verdict.no;
		}
		const length = header + berLength(bytes, at);
		if (length !== (prefix === 4 ? u32(bytes, start) : wireLength)) {
			return Verdict.no;
		}

		const sequence = at + header;
		if (sequence >= end || bytes[sequence] !== 0x30) {
			return Verdict.no;
		}
		const inner = berHeader(bytes, sequence, end);
		const version = sequence + inner;
		if (inner === 0 || version + 5 > end || sequence + inner + berLength(bytes, sequence) > at + length) {
			return Verdict.no;
		}
		if (bytes[version] !== 0xa0 && bytes[version] !== 0xa1) {
			return Verdict.no;
		}
		const five =
			bytes[version + 1] === 3 && bytes[version + 2] === 2 && bytes[version + 3] === 1 && bytes[version + 4] === 5;
		return five ? Verdict.yes : Verdict.no;
	},
};

function isMessage(tag: number): boolean {
	return (tag >= 0x6a && tag <= 0x6f) || (tag >= 0x74 && tag <= 0x76) || tag === 0x7e;
}
