/**
 * RIP versions 1 and 2 (RFC 2453 § 3.6, 4) and RIPng (RFC 2080 § 2.1): both are told on their ports only.
 *
 * | offset | field                                                    |
 * |--------|----------------------------------------------------------|
 * | 0      | command: 1 request, 2 response; 3–11 historic, triggered |
 * | 1      | version: 0–2; RIPng 1                                    |
 * | 2      | zero, in version 0 a domain                              |
 * | 4      | entries of 20 bytes                                      |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 4;
const ENTRY = 20;

export const rip: ApplicationProtocol = {
	name: 'rip',
	over: [IpProtocol.UDP],
	ports: [520],
	portsOnly: true,
	recognise(view) {
		const {bytes, start, end} = view;
		if (end - start < HEADER || view.wireLength < HEADER + ENTRY) {
			return Verdict.no;
		}
		const command = bytes[start];
		return command >= 1 && command <= 11 && bytes[start + 1] <= 2 ? Verdict.yes : Verdict.no;
	},
};

export const ripng: ApplicationProtocol = {
	name: 'ripng',
	over: [IpProtocol.UDP],
	ports: [521],
	portsOnly: true,
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		if (end - start < HEADER || (wireLength - HEADER) % ENTRY !== 0) {
			return Verdict.no;
		}
		const command = bytes[start];
		return (command === 1 || command === 2) && bytes[start + 1] === 1 ? Verdict.yes : Verdict.no;
	},
};
