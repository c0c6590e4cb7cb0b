/** Who may say what and who may listen, and what a hostile sensor can do: docs/fleet.md's configuration on the real servers. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {deflateRawSync} from 'node:zlib';
import {connect, headers, type NatsConnection, usernamePasswordAuthenticator} from '@nats-io/transport-node';
import amqp from 'amqplib';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {Credentials, Tls} from '../../../source/fleet/broker/broker.js';
import {brokerOf} from '../../../source/fleet/broker/broker-of.js';
import {FleetEngine} from '../../../source/fleet/fleet-engine.js';
import {encode, LARGEST, LARGEST_DEFLATED} from '../../../source/fleet/message/codec.js';
import {messageId, type Sender} from '../../../source/fleet/message/sensor-state.js';
import {
	type DocumentedBroker,
	documentedNats,
	documentedRabbitMq,
	makeCertificates,
} from '../../helpers/documented-brokers.js';
import {until} from '../../helpers/until.js';
import {MadeSensor} from '../made-sensor.js';

const EPOCH = 1_700_000_000;

function message(sensor: MadeSensor) {
	const {sender, state} = sensor.message(EPOCH);
	return {...sender, bytes: encode(state)};
}

/** Software of others, with a sensor's credentials. */
interface Outsider {
	publish(sender: Sender, bytes: Uint8Array): Promise<void>;
	close(): Promise<void>;
}

async function natsOutsider({broker, web1, tls}: DocumentedBroker): Promise<Outsider & {connection: NatsConnection}> {
	const connection = await connect({
		servers: broker.url.replace('nats://', ''),
		authenticator: usernamePasswordAuthenticator(web1.user!, web1.password),
		tls,
		inboxPrefix: '_INBOX.web1',
	});
	return {
		connection,
		async publish(sender, bytes) {
			const named = headers();
			named.set('Nats-Msg-Id', messageId(sender));
			connection.publish(`netanal.sensor.${sender.sensor}.${sender.boot}`, bytes, {headers: named});
			await connection.flush();
		},
		close: () => connection.close(),
	};
}

async function amqpOutsider({url, web1, tls}: DocumentedBroker): Promise<Outsider & {connection: amqp.ChannelModel}> {
	const {hostname, port} = new URL(url);
	const address = {protocol: 'amqps', hostname, port: Number(port), username: web1.user, password: web1.password};
	const connection = await amqp.connect(address, {...tls});
	connection.on('error', () => {});
	const channel = await connection.createConfirmChannel();
	channel.on('error', () => {});
	return {
		connection,
		async publish(sender, bytes) {
			const options = {messageId: messageId(sender)};
			channel.publish('netanal', `sensor.${sender.sensor}.${sender.boot}`, Buffer.from(bytes), options);
			await channel.waitForConfirms();
		},
		close: () => connection.close(),
	};
}

