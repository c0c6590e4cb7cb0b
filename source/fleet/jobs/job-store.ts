/**
 * Jobs on NATS JetStream. Two streams, each with one message per subject:
 *
 *   NETANAL_WORK      netanal.work.JOB.ITEM      a file to be analysed; gone when it is done. Who hands in the same job again adds nothing
 *   NETANAL_RESULTS   netanal.job.JOB            what files the job has
 *                     netanal.result.JOB.ITEM    what a worker says of one; saying it again changes nothing
 *
 * A worker that is silent has its file handed to another one, and the one that does so for the sixth time says that it is given up.
 */
import {randomBytes} from 'node:crypto';
import {
	AckPolicy,
	type ConsumerConfig,
	DeliverPolicy,
	DiscardPolicy,
	type JetStreamClient,
	type JetStreamManager,
	type JsMsg,
	jetstream,
	RetentionPolicy,
	StorageType,
	type StreamConfig,
} from '@nats-io/jetstream';
import {type NatsConnection, nanos} from '@nats-io/transport-node';
import {NetanalError} from '../../engine/errors.js';
import {sanitize} from '../../format/sanitize.js';
import type {BrokerOptions} from '../broker/broker.js';
import {brokerError} from '../broker/broker-error.js';
import {manager, open, REFUSALS, TIMEOUT} from '../broker/nats-connection.js';
import {hostOf} from '../broker/url.js';
import {encode} from '../message/codec.js';
import {Refused} from '../message/refused.js';
import {type JobSheet, WORK_SCHEMA, type WorkItem} from './job.js';
import type {PlannedJob} from './planned-job.js';
import {decodeResult, encodeResult, failureOf, type Result} from './result.js';
import {decodeItem, decodeSheet} from './work-item.js';

const WORK = 'NETANAL_WORK';
const RESULTS = 'NETANAL_RESULTS';
const CONSUMER = 'workers';
/** Milliseconds. */
const MAX_AGE = 7 * 86_400_000;
const EXPIRES = 2000;
/** Without a word from its worker for so long, a file is handed to another one. */
const PATIENCE = 30_000;
const MOST_DELIVERIES = 5;
/** Results that are asked for at once. */
const BATCH = 64;
/** JetStream's own codes: a subject that has its one message, and one that is not as far as was thought. */
const SUBJECT_FULL = 10_077;
const WRONG_SEQUENCE = 10_071;

const COMMON = {
	storage: StorageType.File,
	max_msgs_per_subject: 1,
	max_age: nanos(MAX_AGE),
	discard: DiscardPolicy.New,
};
const STREAMS: readonly (Partial<StreamConfig> & {name: string})[] = [
	{
		...COMMON,
		name: WORK,
		subjects: ['netanal.work.*.*'],
		retention: RetentionPolicy.Workqueue,
		discard_new_per_subject: true,
	},
	{...COMMON, name: RESULTS, subjects: ['netanal.job.*', 'netanal.result.*.*']},
];

/** A file that this worker has for now. */
export interface Work {
	item: WorkItem;
	/** How many workers have had it, this one included. */
	deliveries: number;
	/** Says that it is being worked at. */
	hold(): void;
	/** Stores the result, and takes the file off the queue. @throws Error when the broker does not store it */
	finish(result: Result): Promise<void>;
	/** For another worker, at once. */
	giveBack(): void;
}

export class JobStore {
	readonly #options: BrokerOptions;
	readonly #connection: NatsConnection;
	readonly #admin: JetStreamManager;
	readonly #stream: JetStreamClient;
	readonly #patience: number;

	private constructor(options: BrokerOptions, connection: NatsConnection, admin: JetStreamManager, patience: number) {
		this.#options = options;
		this.#connection = connection;
		this.#admin = admin;
		this.#stream = jetstream(connection, {timeout: TIMEOUT});
		this.#patience = patience;
	}

	/** Milliseconds between two calls of `Work.hold`. */
	get heartbeat(): number {
		return this.#patience / 3;
	}

	/** @throws NetanalError BROKER_UNREACHABLE, BROKER_REFUSED, INVALID_ARGUMENT for a broker that is no NATS */
	static async open(options: BrokerOptions, patience = PATIENCE): Promise<JobStore> {
		if (options.url.protocol.startsWith('amqp')) {
			throw new NetanalError('INVALID_ARGUMENT', `jobs are kept by NATS alone: nats://HOST, not ${options.url.href}`);
		}
		const connection = await open(options);
		try {
			const store = new JobStore(options, connection, await manager(connection, options), patience);
			await store.#prepare();
			return store;
		} catch (error) {
			await connection.close();
			throw brokerError(error as Error, options.url, REFUSALS);
		}
	}

