/**
 * RabbitMQ. A topic exchange takes the messages (`sensor.NAME.BOOT`), a stream keeps them for an hour; a dashboard that comes late
 * reads the last minutes of it.
 */
import amqp, {type Channel, type ChannelModel, type ConfirmChannel, type ConsumeMessage} from 'amqplib';
import {messageId, senderOf} from '../message/sensor-state.js';
import type {Broker, BrokerOptions, Listener, Message, Publisher, Subscription} from './broker.js';
import {brokerError, oneLine, REFUSED_CREDENTIALS, type Refusals} from './broker-error.js';
import {hostOf, isEncrypted} from './url.js';

const EXCHANGE = 'netanal';
const STREAM = 'netanal.sensors';
const PREFIX = 'sensor.';
/** Milliseconds. */
const TIMEOUT = 5000;
const AGAIN = 250;
/** Milliseconds: RabbitMQ 3.10 takes connections, and says that it has started, before its streams have. */
const STARTING = 5000;
/** A stream hands out so many messages before it waits for an acknowledgement. */
const AHEAD = 256;
/** Seconds of the stream that a dashboard begins with: sensors that were silent longer are not on it. */
const LATE = 120;
const STREAM_ARGUMENTS = {
	'x-queue-type': 'stream',
	'x-max-age': '1h',
	'x-max-length-bytes': 1024 * 1024 * 1024,
	'x-stream-max-segment-size-bytes': 16 * 1024 * 1024,
};

export const rabbitmq: Broker = {publisher, subscribe};

async function publisher(options: BrokerOptions): Promise<Publisher> {
	const link = new PublishingLink(options);
	await link.open();
	return link;
}

/** What is published is confirmed by the broker, and comes back when no queue takes it: confirmed alone says nothing of that. */
class PublishingLink implements Publisher {
	readonly #options: BrokerOptions;
	#connection: ChannelModel | null = null;
	/** Null when it has closed: the next message opens another one. */
	#channel: ConfirmChannel | null = null;
	/** Why the broker closed the channel, in its words. */
	#refusal = '';
	/** Identifiers of messages that came back. */
	readonly #returned = new Set<string>();

	constructor(options: BrokerOptions) {
		this.#options = options;
	}

	async open(): Promise<ConfirmChannel> {
		const connection = await connect(this.#options);
		this.#connection = connection;
		await prepare(connection);
		const channel = await connection.createConfirmChannel();
		this.#refusal = '';
		channel.on('error', ({message}) => {
			this.#refusal = message;
		});
		channel.on('close', () => {
			this.#channel = null;
		});
		channel.on('return', ({properties}) => void this.#returned.add(String(properties.messageId)));
		this.#channel = channel;
		return channel;
	}

	async publish(message: Message): Promise<void> {
		if (this.#channel === null) {
			await this.close();
		}
		const channel = this.#channel ?? (await this.open());
		const id = messageId(message);
		const key = `${PREFIX}${message.sensor}.${message.boot}`;
		const options = {persistent: true, mandatory: true, messageId: id};
		await withTimeout(
			new Promise<void>((resolve, reject) => {
				channel.publish(EXCHANGE, key, Buffer.from(message.bytes), options, error =>
					error ? reject(this.#problemOf(key, error as Error)) : resolve(),
				);
			}),
			`${hostOf(this.#options.url)} does not confirm`,
		);
		if (this.#returned.delete(id)) {
			throw new Error(`no queue takes ${key}: start netanal-tui fleet once, or make it as docs/fleet.md says`);
		}
	}

	#problemOf(key: string, error: Error): Error {
		return /ACCESS.REFUSED/.test(this.#refusal)
			? new Error(`not permitted to publish ${key}`)
			: new Error(`${key} was not stored: ${oneLine(this.#refusal === '' ? error : new Error(this.#refusal))}`);
	}

	async close(): Promise<void> {
		const connection = this.#connection;
		this.#connection = null;
		this.#channel = null;
		await connection?.close().catch(() => {});
	}
}

/** Makes what messages go to, where it may: else a message comes back, and says so. */
async function prepare(connection: ChannelModel): Promise<void> {
	const channel = await connection.createChannel();
	channel.on('error', () => {});
	await declare(channel).catch(() => {});
	await channel.close().catch(() => {});
}

async function subscribe(options: BrokerOptions, listener: Listener): Promise<Subscription> {
	const consumer = new StreamConsumer(options, listener);
	await consumer.begin();
	return consumer;
}

/** Reads the stream on a connection of its own; begun anew whenever it breaks. */
class StreamConsumer implements Subscription {
	readonly #options: BrokerOptions;
	readonly #listener: Listener;
	#connection: ChannelModel | null = null;
	#isClosed = false;

	constructor(options: BrokerOptions, listener: Listener) {
		this.#options = options;
		this.#listener = listener;
	}

	async begin(): Promise<void> {
		void this.#keep(await this.#first());
	}

	async close(): Promise<void> {
		this.#isClosed = true;
		await this.#connection?.close().catch(() => {});
	}

	/** @throws NetanalError */
	async #first(): Promise<Reading> {
		const end = performance.now() + STARTING;
		for (;;) {
			try {
				return await this.#consume();
			} catch (error) {
				if (!(error as Error).message.includes(STARTS) || performance.now() > end) {
					throw error;
				}
				await new Promise(resolve => setTimeout(resolve, AGAIN));
			}
		}
	}

	async #consume(): Promise<Reading> {
		const connection = await connect(this.#options);
		this.#connection = connection;
		const channel = await connection.createChannel();
		const broken = new Promise<string>(resolve => {
			connection.on('close', () => resolve(`${hostOf(this.#options.url)} is not reached`));
			channel.on('error', () => {});
			channel.on('close', () => resolve(`${hostOf(this.#options.url)} closed the channel`));
		});
		try {
			await declare(channel);
			await channel.prefetch(AHEAD);
			const late = {'!': 'timestamp', value: Math.floor(Date.now() / 1000) - LATE};
			await channel.consume(STREAM, message => this.#receive(channel, message), {
				arguments: {'x-stream-offset': late},
			});
		} catch (error) {
			await connection.close().catch(() => {});
			throw brokerError(error as Error, this.#options.url, REFUSALS);
		}
		this.#listener.connected(null);
		return {broken};
	}

	#receive(channel: Channel, message: ConsumeMessage | null): void {
		if (message === null) {
			// the stream was removed
			void channel.close().catch(() => {});
			return;
		}
		const {fields, properties, content} = message;
		const {routingKey} = fields;
		const sender = routingKey.startsWith(PREFIX)
			? senderOf(routingKey.slice(PREFIX.length), properties.messageId as string | undefined)
			: null;
		if (sender !== null) {
			this.#listener.hear(sender, content);
		}
		channel.ack(message);
	}

	/** Until it is closed: what breaks is begun anew. */
	async #keep(first: Reading): Promise<void> {
		let reading: Reading | null = first;
		while (reading !== null) {
			const problem = await reading.broken;
			if (this.#isClosed) {
				return;
			}
			this.#listener.connected(problem);
			await this.#connection?.close().catch(() => {});
			reading = await this.#again();
		}
	}

