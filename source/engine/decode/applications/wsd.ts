/**
 * WS-Discovery on its port (Web Services Dynamic Discovery § 2.4, of 2005 and of OASIS 1.1): an XML document with the namespace of one
 * of them. Wireshark calls it xml; the name is the one that people use.
 */
import {IpProtocol} from '../assigned-numbers.js';
import {find} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const NAMESPACES = ['schemas.xmlsoap.org/ws/2005/04/discovery', 'docs.oasis-open.org/ws-dd/ns/discovery'];
const LESS_THAN = 0x3c;

export const wsd: ApplicationProtocol = {
	name: 'wsd',
	over: [IpProtocol.UDP],
	ports: [3702],
	portsOnly: true,
	recognise({bytes, start, end}) {
		const isIt = bytes[start] === LESS_THAN && NAMESPACES.some(namespace => find(bytes, start, end, namespace) > 0);
		return isIt ? Verdict.yes : Verdict.no;
	},
};
