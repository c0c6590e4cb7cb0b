/**
 * SNMP v1, v2c (RFC 1157 § 4, RFC 3416 § 3) and v3 (RFC 3412 § 6).
 *
 * | element      | what is looked at                                                          |
 * |--------------|----------------------------------------------------------------------------|
 * | SEQUENCE     | its length is the datagram's                                               |
 * | INTEGER      | version: 0 = v1, 1 = v2c, 2 = v2u, 3 = v3                                   |
 * | OCTET STRING | v1, v2c: community, then a PDU tagged 0xa0–0xa8 that ends with the message |
 * | SEQUENCE     | v3: header data, starting with the INTEGER message number                  |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {berHeader, berLength, berSkip} from './ber.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const OCTET_STRING = 0x04;

export const snmp: ApplicationProtocol = {
	name: 'snmp',
	over: [IpProtocol.UDP, IpProtocol.TCP],
	ports: [161, 162, 10_161, 10_162],
	firstBytes: [SEQUENCE],
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		const header = berHeader(bytes, start, end);
		if (header === 0 || bytes[start] !== SEQUENCE) {
			return Verdict.no;
		}
		const length = header + berLength(bytes, start);
		// On their own ports, agents that pad a datagram are let pass.
		if (view.onPort ? length > wireLength : length !== wireLength) {
			return Verdict.no;
		}

		const version = start + header;
		const next = berSkip(bytes, version, end, INTEGER);
		if (next < 0 || next > end || next === version + 2) {
			return Verdict.no;
		}
		const number = bytes[next - 1];
		if (number > 3) {
			return Verdict.no;
		}
		if (number === 3) {
			const inner = berHeader(bytes, next, end);
			return inner > 0 && bytes[next] === SEQUENCE && next + inner < end && bytes[next + inner] === INTEGER
				? Verdict.yes
				: Verdict.no;
		}

		const pdu = berSkip(bytes, next, end, OCTET_STRING);
		if (pdu < 0) {
			return Verdict.no;
		}
		if (pdu >= end) {
			return pdu - start < length && end - start < wireLength ? Verdict.yes : Verdict.no;
		}
		const inner = berHeader(bytes, pdu, end);
		if (inner === 0 || bytes[pdu] < 0xa0 || bytes[pdu] > 0xa8) {
			return Verdict.no;
		}
		return pdu + inner + berLength(bytes, pdu) <= start + length ? Verdict.yes : Verdict.no;
	},
};
