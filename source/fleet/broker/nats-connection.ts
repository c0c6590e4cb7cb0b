/** A connection to NATS, and what of its refusals is said. */
import {type JetStreamManager, jetstreamManager} from '@nats-io/jetstream';
import {
	type Authenticator,
	connect,
	credsAuthenticator,
	type NatsConnection,
	nkeyAuthenticator,
	usernamePasswordAuthenticator,
} from '@nats-io/transport-node';
import type {BrokerOptions, Credentials} from './broker.js';
import {brokerError, REFUSED_CREDENTIALS, type Refusals} from './broker-error.js';
import {hostOf, isEncrypted} from './url.js';

/** Milliseconds. */
export const TIMEOUT = 5000;
export const RECONNECT = 250;

/** @throws NetanalError BROKER_UNREACHABLE, BROKER_REFUSED */
export async function open(options: BrokerOptions): Promise<NatsConnection> {
	const {url, credentials, tls, client} = options;
	try {
		return await connect({
			servers: hostOf(url),
			name: `netanal-tui ${client}`,
			// nobody else may listen there
			inboxPrefix: `_INBOX.${client}`,
			authenticator: authenticator(credentials),
			tls: isEncrypted(url) ? {...tls} : undefined,
			timeout: TIMEOUT,
			maxReconnectAttempts: -1,
			reconnectTimeWait: RECONNECT,
			ignoreAuthErrorAbort: true,
			noEcho: true,
		});
	} catch (error) {
		throw brokerError(error as Error, options.url, REFUSALS);
	}
}

function authenticator({user, password, creds, nkey}: Credentials): Authenticator | undefined {
	if (creds !== undefined) {
		return credsAuthenticator(new TextEncoder().encode(creds));
	}
	if (nkey !== undefined) {
		return nkeyAuthenticator(new TextEncoder().encode(nkey));
	}
	return user === undefined ? undefined : usernamePasswordAuthenticator(user, password);
}

export async function manager(connection: NatsConnection, options: BrokerOptions): Promise<JetStreamManager> {
	try {
		return await jetstreamManager(connection, {timeout: TIMEOUT, checkAPI: false});
	} catch (error) {
		throw brokerError(error as Error, options.url, REFUSALS);
	}
}

/** What the server says when it is not its absence. */
export const REFUSALS: Refusals = [
	[/authoriz|authentic|permission|nkey|user jwt/i, REFUSED_CREDENTIALS],
	[/certificate|self[- ]signed|tls|ssl/i, text => `and TLS do not agree: ${text} (see --ca, and tls:// in the URL)`],
	[/jetstream not enabled|no responders|503/i, () => 'has no JetStream: start nats-server with -js'],
];