	/** Makes what is not there. */
	async #prepare(): Promise<void> {
		for (const stream of STREAMS) {
			if ((await this.#admin.streams.info(stream.name).catch(() => null)) === null) {
				await this.#admin.streams.add(stream);
			}
			const {config} = await this.#admin.streams.info(stream.name);
			const isOurs = stream.subjects!.every(subject => config.subjects.includes(subject));
			if (!isOurs || config.discard_new_per_subject !== stream.discard_new_per_subject) {
				throw new NetanalError(
					'BROKER_REFUSED',
					`${hostOf(this.#options.url)} has a stream ${stream.name} that is none of ours: remove it, or make it as docs/fleet.md says`,
				);
			}
		}
		const consumers = await this.#admin.consumers.list(WORK).next();
		if (!consumers.some(({name}) => name === CONSUMER)) {
			await this.#admin.consumers.add(WORK, {
				durable_name: CONSUMER,
				ack_policy: AckPolicy.Explicit,
				ack_wait: nanos(this.#patience),
				max_deliver: -1,
			});
		}
	}

	/** @returns how many files went onto the queue now: those of a new job, and of an old one those that failed or were never taken */
	async submit(job: PlannedJob): Promise<number> {
		const sheet = await this.#sheetOf(job);
		const finished = new Set<string>();
		for await (const {item, snapshot} of this.results(job.id)) {
			if (snapshot !== null) {
				finished.add(item);
			}
		}
		let queued = 0;
		for (const [item, path] of Object.entries(job.files)) {
			const work: WorkItem = {
				schema: WORK_SCHEMA,
				job: job.id,
				item,
				path,
				options: job.options,
				secret: sheet.secret,
			};
			if (!finished.has(item) && (await this.#publish(`netanal.work.${job.id}.${item}`, encode(work), SUBJECT_FULL))) {
				queued++;
			}
		}
		return queued;
	}

	async #sheetOf({id, files}: PlannedJob): Promise<JobSheet> {
		const sheet: JobSheet = {schema: WORK_SCHEMA, job: id, secret: randomBytes(16).toString('hex'), files};
		const isFirst = await this.#publish(`netanal.job.${id}`, encode(sheet), WRONG_SEQUENCE, 0);
		return isFirst ? sheet : this.sheet(id);
	}

	/** @throws NetanalError INVALID_ARGUMENT when there is no such job */
	async sheet(job: string): Promise<JobSheet> {
		const message = await this.#admin.streams.getMessage(RESULTS, {last_by_subj: `netanal.job.${job}`});
		if (message === null) {
			throw new NetanalError(
				'INVALID_ARGUMENT',
				`${hostOf(this.#options.url)} knows no job ${job}: jobs are kept for a week`,
			);
		}
		return decodeSheet(message.data);
	}

	/** @param unless the broker's code for what is no failure @param after sequence of the subject's last message @returns whether it was stored */
	async #publish(subject: string, bytes: Uint8Array, unless?: number, after?: number): Promise<boolean> {
		try {
			const expect = after === undefined ? undefined : {lastSubjectSequence: after};
			await this.#stream.publish(subject, bytes, {timeout: TIMEOUT, retries: 0, expect});
			return true;
		} catch (error) {
			if (unless !== undefined && (error as {code?: number}).code === unless) {
				return false;
			}
			throw brokerError(error as Error, this.#options.url, REFUSALS);
		}
	}

	/** Results of a job that are there by now; with `goesOn` those that come later as well, as long as that says so. */
	async *results(job: string, goesOn: () => boolean = () => false): AsyncGenerator<Result> {
		const name = `results-${randomBytes(8).toString('hex')}`;
		const info = await this.#admin.consumers.add(RESULTS, {
			name,
			filter_subject: `netanal.result.${job}.*`,
			ack_policy: AckPolicy.None,
			deliver_policy: DeliverPolicy.LastPerSubject,
			inactive_threshold: nanos(60_000),
		} satisfies Partial<ConsumerConfig>);
		const consumer = await this.#stream.consumers.get(RESULTS, name);
		let waiting = info.num_pending;
		while (waiting > 0 || goesOn()) {
			const batch = await consumer.fetch({max_messages: waiting > 0 ? Math.min(BATCH, waiting) : 1, expires: EXPIRES});
			for await (const message of batch) {
				waiting = message.info.pending;
				yield resultIn(message);
			}
		}
		await this.#admin.consumers.delete(RESULTS, name).catch(() => {});
	}

	/** The next file that nobody has; null when none comes for two seconds. */
	async next(): Promise<Work | null> {
		const consumer = await this.#stream.consumers.get(WORK, CONSUMER);
		const message = await consumer.next({expires: EXPIRES});
		if (message === null) {
			return null;
		}
		let item: WorkItem;
		try {
			item = decodeItem(message.data);
		} catch (error) {
			if (!(error instanceof Refused)) {
				throw error;
			}
			message.term(error.message);
			return null;
		}
		const work: Work = {
			item,
			deliveries: message.info.deliveryCount,
			hold: () => message.working(),
			finish: async result => {
				await this.#publish(`netanal.result.${item.job}.${item.item}`, encodeResult(result));
				await message.ackAck();
			},
			giveBack: () => message.nak(),
		};
		if (work.deliveries > MOST_DELIVERIES) {
			await work.finish(
				failureOf(item.item, {
					code: 'WORKER_DIED',
					message: `${sanitize(item.path)}: given up after ${MOST_DELIVERIES} workers that ended or fell silent over it`,
					offset: null,
				}),
			);
			return null;
		}
		return work;
	}

	async close(): Promise<void> {
		await this.#connection.close();
	}
}

/** One that is no result of ours says of its file that nothing is known. */
function resultIn(message: JsMsg): Result {
	const item = message.subject.slice(message.subject.lastIndexOf('.') + 1);
	try {
		const result = decodeResult(message.data);
		if (result.item !== item) {
			throw new Refused(`it is of ${result.item}, and was stored for ${item}`);
		}
		return result;
	} catch (error) {
		if (!(error instanceof Refused)) {
			throw error;
		}
		const what = `what a worker said of it is refused: ${error.message}`;
		return failureOf(item, {code: 'BROKER_REFUSED', message: what, offset: null});
	}
}
