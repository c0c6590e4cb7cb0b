/** Who may say what: the configuration of docs/fleet.md, on the real server. */
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {Credentials} from '../../../source/fleet/broker/broker.js';
import {brokerOf} from '../../../source/fleet/broker/broker-of.js';
import {brokerUrl} from '../../../source/fleet/broker/url.js';
import {FleetEngine} from '../../../source/fleet/fleet-engine.js';
import {encode} from '../../../source/fleet/message/codec.js';
import {natsServer, type TestBroker} from '../../helpers/brokers.js';
import {blocksOf} from '../../helpers/documented.js';
import {until} from '../../helpers/until.js';
import {MadeSensor} from '../made-sensor.js';

const [CONFIGURATION] = blocksOf('docs/fleet.md', 'conf');
const WEB: Credentials = {user: 'web1', password: 'change me 1'};
const FLEET: Credentials = {user: 'fleet', password: 'change me 3'};

describe('NATS, set up as docs/fleet.md says', () => {
	let broker: TestBroker;
	let fleet: FleetEngine;
	const options = (credentials: Credentials, client: string) => ({
		url: brokerUrl(broker.url),
		credentials,
		tls: {},
		client,
	});
	const publisher = async (credentials: Credentials, client = 'web1') =>
		(await brokerOf(brokerUrl(broker.url))).publisher(options(credentials, client));
	const message = (name: string) => {
		const {sender, state} = new MadeSensor(name).message(1_700_000_000);
		return {...sender, bytes: encode(state)};
	};

	beforeAll(async () => {
		broker = await natsServer(CONFIGURATION);
		await broker.start();
		const url = brokerUrl(broker.url);
		fleet = new FleetEngine(await brokerOf(url), {broker: options(FLEET, 'fleet'), interval: 0});
		await fleet.start();
	}, 60_000);
	afterAll(async () => {
		await fleet?.stop();
		await broker?.close();
	}, 60_000);

	it('takes what a sensor says under its own name', async () => {
		const web = await publisher(WEB);
		await web.publish(message('web1'));
		await until(() => fleet.snapshot().then(snapshot => snapshot.fleet?.sensors.length === 1));
		expect(fleet.sensors).toEqual(['web1']);
		await web.close();
	}, 30_000);

	it('refuses what it says under the name of another', async () => {
		const web = await publisher(WEB);
		await expect(web.publish(message('db1'))).rejects.toThrow('not permitted to publish netanal.sensor.db1.');
		await web.close();
		expect(fleet.sensors).not.toContain('db1');
	}, 30_000);

	it.each([
		['no credentials', {}],
		['a wrong password', {user: 'web1', password: 'guessed'}],
	])(
		'refuses a sensor with %s',
		async (_, credentials) => {
			await expect(publisher(credentials)).rejects.toMatchObject({
				code: 'BROKER_REFUSED',
				message: expect.stringMatching(/^127\.0\.0\.1:\d+ refuses these credentials: .+ \(see --credentials\)$/),
			});
		},
		30_000,
	);

	it('lets no sensor listen to the others', async () => {
		const url = brokerUrl(broker.url);
		const spy = new FleetEngine(await brokerOf(url), {broker: options(WEB, 'web1'), interval: 0});
		await expect(spy.start()).rejects.toMatchObject({code: 'BROKER_REFUSED'});
	}, 30_000);
});
