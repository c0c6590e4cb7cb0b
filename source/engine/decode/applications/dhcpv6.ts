/** DHCPv6: RFC 8415 § 8 and 9. Ports 546 and 547; a type byte, then a transaction or a relay header, then options to the end. */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const RELAY_FORWARD = 12;
const RELAY_REPLY = 13;
const LAST_TYPE = 36;
/** Options are assigned up to here with room to grow (IANA DHCPv6 Option Codes). */
const LAST_OPTION = 255;
const RELAY_HEADER = 34;

export const dhcpv6: ApplicationProtocol = {
	name: 'dhcpv6',
	over: [IpProtocol.TCP, IpProtocol.UDP],
	ports: [546, 547],
	portsOnly: true,

	recognise(view) {
		const {bytes, end} = view;
		const start = view.transport === IpProtocol.TCP ? view.start + 2 : view.start;
		if (end - start < 4 || bytes[start] === 0 || bytes[start] > LAST_TYPE) {
			return Verdict.no;
		}
		const relayed = bytes[start] === RELAY_FORWARD || bytes[start] === RELAY_REPLY;
		const last = view.start + view.wireLength;
		let option = start + (relayed ? RELAY_HEADER : 4);
		// Every message has options, which fill it.
		if (option + 4 > last) {
			return Verdict.no;
		}
		while (option + 4 <= end) {
			if (u16(bytes, option) === 0 || u16(bytes, option) > LAST_OPTION) {
				return Verdict.no;
			}
			option += 4 + u16(bytes, option + 2);
		}

		return option <= last && (option === last || end < last) ? Verdict.yes : Verdict.no;
	},
};
