/**
 * RMCP, by which machines are managed out of band, told on its ports only: `ipmi` where it carries IPMI, else `rmcp`.
 * (DMTF ASF 2.0 § 3.2.2; IPMI 2.0 § 13.6.)
 *
 * | offset | field                                                              |
 * |--------|--------------------------------------------------------------------|
 * | 0      | version 6, reserved 0                                              |
 * | 2      | sequence number; 3: class, 6 ASF, 7 IPMI; with 0x80 an acknowledgement, alone |
 * | 4      | IPMI: authentication 0, 1, 2, 4, 5 or, of version 2.0, 6            |
 * | 4      | ASF: enterprise 4542 <4>, type, tag, reserved 0, length              |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {u32} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 4;
const VERSION = 0x0600;
const ACKNOWLEDGED = 0x86;
const ASF = 6;
const IPMI = 7;
const ENTERPRISE = 4542;
const AUTHENTICATIONS = [0, 1, 2, 4, 5, 6];

export const rmcp: ApplicationProtocol = {
	name: 'rmcp',
	labels: ['ipmi'],
	over: [IpProtocol.UDP],
	ports: [623, 664],
	portsOnly: true,
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		if (end - start < HEADER || u16(bytes, start) !== VERSION) {
			return Verdict.no;
		}
		const kind = bytes[start + 3];
		if (kind === ACKNOWLEDGED) {
			return wireLength === HEADER ? Verdict.yes : Verdict.no;
		}
		if (kind === IPMI) {
			view.label = 'ipmi';
			return end - start > HEADER && AUTHENTICATIONS.includes(bytes[start + 4]) ? Verdict.yes : Verdict.no;
		}
		if (kind !== ASF || end - start < HEADER + 8) {
			return Verdict.no;
		}
		return u32(bytes, start + 4) === ENTERPRISE && bytes[start + 11] + HEADER + 8 <= wireLength
			? Verdict.yes
			: Verdict.no;
	},
};
