/** Link-local multicast name resolution: RFC 4795. DNS messages on port 5355. */
import {IpProtocol} from '../assigned-numbers.js';
import {checkMessage, observeAnswers, Shape} from './dns-message.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

export const llmnr: ApplicationProtocol = {
	name: 'llmnr',
	over: [IpProtocol.TCP, IpProtocol.UDP],
	ports: [5355],
	// Asked on its port only, but before DNS, which it resembles.
	firstBytes: [],
	recognise(view) {
		const start = view.transport === IpProtocol.TCP ? view.start + 2 : view.start;
		return checkMessage(view.bytes, start, view.end) === Shape.wrong ? Verdict.maybe : Verdict.yes;
	},
	observe(view, names) {
		observeAnswers(
			view.bytes,
			view.transport === IpProtocol.TCP ? view.start + 2 : view.start,
			view.end,
			'llmnr',
			names,
		);
	},
};
