/** Multicast DNS: RFC 6762. DNS messages on port 5353; unicast answers come from that port too. */
import {IpProtocol} from '../assigned-numbers.js';
import {checkMessage, observeAnswers, Shape} from './dns-message.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

export const mdns: ApplicationProtocol = {
	name: 'mdns',
	over: [IpProtocol.UDP],
	ports: [5353],
	// Asked on its port only, but before DNS, which it resembles.
	firstBytes: [],
	recognise: view => (checkMessage(view.bytes, view.start, view.end) === Shape.wrong ? Verdict.maybe : Verdict.yes),
	observe: (view, names) => observeAnswers(view.bytes, view.start, view.end, 'mdns', names),
};
