/** What a running capture says to a fleet: a message per interval, and a last one. */
import {randomBytes} from 'node:crypto';
import type {Snapshot, Timestamp} from '../../engine/snapshot.js';
import type {Broker, BrokerOptions, Publisher} from '../broker/broker.js';
import {encode} from '../message/codec.js';
import {fleetPart} from '../message/fleet-part.js';
import {SAMPLES, SENSOR_SCHEMA, type SensorState} from '../message/sensor-state.js';
import {Outbox} from './outbox.js';

/** Milliseconds that the last message may take. */
const LAST_PATIENCE = 5000;

/** What is listened to: an engine. */
export interface Counting {
	on(event: 'snapshot', listener: (snapshot: Snapshot) => void): unknown;
	off(event: 'snapshot', listener: (snapshot: Snapshot) => void): unknown;
}

export interface PublicationOptions {
	broker: BrokerOptions;
	/** Of the sensor, as the broker's permissions have it. */
	name: string;
	/** Seconds between messages. */
	interval: number;
	/** Told when publishing begins to fail, with why, and when it works again, with null. */
	connected(problem: string | null): void;
	/** Milliseconds of a clock that does not go back. */
	now?(): number;
}

export class Publication {
	readonly #options: PublicationOptions;
	readonly #publisher: Publisher;
	readonly #outbox: Outbox<SensorState>;
	#boot = newBoot();
	#started = timestamp(Date.now());
	#sequence = 0;
	#packets = 0;
	#told = Number.NEGATIVE_INFINITY;
	#unlisten = () => {};

	private constructor(options: PublicationOptions, publisher: Publisher) {
		this.#options = options;
		this.#publisher = publisher;
		this.#outbox = new Outbox({
			publish: state =>
				publisher.publish({sensor: options.name, boot: state.boot, sequence: state.sequence, bytes: encode(state)}),
			connected: problem => options.connected(problem),
		});
	}

	/** @throws NetanalError BROKER_UNREACHABLE, BROKER_REFUSED */
	static async open(broker: Broker, options: PublicationOptions): Promise<Publication> {
		return new Publication(options, await broker.publisher(options.broker));
	}

	/** Says what the snapshots of an engine tell. */
	listen(engine: Counting): void {
		const hear = (snapshot: Snapshot) => {
			// an engine for a screen has more snapshots than are wanted; a little early is in time
			const now = this.#options.now?.() ?? performance.now();
			if (now - this.#told >= 900 * this.#options.interval) {
				this.#told = now;
				this.#say(snapshot, false);
			}
		};
		engine.on('snapshot', hear);
		this.#unlisten = () => engine.off('snapshot', hear);
	}

	/** Says the last figures, and waits a while until the broker has them. @returns whether it has */
	async end(last: Snapshot | null): Promise<boolean> {
		this.#unlisten();
		if (last !== null) {
			this.#say(last, true);
		}
		let resolve!: (isStored: boolean) => void;
		const stored = new Promise<boolean>(settle => {
			resolve = settle;
		});
		const timer = setTimeout(() => resolve(false), LAST_PATIENCE);
		void this.#outbox.settled().then(() => resolve(true));
		const isStored = await stored;
		clearTimeout(timer);
		this.#outbox.close();
		await this.#publisher.close();
		return isStored;
	}

	#say(snapshot: Snapshot, ended: boolean): void {
		const {samples} = snapshot.bandwidth;
		const {packets} = snapshot.totals;
		if (packets < this.#packets) {
			// another capture began: of what it counts, nothing falls
			this.#boot = newBoot();
			this.#started = timestamp(Date.now());
			this.#sequence = 0;
		}
		this.#packets = packets;
		this.#outbox.offer({
			schema: SENSOR_SCHEMA,
			boot: this.#boot,
			sequence: ++this.#sequence,
			interval: this.#options.interval,
			started: this.#started,
			sent: timestamp(Date.now()),
			ended,
			snapshot: {...fleetPart(snapshot), bandwidth: {...snapshot.bandwidth, samples: samples.slice(-SAMPLES)}},
		});
	}
}

const newBoot = () => randomBytes(8).toString('hex');

const timestamp = (milliseconds: number): Timestamp => (milliseconds / 1000).toFixed(9);
