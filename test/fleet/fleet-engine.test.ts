/** A fleet as an engine, with a broker that says what it is told to. */
import {expect, it} from 'vitest';
import type {FleetSensor} from '../../source/engine/snapshot.js';
import {Allowance} from '../../source/fleet/allowance.js';
import type {Broker, Listener} from '../../source/fleet/broker/broker.js';
import {brokerUrl} from '../../source/fleet/broker/url.js';
import {FleetEngine} from '../../source/fleet/fleet-engine.js';
import {encode, LARGEST_DEFLATED} from '../../source/fleet/message/codec.js';
import {until} from '../helpers/until.js';
import {MadeSensor} from './made-sensor.js';

const EPOCH = 1_700_000_000;

async function heard(allowance?: Allowance): Promise<{engine: FleetEngine; listener: Listener}> {
	let listener!: Listener;
	const broker: Broker = {
		publisher: () => Promise.reject(new Error('nobody publishes')),
		async subscribe(_, to) {
			listener = to;
			return {close: async () => {}};
		},
	};
	const url = brokerUrl('nats://broker');
	const engine = new FleetEngine(
		broker,
		{broker: {url, credentials: {}, tls: {}, client: 'fleet'}, interval: 0},
		allowance,
	);
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

/** One with which a look ends after its first message. */
function exhausted(): Allowance {
	let [now, used] = [0, 0];
	const meter = {
		now: () => {
			now += 10;
			return now;
		},
		used: () => {
			used += 10;
			return used;
		},
	};
	const allowance = new Allowance(meter);
	while (allowance.isMoreLeft) {
		allowance.begin();
	}
	return allowance;
}

it('more messages than can be looked at take turns, tell how old their figures are, and all count at the end', async () => {
	const {engine, listener} = await heard(exhausted());
	const sensors = Array.from({length: 20}, (_, i) => new MadeSensor(`s${i}`));
	const say = () => {
		for (const sensor of sensors) {
			sensor.see('10.0.0.1', 100, EPOCH);
			const {sender, state} = sensor.message(EPOCH);
			listener.hear(sender, encode(state));
		}
	};
	const shown = async () => (await engine.snapshot()).fleet?.sensors ?? [];
	const isOld = ({lastHeard, countedAt}: FleetSensor) => Number(countedAt) < Number(lastHeard);
	say();
	// each of these is a look
	await until(async () => (await shown()).length === 20);
	await until(async () => !(await shown()).some(isOld));
	// a clock may stand still between two messages
	const at = performance.now();
	await until(() => performance.now() > at + 1);
	say();
	const first = await shown();
	expect(first.filter(isOld).length).toBeGreaterThan(0);
	expect(first.every(({packets}) => packets === 1 || packets === 2)).toBe(true);
	expect(first.every(sensor => isOld(sensor) === (sensor.packets === 1))).toBe(true);
	// of those that wait, the newest counts
	say();
	await until(async () => (await shown()).every(({packets}) => packets === 3));
	say();
	const {totals, fleet} = await engine.stop();
	expect(totals.packets).toBe(80);
	expect(fleet?.sensors.every(({packets}) => packets === 4)).toBe(true);
});