	async #again(): Promise<Reading | null> {
		while (!this.#isClosed) {
			try {
				return await this.#consume();
			} catch (error) {
				this.#listener.connected((error as Error).message);
				await new Promise(resolve => setTimeout(resolve, AGAIN));
			}
		}
		return null;
	}
}

/** One that goes on. */
interface Reading {
	/** Resolves when no more can come, with why. */
	broken: Promise<string>;
}

async function connect({url, credentials, tls, client}: BrokerOptions): Promise<ChannelModel> {
	const host = hostOf(url);
	const {user = 'guest', password = 'guest'} = credentials;
	const address = {
		protocol: isEncrypted(url) ? 'amqps' : 'amqp',
		hostname: url.hostname,
		port: Number(host.slice(host.lastIndexOf(':') + 1)),
		username: user,
		password,
		vhost: decodeURIComponent(url.pathname.slice(1)) || '/',
		heartbeat: 5,
	};
	try {
		const connection = await amqp.connect(address, {
			...tls,
			noDelay: true,
			timeout: TIMEOUT,
			clientProperties: {connection_name: `netanal-tui ${client}`},
		});
		// what is told besides by `close`
		connection.on('error', () => {});
		return connection;
	} catch (error) {
		throw brokerError(error as Error, url, REFUSALS);
	}
}

/** Makes what is not there. @throws Error of the broker when it is another one, or may not be made */
async function declare(channel: Channel): Promise<void> {
	await channel.assertExchange(EXCHANGE, 'topic', {durable: true});
	await channel.assertQueue(STREAM, {durable: true, arguments: STREAM_ARGUMENTS});
	await channel.bindQueue(STREAM, EXCHANGE, `${PREFIX}#`);
}

async function withTimeout<Value>(promise: Promise<Value>, problem: string): Promise<Value> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error(problem)), TIMEOUT);
	});
	return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

const STARTS = `starts, or has lost ${STREAM}`;

/** What the broker says when it is not its absence. */
const REFUSALS: Refusals = [
	[/home node .* is down/i, () => `${STARTS}: see docs/fleet.md`],
	[/ACCESS_REFUSED|access.refused|403|login/i, REFUSED_CREDENTIALS],
	[/PRECONDITION|inequivalent|406/i, text => `has a ${STREAM} or ${EXCHANGE} that is none of ours: ${text}`],
	[/certificate|self[- ]signed|tls|ssl/i, text => `and TLS do not agree: ${text} (see --ca, and amqps:// in the URL)`],
];
