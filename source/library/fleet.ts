/**
 * Fleets in the library: a source above the engine, and an output beside it. Code of fleets, and of the one broker that a URL means, is
 * loaded when it is asked for.
 */

import {callback, fieldsOf, number, takes, text} from '../engine/option-takes.js';
import {RANGES} from '../engine/ranges.js';
import type {Snapshot} from '../engine/snapshot.js';
import type {BrokerOptions, Credentials, Tls} from '../fleet/broker/broker.js';
import {brokerOf} from '../fleet/broker/broker-of.js';
import {brokerUrl} from '../fleet/broker/url.js';
import type {FleetEngine} from '../fleet/fleet-engine.js';
import {isSensorName} from '../fleet/message/sensor-state.js';

export type {FleetEngine} from '../fleet/fleet-engine.js';

/** Which message broker, and how it is reached. */
export interface BrokerAccess {
	/** `nats://HOST[:PORT]`, encrypted `tls://`; RabbitMQ: `amqp://`, encrypted `amqps://`. No user and no password in it. */
	url: string;
	credentials?: Credentials;
	/** Of the encrypted ones. */
	tls?: Tls;
}

/** What a fleet is made from. */
export interface FleetSource extends BrokerAccess {
	/** Milliseconds between `snapshot` events, 0 for none; 1000 when absent. */
	interval?: number;
	/** Entries of each `top` list; 20 when absent. */
	top?: number;
	/** Stop after this many seconds. */
	duration?: number;
}

/** What an engine tells a fleet as. */
export interface PublishOptions extends BrokerAccess {
	/** Of this sensor in the fleet: 1 to 64 letters, digits, - and _. */
	name: string;
	/** Seconds between messages, 1 when absent; no more often than the engine has a `snapshot` event. */
	interval?: number;
	/** Told when the fleet cannot be told, with why, and when it is told again, with null. */
	connected?(problem: string | null): void;
}

/** What is listened to: a `CaptureEngine`, or whatever else has snapshots of what it has counted since it began. */
export interface PublishedEngine {
	on(event: 'snapshot' | 'end', listener: (snapshot: Snapshot) => void): unknown;
	off(event: 'snapshot' | 'end', listener: (snapshot: Snapshot) => void): unknown;
}

/** What `publish` goes on with. */
export interface Telling extends AsyncDisposable {
	/**
	 * Ends it: says the last figures, and that they are the last ones where the engine has ended.
	 * @returns whether the broker has them; it is waited for for five seconds
	 */
	end(): Promise<boolean>;
}

const pem = text('a text in PEM');
const ACCESS = {
	url: text("the URL of a broker, as 'nats://HOST'"),
	credentials: fieldsOf({
		user: text('a name'),
		password: text('a password'),
		creds: text('the text of a .creds file'),
		nkey: text('the seed of an nkey'),
	}),
	tls: fieldsOf({ca: pem, cert: pem, key: pem}),
};
const SOURCE = fieldsOf(
	{...ACCESS, interval: number(RANGES.interval), top: number(RANGES.top), duration: number(RANGES.duration)},
	'url',
);
const PUBLISH = fieldsOf(
	{
		...ACCESS,
		name: takes('1 to 64 letters, digits, - and _', value => typeof value === 'string' && isSensorName(value)),
		interval: number(RANGES.messageInterval),
		connected: callback,
	},
	'url',
	'name',
);

/**
 * Creates a fleet: what all sensors of a broker count, put together, with the events and snapshots of an engine. Nothing is reached
 * before `start()`.
 *
 * ```js
 * const fleet = await createFleet({url: 'nats://broker'});
 * fleet.on('snapshot', ({totals, fleet}) => console.log(totals.packets, fleet.sensors.length));
 * await fleet.start(); // until fleet.stop()
 * ```
 *
 * @throws NetanalError INVALID_ARGUMENT
 */
export async function createFleet(options: FleetSource): Promise<FleetEngine> {
	SOURCE.check(options, 'options');
	const {interval, top, duration} = options;
	const broker = brokerOptions(options, 'fleet');
	const {FleetEngine} = await import('../fleet/fleet-engine.js');
	return new FleetEngine(await brokerOf(broker.url), {broker, interval, top, duration});
}

/**
 * Tells a fleet what an engine counts, from now on: this program is one of its sensors.
 *
 * ```js
 * const engine = createEngine({source: {kind: 'interface', name: 'eth0'}, recent: true});
 * const telling = await publish(engine, {url: 'nats://broker', name: 'web1'});
 * await engine.start();
 * await engine.ended;
 * await telling.end();
 * ```
 *
 * @throws NetanalError INVALID_ARGUMENT, BROKER_UNREACHABLE, BROKER_REFUSED
 */
export async function publish(engine: PublishedEngine, options: PublishOptions): Promise<Telling> {
	PUBLISH.check(options, 'options');
	const {name, interval = 1, connected = () => {}} = options;
	const broker = brokerOptions(options, name);
	const {Publication} = await import('../fleet/sensor/publication.js');
	const publication = await Publication.open(await brokerOf(broker.url), {broker, name, interval, connected});
	let last: Snapshot | null = null;
	const remember = (snapshot: Snapshot) => {
		last = snapshot;
	};
	publication.listen(engine);
	engine.on('end', remember);
	let ended: Promise<boolean> | null = null;
	const end = () => {
		engine.off('end', remember);
		ended ??= publication.end(last);
		return ended;
	};
	return {
		end,
		async [Symbol.asyncDispose]() {
			await end();
		},
	};
}

function brokerOptions({url, credentials = {}, tls = {}}: BrokerAccess, client: string): BrokerOptions {
	return {url: brokerUrl(url), credentials, tls, client};
}
