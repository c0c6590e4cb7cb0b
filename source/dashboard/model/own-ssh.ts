/** The SSH session that the program is used through: watching it makes traffic, which would be watched in turn. */
import {isIP} from 'node:net';

/**
 * BPF for the packets of this connection and of no other.
 *
 * @param connection `SSH_CONNECTION` as sshd sets it (ssh(1), ENVIRONMENT): client address and port, server address and port
 * @returns null when it is absent or is none
 */
export function sshExpression(connection: string | undefined): string | null {
	const [client = '', clientPort = '', server = '', serverPort = ''] = (connection ?? '').trim().split(/\s+/);
	const hosts = [client, server].map(bareAddress);
	const ports = [clientPort, serverPort].map(Number);
	if (
		hosts.some(host => isIP(host) === 0) ||
		ports.some(port => !Number.isInteger(port) || port < 1 || port > 65_535)
	) {
		return null;
	}
	return `tcp and host ${hosts[0]} and host ${hosts[1]} and port ${ports[0]} and port ${ports[1]}`;
}

/** Without the zone of a link-local address; an IPv4 address that came in IPv6's clothes is IPv4 on the wire. */
function bareAddress(address: string): string {
	return address.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '');
}

/** The user's filter and the exclusion as one; null = no filter at all. */
export function withoutSsh(filter: string | null, session: string | null): string | null {
	if (session === null) {
		return filter;
	}
	return filter === null ? `not (${session})` : `(${filter}) and not (${session})`;
}
