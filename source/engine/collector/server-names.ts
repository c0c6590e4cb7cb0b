/** Names of servers as clients say them: in TLS, QUIC and HTTP. */
import {APPLICATION_NAMES} from '../decode/applications/index.js';
import type {NameSource} from '../snapshot.js';

/** Where a flow's server name was learnt. @param application of the flow */
export function serverNameSource(application: number): NameSource {
	const protocol = APPLICATION_NAMES[application];
	if (protocol === 'quic' || protocol === 'gquic') {
		return 'quic';
	}
	return protocol === 'http' || protocol === 'http2' ? 'http' : 'tls';
}

/** Whether a Host is an address, with or without a port (RFC 9110, section 7.2): that names nothing. */
export const isAddress = (host: string): boolean => /^(?:[\d.]+|\[[\da-f:.]*\])(?::\d*)?$/i.test(host);
