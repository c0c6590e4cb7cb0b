/** The URLs of brokers. */
import {NetanalError} from '../../engine/errors.js';

const PORTS: Readonly<Record<string, number>> = {'nats:': 4222, 'tls:': 4222, 'amqp:': 5672, 'amqps:': 5671};

/**
 * `nats://HOST[:PORT]`, with TLS `tls://`; RabbitMQ: `amqp://`, with TLS `amqps://`.
 *
 * @throws NetanalError INVALID_ARGUMENT that says what is taken
 */
export function brokerUrl(text: string): URL {
	let url: URL;
	try {
		url = new URL(text);
	} catch {
		throw invalid(text);
	}
	if (!(url.protocol in PORTS) || url.hostname === '') {
		throw invalid(text);
	}
	if (url.username !== '' || url.password !== '') {
		throw new NetanalError(
			'INVALID_ARGUMENT',
			`the broker's URL takes no user and no password, which others could read: put USER:PASSWORD into a file for --credentials`,
		);
	}
	return url;
}

/** `HOST:PORT`. */
export const hostOf = (url: URL) => `${url.hostname}:${url.port || PORTS[url.protocol]}`;

export const isEncrypted = (url: URL) => url.protocol === 'tls:' || url.protocol === 'amqps:';

function invalid(text: string): NetanalError {
	return new NetanalError(
		'INVALID_ARGUMENT',
		`a broker is nats://HOST[:PORT], tls://HOST[:PORT], amqp://HOST[:PORT] or amqps://HOST[:PORT], not '${text}'`,
	);
}
