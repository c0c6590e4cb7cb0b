/** NTP: RFC 5905 (48 bytes and more), control messages (mode 6, RFC 9327) and ntpd's private ones (mode 7). */
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 48;
const CONTROL_HEADER = 12;
const PRIVATE_HEADER = 8;

export const ntp: ApplicationProtocol = {
	name: 'ntp',
	over: [17],
	ports: [123],
	portsOnly: true,

	recognise(view) {
		const first = view.bytes[view.start]!;
		const version = (first >> 3) & 7;
		const mode = first & 7;
		if (version > 4) return Verdict.no;
		const least = mode === 6 ? CONTROL_HEADER : mode === 7 ? PRIVATE_HEADER : HEADER;
		return view.wireLength >= least ? Verdict.yes : Verdict.no;
	},
};
