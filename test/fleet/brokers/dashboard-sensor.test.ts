/** A dashboard that is a sensor as well, by `--to`. `npm run build` comes first. */
import {afterAll, beforeAll, expect, it} from 'vitest';
import type {Snapshot} from '../../../source/engine/snapshot.js';
import {nats} from '../../../source/fleet/broker/nats.js';
import {brokerUrl} from '../../../source/fleet/broker/url.js';
import {FleetEngine} from '../../../source/fleet/fleet-engine.js';
import {natsServer} from '../../helpers/brokers.js';
import {Program} from '../../helpers/program.js';
import {until} from '../../helpers/until.js';

let broker: Awaited<ReturnType<typeof natsServer>>;
beforeAll(async () => {
	broker = await natsServer();
	await broker.start();
});
afterAll(() => broker.close());

it('tells the fleet what its rows do now, as a sensor without a screen does', {timeout: 60_000}, async () => {
	const options = {url: brokerUrl(broker.url), credentials: {}, tls: {}, client: 'fleet'};
	const fleet = new FleetEngine(nats, {broker: options, interval: 100});
	let last: Snapshot | null = null;
	fleet.on('snapshot', snapshot => {
		last = snapshot;
	});
	const recent = () => last?.recent ?? null;
	await fleet.start();
	const program = new Program(['--demo', '--to', broker.url, '--sensor-name', 'web1']);
	try {
		await until(
			() =>
				(recent()?.endpoints.some(({recent: did}) => did.bytesSent > 0) &&
					recent()?.conversations.some(({recent: did}) => did.bytes > 0) &&
					recent()?.flows.some(({recent: did}) => did.aToB + did.bToA > 0)) ??
				false,
		);
		program.press('q');
		expect(await program.exit()).toBe(0);
	} finally {
		await program.closed();
		await fleet.stop();
	}
});
