/**
 * WHOIS (RFC 3912): a line asks, text answers; told on port 43 only, since any text would do.
 */
import {IpProtocol} from '../assigned-numbers.js';
import {textOnPort} from './fields.js';
import type {ApplicationProtocol} from './recognition.js';

export const whois: ApplicationProtocol = {
	name: 'whois',
	over: [IpProtocol.TCP],
	ports: [43],
	portsOnly: true,
	recognise: textOnPort,
};
