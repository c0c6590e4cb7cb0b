/**
 * sFlow version 5 (sflow.org "sFlow Version 5" § 5), told on port 6343 only.
 *
 * | offset | field                                                           |
 * |--------|-----------------------------------------------------------------|
 * | 0      | version 2, 4 or 5; 4: kind of agent address, 1 IPv4, 2 IPv6     |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u32} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

export const sflow: ApplicationProtocol = {
	name: 'sflow',
	over: [IpProtocol.UDP],
	ports: [6343],
	portsOnly: true,
	recognise(view) {
		const {bytes, start, end} = view;
		if (end - start < 16) {
			return Verdict.no;
		}
		const version = u32(bytes, start);
		const address = u32(bytes, start + 4);
		return (version === 2 || version === 4 || version === 5) && (address === 1 || address === 2)
			? Verdict.yes
			: Verdict.no;
	},
};
