/**
 * GTP version 0 and 1 (3GPP TS 29.060 § 6, TS 29.281 § 5.1) as `gtp`, version 2 (TS 29.274 § 5.1) as `gtpv2`.
 *
 * | offset | field                                                                              |
 * |--------|------------------------------------------------------------------------------------|
 * | 0      | version (3 bits); version 0, 1: protocol type 1, E, S, PN; version 2: P, T           |
 * | 1      | message type                                                                       |
 * | 2      | length: without the first 8 bytes (version 1), 20 (version 0) or 4 (version 2)      |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

export const gtp: ApplicationProtocol = {
	name: 'gtp',
	labels: ['gtpv2'],
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
