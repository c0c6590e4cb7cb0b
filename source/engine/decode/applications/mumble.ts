/**
 * Mumble's ping, told on its port only (Mumble protocol documentation, "UDP Ping packet"); calls are TLS and encrypted datagrams. Wireshark
 * knows it not; the name is the product's.
 *
 * | offset | field                                                        |
 * |--------|--------------------------------------------------------------|
 * | 0      | a question, 12 bytes: 0; 4: a number that answers repeat        |
 * | 0      | an answer, 24 bytes: version 1.x; 12: users, 16: users at most     |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u32} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const QUESTION = 12;
const ANSWER = 24;
const MAJOR = 1;

export const mumble: ApplicationProtocol = {
	name: 'mumble',
	over: [IpProtocol.UDP],
	ports: [64_738],
	portsOnly: true,
	recognise({bytes, start, end, wireLength}) {
		if (end - start < wireLength) {
			return Verdict.no;
		}
		if (wireLength === QUESTION) {
			return u32(bytes, start) === 0 ? Verdict.yes : Verdict.no;
		}
		const isIt =
			wireLength === ANSWER && u32(bytes, start) >>> 16 === MAJOR && u32(bytes, start + 12) <= u32(bytes, start + 16);
		return isIt ? Verdict.yes : Verdict.no;
	},
};
