/** A fleet as an engine, with a broker that says what it is told to. */
import {expect, it} from 'vitest';
import type {Broker, Listener} from '../../source/fleet/broker/broker.js';
import {brokerUrl} from '../../source/fleet/broker/url.js';
import {FleetEngine} from '../../source/fleet/fleet-engine.js';
import {encode, LARGEST_DEFLATED} from '../../source/fleet/message/codec.js';
import {MadeSensor} from './made-sensor.js';

const EPOCH = 1_700_000_000;

async function heard(): Promise<{engine: FleetEngine; listener: Listener}> {
	let listener!: Listener;
	const broker: Broker = {
		publisher: () => Promise.reject(new Error('nobody publishes')),
		async subscribe(_, to) {
			listener = to;
			return {close: async () => {}};
		},
	};
	const url = brokerUrl('nats://broker');
	const engine = new FleetEngine(broker, {broker: {url, credentials: {}, tls: {}, client: 'fleet'}, interval: 0});
	await engine.start();
	return {engine, listener};
}

it('a sensor whose messages are too large takes no room of the others', async () => {
	const {engine, listener} = await heard();
	const large = Buffer.alloc(LARGEST_DEFLATED + 1);
	const bad = new MadeSensor('bad');
	// more than may wait at once
	for (let boot = 0; boot < 100; boot++) {
		bad.restart(EPOCH);
		listener.hear(bad.message(EPOCH).sender, large);
	}
	const {sender, state} = new MadeSensor('good').message(EPOCH);
	listener.hear(sender, encode(state));
	const {fleet} = await engine.snapshot();
	expect(fleet).toMatchObject({
		ignored: 0,
		sensors: [
			{name: 'bad', state: 'refused', refused: 100},
			{name: 'good', boots: 1},
		],
	});
	await engine.stop();
});
