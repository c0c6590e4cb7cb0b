/**
 * NATS JetStream. One stream holds the newest message of each boot of each sensor (`netanal.sensor.NAME.BOOT`); a dashboard that
 * comes late is given those first.
 */
import {
	AckPolicy,
	type ConsumerMessages,
	DeliverPolicy,
	DiscardPolicy,
	type JetStreamManager,
	jetstream,
	RetentionPolicy,
	StorageType,
} from '@nats-io/jetstream';
import {type NatsConnection, nanos} from '@nats-io/transport-node';
import {NetanalError} from '../../engine/errors.js';
import {messageId, senderOf} from '../message/sensor-state.js';
import type {Broker, BrokerOptions, Listener, Message, Publisher, Subscription} from './broker.js';
import {brokerError, oneLine} from './broker-error.js';
import {manager, open, RECONNECT, REFUSALS, TIMEOUT} from './nats-connection.js';
import {hostOf} from './url.js';

const STREAM = 'NETANAL';
const PREFIX = 'netanal.sensor.';
const SUBJECTS = `${PREFIX}*.*`;
/** Milliseconds. A pull asks anew so often, and a broker that says nothing for two heartbeats is asked anew. */
const EXPIRES = 5000;
const HEARTBEAT = 1000;
/** A dashboard that is gone leaves nothing behind. */
const INACTIVE = 60_000;
/** Messages on their way to us at once: what we do not read stays at the broker. */
const AHEAD = 256;
/** What a sensor said last is kept so long. */
const MAX_AGE = 7 * 86_400_000;
const MAX_BYTES = 1024 * 1024 * 1024;
/** Bytes that a message has besides its own and its identifier. */
const HEADERS = 64;
/** A publication that was acknowledged, whose acknowledgement got lost, is not stored twice. */
const DUPLICATES = 120_000;

/** The stream as docs/fleet.md has it; what exists already is left as it is. */
const CONFIGURATION = {
	name: STREAM,
	subjects: [SUBJECTS],
	retention: RetentionPolicy.Limits,
	storage: StorageType.File,
	discard: DiscardPolicy.Old,
	max_msgs_per_subject: 1,
	max_age: nanos(MAX_AGE),
	max_bytes: MAX_BYTES,
	duplicate_window: nanos(DUPLICATES),
};

export const nats: Broker = {publisher, subscribe};

async function publisher(options: BrokerOptions): Promise<Publisher> {
	const connection = await open(options);
	const stream = jetstream(connection, {timeout: TIMEOUT});
	// who may not make it has one made for it
	await ensureStream(await manager(connection, options), options).catch(() => {});
	return {
		async publish(message: Message) {
			const subject = `${PREFIX}${message.sensor}.${message.boot}`;
			const most = connection.info?.max_payload ?? Number.POSITIVE_INFINITY;
			const id = messageId(message);
			// with its headers: a server that gets more breaks the connection off
			if (message.bytes.length + HEADERS + id.length > most) {
				throw new Error(
					`${subject} has ${message.bytes.length} bytes, too many for max_payload of ${most}: raise it, or lower --top`,
				);
			}
			const publish = (msgID: string) => stream.publish(subject, message.bytes, {msgID, timeout: TIMEOUT, retries: 0});
			try {
				const {duplicate} = await publish(id);
				if (duplicate) {
					// it was stored before, but a purge since forgets the message and not its identifier
					await publish(`${id}.again-${crypto.randomUUID()}`);
				}
			} catch (error) {
				throw new Error(publicationProblem(error as Error, subject));
			}
		},
		async close() {
			await connection.close();
		},
	};
}

async function subscribe(options: BrokerOptions, listener: Listener): Promise<Subscription> {
	const connection = await open(options);
	const consumer = new StateConsumer(connection, options, listener);
	await consumer.begin();
	return consumer;
}

/**
 * A named consumer that acknowledges nothing, asked for anew whenever it falls silent. JetStream's own ordered consumer (client
 * 3.4.0) stands still after the broker was started again.
 */
class StateConsumer implements Subscription {
	readonly #connection: NatsConnection;
	readonly #options: BrokerOptions;
	readonly #listener: Listener;
	readonly #name = `netanal-${crypto.randomUUID()}`;
	#messages: ConsumerMessages | null = null;
	#isClosed = false;
	/** Resolves when messages can come no more, with why. */
	#failure: Promise<string> = Promise.resolve('');
	#fail: (problem: string) => void = () => {};

