/** What NATS and its client do that is easily overlooked, each on the real server. */
import {
	AckPolicy,
	DeliverPolicy,
	DiscardPolicy,
	type JetStreamManager,
	jetstreamManager,
	StorageType,
} from '@nats-io/jetstream';
import {connect, type NatsConnection, nanos} from '@nats-io/transport-node';
import {afterEach, beforeEach, expect, it, vi} from 'vitest';
import type {Broker, BrokerOptions} from '../../../source/fleet/broker/broker.js';
import {nats} from '../../../source/fleet/broker/nats.js';
import {brokerUrl} from '../../../source/fleet/broker/url.js';
import {encode} from '../../../source/fleet/message/codec.js';
import {natsServer, type TestBroker} from '../../helpers/brokers.js';
import {Stopped} from '../../helpers/stopped.js';
import {until} from '../../helpers/until.js';
import {MadeSensor} from '../made-sensor.js';

const EPOCH = 1_700_000_000;
const STORE = 'jetstream { store_dir: "jetstream" }';

let broker: TestBroker;
let connection: NatsConnection;
let admin: JetStreamManager;

async function start(configuration = STORE): Promise<void> {
	broker = await natsServer(configuration);
	await broker.start();
	connection = await connect({servers: broker.url});
	admin = await jetstreamManager(connection);
}

const options = (): BrokerOptions => ({url: brokerUrl(broker.url), credentials: {}, tls: {}, client: 'a'});

function message(sensor: MadeSensor) {
	const {sender, state} = sensor.message(EPOCH);
	return {...sender, bytes: encode(state)};
}

/** Whom a fleet hears. */
async function listening(of: Broker = nats) {
	const heard: string[] = [];
	const subscription = await of.subscribe(options(), {
		hear: ({sensor, boot, sequence}) => void heard.push(`${sensor}.${boot}.${sequence}`),
		connected: () => {},
	});
	return {heard, close: () => subscription.close()};
}

beforeEach(() => {
	broker = undefined as unknown as TestBroker;
});
afterEach(async () => {
	await connection?.close();
	await broker?.close();
});

it('the stream has on the server what it was made with, and the consumer too, which is made anew when it is gone', async () => {
	await start();
	const {heard, close} = await listening();
	const {config} = await admin.streams.info('NETANAL');
	expect(config).toMatchObject({
		subjects: ['netanal.sensor.*.*'],
		storage: StorageType.File,
		discard: DiscardPolicy.Old,
		max_msgs_per_subject: 1,
		max_age: nanos(7 * 86_400_000),
		max_bytes: 1024 ** 3,
		duplicate_window: nanos(120_000),
	});
	const [consumer] = await admin.consumers.list('NETANAL').next();
	expect(consumer.config).toMatchObject({
		durable_name: expect.stringMatching(/^netanal-/),
		ack_policy: AckPolicy.None,
		deliver_policy: DeliverPolicy.LastPerSubject,
		inactive_threshold: nanos(60_000),
	});
	await admin.consumers.delete('NETANAL', consumer.name);
	const publisher = await nats.publisher(options());
	await publisher.publish(message(new MadeSensor('a')));
	await until(() => heard.length === 1);
	await publisher.close();
	await close();
}, 30_000);

it('a stream that was made without what the client left out is refused: it is read back', async () => {
	await start();
	const streams = Object.getPrototypeOf(admin.streams) as JetStreamManager['streams'];
	const {add} = streams;
	const adding = vi.spyOn(streams, 'add').mockImplementation(function (this: typeof streams, config) {
		const {max_msgs_per_subject: _, ...known} = config;
		return add.call(this, known as typeof config);
	});
	try {
		await expect(listening()).rejects.toThrow(/has a stream NETANAL that is none of ours \(max_msgs_per_subject -1,/);
	} finally {
		adding.mockRestore();
	}
}, 30_000);

it('a stream of that name which keeps other things is refused, and left as it is', async () => {
	await start();
	await admin.streams.add({name: 'NETANAL', subjects: ['netanal.sensor.*.*'], max_msgs_per_subject: 5});
	await expect(listening()).rejects.toMatchObject({
		code: 'BROKER_REFUSED',
		message: expect.stringMatching(
			/has a stream NETANAL that is none of ours \(max_msgs_per_subject 5, subjects netanal\.sensor\.\*\.\*\)/,
		),
	});
	expect((await admin.streams.info('NETANAL')).config.max_msgs_per_subject).toBe(5);
}, 30_000);

it('identifiers outlive a purge: what is said again after one is stored again', async () => {
	await start();
	const publisher = await nats.publisher(options());
	const sensor = new MadeSensor('a');
	sensor.restart(EPOCH);
	const first = message(sensor);
	await publisher.publish(first);
	await admin.streams.purge('NETANAL');
	await publisher.publish(first);
	sensor.restart(EPOCH);
	const second = message(sensor);
	await publisher.publish(second);
	const {heard, close} = await listening();
	await until(() => heard.length === 2);
	expect(heard).toEqual([`a.${first.boot}.1`, `a.${second.boot}.1`]);
	await close();
	await publisher.close();
}, 30_000);

it('what no stream takes is a failure, not silence', async () => {
	await start();
	const publisher = await nats.publisher(options());
	await admin.streams.delete('NETANAL');
	await expect(publisher.publish(message(new MadeSensor('a')))).rejects.toThrow(
		/^no stream NETANAL takes netanal\.sensor\.a\.\w+: start netanal-tui fleet once/,
	);
	await publisher.close();
}, 30_000);

it('a message that fits but for its headers is refused with its size, and the connection goes on', async () => {
	await start(`max_payload: 4096\n${STORE}`);
	const publisher = await nats.publisher(options());
	const sensor = new MadeSensor('a');
	const large = {...message(sensor), bytes: Buffer.alloc(4090)};
	await expect(publisher.publish(large)).rejects.toThrow(
		/^netanal\.sensor\.a\.\w+ has 4090 bytes, too many for max_payload of 4096: raise it, or lower --top$/,
	);
	await publisher.publish(message(sensor));
	const almost = {...message(sensor), bytes: Buffer.alloc(3990)};
	await publisher.publish(almost);
	expect((await admin.streams.info('NETANAL')).state.last_seq).toBe(2);
	await publisher.close();
}, 30_000);

it('a fleet that reads nothing for a while has the rest wait at the server, and hears all of it', async () => {
	await start();
	const fleet = await Stopped.fleet(broker.url);
	const [{name}] = await admin.consumers.list('NETANAL').next();
	const publisher = await nats.publisher(options());
	await fleet.stop();
	for (let i = 0; i < 600; i++) {
		await publisher.publish(message(new MadeSensor(`s${i}`)));
	}
	const {delivered, num_pending} = await admin.consumers.info('NETANAL', name);
	expect(delivered.consumer_seq).toBeLessThanOrEqual(256);
	expect(delivered.consumer_seq + num_pending).toBe(600);
	fleet.goOn();
	await until(() => fleet.sensors() === 600);
	fleet.end();
	await publisher.close();
}, 120_000);