describe.each<[string, () => Promise<DocumentedBroker>, (at: DocumentedBroker) => Promise<Outsider>]>([
	['NATS', documentedNats, natsOutsider],
	['RabbitMQ', documentedRabbitMq, amqpOutsider],
])('%s, set up as docs/fleet.md says', (kind, make, outsiderOf) => {
	let at: DocumentedBroker;
	let fleet: FleetEngine;
	const publisher = async (credentials: Credentials, tls?: Tls) => {
		const options = at.options(credentials, 'web1', tls);
		return (await brokerOf(options.url)).publisher(options);
	};
	const listener = async (credentials: Credentials, client: string) => {
		const options = at.options(credentials, client);
		return new FleetEngine(await brokerOf(options.url), {broker: options, interval: 0});
	};
	const shown = async (name: string) => (await fleet.snapshot()).fleet?.sensors.find(sensor => sensor.name === name);
	const host = () => at.url.replace(/^\w+:\/\//, '').replaceAll('.', '\\.');

	beforeAll(async () => {
		at = await make();
		fleet = await listener(at.fleet, 'fleet');
		await fleet.start();
	}, 120_000);
	afterAll(async () => {
		await fleet?.stop();
		await at?.broker.close();
	}, 60_000);

	it('takes what a sensor says under its own name, and refuses what it says under that of another', async () => {
		const web = await publisher(at.web1);
		await web.publish(message(new MadeSensor('web1')));
		await until(async () => (await shown('web1')) !== undefined);
		await expect(web.publish(message(new MadeSensor('db1')))).rejects.toThrow(
			/^not permitted to publish .*sensor\.db1\./,
		);
		const again = message(new MadeSensor('web1'));
		await web.publish({
			...again,
			sequence: 2,
			bytes: encode({...new MadeSensor('web1').message(EPOCH).state, sequence: 2}),
		});
		await web.close();
		expect(fleet.sensors).toEqual(['web1']);
	}, 60_000);

	it.each([
		['no credentials', {}],
		['a wrong password', {user: 'web1', password: 'guessed'}],
		['a user that it does not know', {user: 'mallory', password: 'change me 1'}],
	])(
		'refuses a sensor with %s',
		async (_, credentials) => {
			await expect(publisher(credentials)).rejects.toMatchObject({
				code: 'BROKER_REFUSED',
				message: expect.stringMatching(new RegExp(`^${host()} refuses these credentials: .+ \\(see --credentials\\)$`)),
			});
		},
		30_000,
	);

	it('is refused where another authority signed its certificate, or none that is known', async () => {
		const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-authority-'));
		makeCertificates(folder);
		const ca = fs.readFileSync(path.join(folder, 'ca.pem'), 'utf8');
		fs.rmSync(folder, {recursive: true});
		for (const tls of [{ca}, {}]) {
			await expect(publisher(at.web1, tls)).rejects.toMatchObject({
				code: 'BROKER_REFUSED',
				message: expect.stringMatching(
					new RegExp(`^${host()} and TLS do not agree: .*certificate.* \\(see --ca, and .*\\)$`),
				),
			});
		}
	}, 30_000);

	it('lets no sensor listen to the others', async () => {
		const spy = await listener(at.web1, 'web1');
		await expect(spy.start()).rejects.toMatchObject({code: 'BROKER_REFUSED'});
	}, 30_000);

	it.each([
		['is too large', () => Buffer.alloc(LARGEST_DEFLATED + 1), `it is larger than ${LARGEST_DEFLATED} bytes`],
		['becomes too large', () => deflateRawSync(Buffer.alloc(16 * LARGEST)), `it becomes larger than ${LARGEST} bytes`],
		[
			'goes too deep',
			() => {
				const {state} = new MadeSensor('web1').message(EPOCH);
				const deep = `${'['.repeat(500_000)}${']'.repeat(500_000)}`;
				return deflateRawSync(JSON.stringify(state).replace('"queue":null', `"queue":${deep}`));
			},
			'snapshot/queue does not keep to the schema (type)',
		],
		['is no state', () => Buffer.from('hello'), 'it is not deflated'],
	])(
		'lets a message through that %s: its sensor is shown as hostile, and what it said before counts',
		async (_, bytes, reason) => {
			const sensor = new MadeSensor('web1');
			sensor.restart(EPOCH);
			sensor.see('10.0.0.1', 100, EPOCH);
			const before = (await shown('web1'))?.refused ?? 0;
			const outsider = await outsiderOf(at);
			await outsider.publish({...sensor.message(EPOCH).sender, sequence: 1000 + before}, bytes());
			await until(async () => (await shown('web1'))?.refused === before + 1);
			expect(await shown('web1')).toMatchObject({state: 'refused', reason, boots: 1});
			await outsider.close();
		},
		60_000,
	);

	it.runIf(kind === 'NATS')(
		'takes an nkey, for the name that it stands for',
		async () => {
			const options = at.options(at.db1!, 'db1');
			const db = await (await brokerOf(options.url)).publisher(options);
			await db.publish(message(new MadeSensor('db1')));
			await until(async () => (await shown('db1'))?.boots === 1);
			await expect(db.publish(message(new MadeSensor('web1')))).rejects.toThrow(
				'not permitted to publish netanal.sensor.web1.',
			);
			await db.close();
		},
		30_000,
	);

	it.runIf(kind === 'NATS')(
		'gives outside software nothing to hear',
		async () => {
			const {connection} = await natsOutsider(at);
			for (const subject of ['netanal.sensor.>', '_INBOX.fleet.>', '>']) {
				const problem = await new Promise(resolve => connection.subscribe(subject, {callback: resolve}));
				expect(String(problem)).toMatch(/permission/i);
			}
			await connection.close();
		},
		30_000,
	);

	it.runIf(kind === 'RabbitMQ')(
		'gives outside software nothing to hear',
		async () => {
			const {connection} = await amqpOutsider(at);
			for (const listen of [
				(channel: amqp.Channel) => channel.assertQueue(''),
				(channel: amqp.Channel) => channel.bindQueue('netanal.sensors', 'netanal', '#'),
				async (channel: amqp.Channel) => {
					await channel.prefetch(1);
					await channel.consume('netanal.sensors', () => {}, {arguments: {'x-stream-offset': 'first'}});
				},
			]) {
				const channel = await connection.createChannel();
				channel.on('error', () => {});
				await expect(listen(channel)).rejects.toThrow('ACCESS_REFUSED');
			}
			await connection.close();
		},
		30_000,
	);

	it.runIf(kind === 'RabbitMQ')(
		'stores under the name of its sender what has further routing keys',
		async () => {
			const {connection} = await amqpOutsider(at);
			const channel = await connection.createConfirmChannel();
			const {sensor, boot, sequence, bytes} = message(new MadeSensor('web1'));
			channel.publish('netanal', `sensor.${sensor}.${boot}`, Buffer.from(bytes), {
				messageId: messageId({sensor: 'ops', boot, sequence}),
				headers: {CC: [`sensor.ops.${boot}`], BCC: [`sensor.ops.${boot}`]},
			});
			channel.publish('netanal', `sensor.${sensor}.${boot}`, Buffer.from('x'), {
				messageId: messageId({sensor, boot, sequence: 9999}),
				headers: {CC: [`sensor.ops.${boot}`], BCC: [`sensor.ops.${boot}`]},
			});
			const before = (await shown('web1'))?.refused ?? 0;
			await channel.waitForConfirms();
			await until(async () => ((await shown('web1'))?.refused ?? 0) > before);
			expect(fleet.sensors).not.toContain('ops');
			await connection.close();
		},
		30_000,
	);
});