	constructor(connection: NatsConnection, options: BrokerOptions, listener: Listener) {
		this.#connection = connection;
		this.#options = options;
		this.#listener = listener;
	}

	/** @throws NetanalError when it cannot be had the first time */
	async begin(): Promise<void> {
		try {
			await this.#consume();
		} catch (error) {
			await this.close();
			throw brokerError(error as Error, this.#options.url, REFUSALS);
		}
		void this.#heedConnection();
		void this.#watch();
	}

	async close(): Promise<void> {
		this.#isClosed = true;
		this.#fail('closed');
		await this.#messages?.close();
		await this.#connection.close();
	}

	async #consume(): Promise<void> {
		this.#failure = new Promise(resolve => {
			this.#fail = resolve;
		});
		const admin = await manager(this.#connection, this.#options);
		await ensureStream(admin, this.#options);
		await admin.consumers.add(STREAM, {
			durable_name: this.#name,
			filter_subject: SUBJECTS,
			ack_policy: AckPolicy.None,
			deliver_policy: DeliverPolicy.LastPerSubject,
			inactive_threshold: nanos(INACTIVE),
		});
		const consumer = await jetstream(this.#connection).consumers.get(STREAM, this.#name);
		const messages = await consumer.consume({
			max_messages: AHEAD,
			expires: EXPIRES,
			idle_heartbeat: HEARTBEAT,
			callback: ({subject, headers, data}) => {
				const sender = senderOf(subject.slice(PREFIX.length), headers?.get('Nats-Msg-Id'));
				if (sender !== null) {
					this.#listener.hear(sender, data);
				}
			},
		});
		this.#messages = messages;
		void this.#heed(messages);
		this.#listener.connected(null);
	}

	/** Until they are closed. */
	async #heed(messages: ConsumerMessages): Promise<void> {
		for await (const {type} of messages.status()) {
			if (type === 'heartbeats_missed' || type === 'consumer_deleted' || type === 'consumer_not_found') {
				this.#fail(`${hostOf(this.#options.url)} is silent`);
			} else if (type === 'stream_not_found') {
				this.#fail(`${hostOf(this.#options.url)} has no stream ${STREAM} any more`);
			}
		}
	}

	async #heedConnection(): Promise<void> {
		for await (const {type} of this.#connection.status()) {
			if (type === 'disconnect') {
				this.#fail(`${hostOf(this.#options.url)} is not reached`);
			}
		}
	}

	/** Until it is closed: what goes wrong is begun anew. */
	async #watch(): Promise<void> {
		while (true) {
			const problem = await this.#failure;
			if (this.#isClosed) {
				return;
			}
			this.#listener.connected(problem);
			await this.#messages?.close().catch(() => {});
			await this.#again();
		}
	}

	async #again(): Promise<void> {
		while (!this.#isClosed) {
			try {
				await this.#consume();
				return;
			} catch (error) {
				this.#listener.connected(brokerError(error as Error, this.#options.url, REFUSALS).message);
				await new Promise(resolve => setTimeout(resolve, RECONNECT));
			}
		}
	}
}

/** @throws NetanalError when it is not there and cannot be made, or when it is another one */
async function ensureStream(admin: JetStreamManager, options: BrokerOptions): Promise<void> {
	let {config} = (await admin.streams.info(STREAM).catch(() => null)) ?? {};
	if (config === undefined) {
		await admin.streams.add(CONFIGURATION);
		// client 3.4 leaves out without a word what it takes a server of version 2.9 not to know
		({config} = await admin.streams.info(STREAM));
	}
	if (config.max_msgs_per_subject !== 1 || !config.subjects.includes(SUBJECTS)) {
		throw new NetanalError(
			'BROKER_REFUSED',
			`${hostOf(options.url)} has a stream ${STREAM} that is none of ours (max_msgs_per_subject ${config.max_msgs_per_subject}, subjects ${config.subjects.join(' ')}): remove it, or make it as docs/fleet.md says`,
		);
	}
}

function publicationProblem(error: Error, subject: string): string {
	const text = oneLine(error);
	if (/no responders|503|jetstream is not enabled/i.test(text)) {
		return `no stream ${STREAM} takes ${subject}: start netanal-tui fleet once, or make it as docs/fleet.md says`;
	}
	return /permission/i.test(`${error.name} ${text}`) ? `not permitted to publish ${subject}` : text;
}
