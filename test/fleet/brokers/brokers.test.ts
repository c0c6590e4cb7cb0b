/** Sensors and fleets over the real brokers. */
import {EventEmitter} from 'node:events';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {Snapshot} from '../../../source/engine/snapshot.js';
import type {Broker, BrokerOptions} from '../../../source/fleet/broker/broker.js';
import {brokerOf} from '../../../source/fleet/broker/broker-of.js';
import {brokerUrl} from '../../../source/fleet/broker/url.js';
import {FleetEngine} from '../../../source/fleet/fleet-engine.js';
import {Publication} from '../../../source/fleet/sensor/publication.js';
import {natsServer, rabbitMq, type TestBroker} from '../../helpers/brokers.js';
import {snapshotOf} from '../../helpers/snapshots.js';
import {until} from '../../helpers/until.js';

const optionsFor = (url: string, parts: Partial<BrokerOptions> = {}): BrokerOptions => ({
	url: brokerUrl(url),
	credentials: {},
	tls: {},
	client: 'test',
	...parts,
});

/** A capture that is made up. */
class Counted extends EventEmitter<{snapshot: [Snapshot]}> {
	packets = 0;
	milliseconds = 0;

	/** A second goes by, and so many packets. */
	count(packets: number): Snapshot {
		this.packets += packets;
		this.milliseconds += 1000;
		const {totals} = snapshotOf({});
		const snapshot = snapshotOf({totals: {...totals, packets: this.packets, bytes: 100 * this.packets}});
		this.emit('snapshot', snapshot);
		return snapshot;
	}
}

async function sensor(broker: TestBroker, name: string, parts: Partial<BrokerOptions> = {}) {
	const options = optionsFor(broker.url, parts);
	const problems: (string | null)[] = [];
	/** Sequences of the messages that the broker has acknowledged. */
	const stored: number[] = [];
	const counted = new Counted();
	const real = await brokerOf(options.url);
	const noting: Broker = {
		...real,
		async publisher(to) {
			const publisher = await real.publisher(to);
			return {
				...publisher,
				async publish(message) {
					await publisher.publish(message);
					stored.push(message.sequence);
				},
				close: () => publisher.close(),
			};
		},
	};
	const publication = await Publication.open(noting, {
		broker: options,
		name,
		interval: 1,
		connected: problem => problems.push(problem),
		now: () => counted.milliseconds,
	});
	publication.listen(counted);
	return {counted, publication, problems, stored};
}

async function fleet(broker: TestBroker, parts: Partial<BrokerOptions> = {}) {
	const options = optionsFor(broker.url, parts);
	const engine = new FleetEngine(await brokerOf(options.url), {broker: options, interval: 0});
	await engine.start();
	const packets = async () => (await engine.snapshot()).totals.packets;
	const sensors = async () => (await engine.snapshot()).fleet?.sensors;
	return {
		engine,
		packets,
		packetsOf: async (sensor: string) => (await sensors())?.find(({name}) => name === sensor)?.packets,
		states: async () => (await sensors())?.map(({state}) => state),
	};
}

describe.each([
	['NATS', () => natsServer()],
	['RabbitMQ', () => rabbitMq()],
])('%s', (_, make) => {
	let broker: TestBroker;
	beforeAll(async () => {
		broker = await make();
		await broker.start();
	}, 120_000);
	afterAll(() => broker?.close(), 60_000);

	it('hands on what sensors count, to a fleet that is there and to one that comes late', async () => {
		const early = await fleet(broker);
		const sensors = await Promise.all(['a', 'b', 'c'].map(name => sensor(broker, name)));
		for (let i = 1; i <= 20; i++) {
			for (const {counted} of sensors) {
				counted.count(i);
			}
		}
		await until(async () => (await early.packets()) === 3 * 210);
		const late = await fleet(broker);
		await until(async () => (await late.packets()) === 3 * 210);
		const [first] = sensors;
		expect(await first.publication.end(first.counted.count(5))).toBe(true);
		await until(async () => (await late.states())?.join() === 'ended,live,live');
		expect(await late.packets()).toBe(3 * 210 + 5);
		for (const {publication} of sensors.slice(1)) {
			await publication.end(null);
		}
		await Promise.all([early.engine.stop(), late.engine.stop()]);
	}, 60_000);

	it('is killed under load and started again: the newest of each sensor arrives, and no total ever falls', async () => {
		// RabbitMQ 3.10 loses a whole stream that it was killed soon after making.
		await (await fleet(broker)).engine.stop();
		await broker.stop();
		await broker.start();
		const {engine, packets, packetsOf} = await fleet(broker);
		// those of the test before may come at any time
		const ofBoth = async () => ((await packetsOf('k1')) ?? 0) + ((await packetsOf('k2')) ?? 0);
		const told: boolean[] = [];
		engine.on('interface', ({up}) => told.push(up));
		const sensors = await Promise.all(['k1', 'k2'].map(name => sensor(broker, name)));
		const totals: number[] = [];
		const load = setInterval(() => {
			for (const {counted} of sensors) {
				counted.count(1);
			}
		}, 5);
		const watch = setInterval(() => void packets().then(total => totals.push(total)), 20);
		await until(async () => (await ofBoth()) > 0);
		await broker.kill();
		await until(() => told.at(-1) === false);
		await until(() => sensors.every(({problems}) => problems.length > 0));
		await broker.start();
		await until(() => told.at(-1) === true);
		await until(() => sensors.every(({problems}) => problems.at(-1) === null));
		clearInterval(load);
		const sum = sensors.reduce((total, {counted}) => total + counted.packets, 0);
		await until(async () => (await ofBoth()) === sum);
		clearInterval(watch);
		expect(totals).toEqual(totals.toSorted((a, b) => a - b));
		for (const {publication, counted} of sensors) {
			expect(await publication.end(counted.count(1))).toBe(true);
		}
		await until(async () => (await ofBoth()) === sum + 2);
		await engine.stop();
	}, 120_000);

	it('is away for a minute: of what sensors count then, the newest state alone waits, and is delivered', async () => {
		const before = await fleet(broker);
		const {counted, publication, problems, stored} = await sensor(broker, 'away');
		counted.count(1);
		await until(() => stored.length === 1);
		// the broker has it, and the fleet soon after
		await until(async () => (await before.packetsOf('away')) === 1);
		await broker.stop();
		for (let second = 0; second < 60; second++) {
			counted.count(1);
			await new Promise(resolve => setImmediate(resolve));
		}
		await until(() => problems.at(-1) !== null && problems.length > 0);
		await broker.start();
		await until(() => stored.length > 1);
		expect(stored).toEqual([1, 61]);
		await until(async () => (await before.packetsOf('away')) === 61);
		await publication.end(null);
		await before.engine.stop();
	}, 240_000);

	it('that is not there is told of in one line', async () => {
		const url = brokerUrl(broker.url.replace(/:\d+$/, ':1'));
		const options = optionsFor(url.href);
		const engine = new FleetEngine(await brokerOf(url), {broker: options});
		await expect(engine.start()).rejects.toMatchObject({
			code: 'BROKER_UNREACHABLE',
			message: expect.stringMatching(/^127\.0\.0\.1:1 cannot be reached: .+$/),
		});
	});
});
