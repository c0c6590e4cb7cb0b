/**
 * Cassandra's native protocol, versions 1–5 (Apache Cassandra, native_protocol_v4.spec § 2), told on port 9042 only.
 *
 * | offset | field                                                                       |
 * |--------|-----------------------------------------------------------------------------|
 * | 0      | version 1–5, high bit in answers; 1: flags, 0–31                            |
 * | 2      | stream: one byte in versions 1 and 2, then two; then the operation, 0–16     |
 * | 4/5    | length of the body                                                          |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u32} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

export const cql: ApplicationProtocol = {
	name: 'cql',
	over: [IpProtocol.TCP],
	ports: [9042],
	portsOnly: true,
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		const header = (bytes[start] & 0x7f) < 3 ? 8 : 9;
		if (end - start < header) {
			return Verdict.no;
		}
		const version = bytes[start] & 0x7f;
		if (version < 1 || version > 5 || bytes[start + 1] > 31 || bytes[start + header - 5] > 16) {
			return Verdict.no;
		}
		const length = u32(bytes, start + header - 4);
		return length + header <= wireLength || (length <= 0x10000000 && wireLength > 500) ? Verdict.yes : Verdict.no;
	},
};
