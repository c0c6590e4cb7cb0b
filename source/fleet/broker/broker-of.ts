/** Which broker a URL means. Its client is loaded only then. */
import type {Broker} from './broker.js';

export async function brokerOf(url: URL): Promise<Broker> {
	if (url.protocol.startsWith('amqp')) {
		const {rabbitmq} = await import('./rabbitmq.js');
		return rabbitmq;
	}
	const {nats} = await import('./nats.js');
	return nats;
}
