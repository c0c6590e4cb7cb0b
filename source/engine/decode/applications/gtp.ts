/**
 * GTP version 0 and 1 (3GPP TS 29.060 § 6, TS 29.281 § 5.1) as `gtp`, version 2 (TS 29.274 § 5.1) as `gtpv2`, GTP' (TS 32.295 § 6.1.1)
 * as `gtpprime`.
 *
 * | offset | field                                                                              |
 * |--------|------------------------------------------------------------------------------------|
 * | 0      | version (3 bits); version 0, 1: protocol type 1, E, S, PN; version 2: P, T           |
 * |        | GTP', port 3386: version 0–2, protocol type 0, three bits 1; last bit: 1 a header of 6 bytes |
 * | 1      | message type                                                                       |
 * | 2      | length: without the first 8 bytes (version 1), 20 (version 0) or 4 (version 2)      |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const PRIME_PORT = 3386;
/** Protocol type and what is spare. */
const PRIME_BITS = 0x1e;
const PRIME = 0x0e;
const SHORT = 0x01;
const PRIME_HEADER = 6;
const OLD_PRIME_HEADER = 20;

export const gtp: ApplicationProtocol = {
	name: 'gtp',
	labels: ['gtpv2', 'gtpprime'],
	over: [IpProtocol.UDP],
	ports: [2152, 2123, 3386],
	portsOnly: true,
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		if (end - start < 8) {
			return Verdict.no;
		}
		const flags = bytes[start];
		const length = u16(bytes, start + 2);
		if ((flags & PRIME_BITS) === PRIME && (view.sourcePort === PRIME_PORT || view.destinationPort === PRIME_PORT)) {
			view.label = 'gtpprime';
			const header = (flags & SHORT) !== 0 || flags >> 5 > 0 ? PRIME_HEADER : OLD_PRIME_HEADER;
			return flags >> 5 <= 2 && bytes[start + 1] !== 0 && length + header === wireLength ? Verdict.yes : Verdict.no;
		}
		switch (flags >> 5) {
			case 0:
				return (flags & 0x10) !== 0 && length + 20 === wireLength ? Verdict.yes : Verdict.no;
			case 1:
				return (flags & 0x10) !== 0 && bytes[start + 1] !== 0 && length + 8 <= wireLength && length + 64 > wireLength
					? Verdict.yes
					: Verdict.no;
			case 2:
				if (length + 4 !== wireLength && ((flags & 0x10) === 0 || length + 4 > wireLength)) {
					return Verdict.no;
				}
				view.label = 'gtpv2';
				return bytes[start + 1] !== 0 ? Verdict.yes : Verdict.no;
			default:
				return Verdict.no;
		}
	},
};
