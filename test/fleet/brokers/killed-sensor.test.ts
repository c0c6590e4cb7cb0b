/** A sensor that is a process of its own, killed and started again. `npm run build` comes first. */
import {type ChildProcess, spawn} from 'node:child_process';
import {expect, it} from 'vitest';
import type {Snapshot} from '../../../source/engine/snapshot.js';
import {nats} from '../../../source/fleet/broker/nats.js';
import {brokerUrl} from '../../../source/fleet/broker/url.js';
import {FleetEngine} from '../../../source/fleet/fleet-engine.js';
import {natsServer} from '../../helpers/brokers.js';
import {liveTestObstacle} from '../../helpers/netns.js';
import {PROGRAM} from '../../helpers/program.js';
import {until} from '../../helpers/until.js';

/** Seconds between two messages, and of silence after which a sensor is stale. */
const INTERVAL = 1;
const PATIENCE = 3 * INTERVAL;

it.skipIf(liveTestObstacle() !== null)(
	'a sensor that is killed is shown stale after three intervals, and its restart never lowers a total',
	{timeout: 120_000},
	async () => {
		const broker = await natsServer();
		await broker.start();
		const children: ChildProcess[] = [];
		const start = () => {
			const words = [PROGRAM, 'sensor', 'lo', '--to', broker.url, '--sensor-name', 'web1', '-q'];
			const child = spawn(process.execPath, [...words, '--interval', String(INTERVAL)], {stdio: 'ignore'});
			children.push(child);
			return child;
		};
		const options = {url: brokerUrl(broker.url), credentials: {}, tls: {}, client: 'fleet'};
		const fleet = new FleetEngine(nats, {broker: options, interval: 50});
		const seen: {sensor: NonNullable<Snapshot['fleet']>['sensors'][number]; packets: number; silence: number}[] = [];
		fleet.on('snapshot', ({fleet: all, totals}) => {
			const [sensor] = all?.sensors ?? [];
			if (sensor !== undefined) {
				const silence = Date.now() / 1000 - Number(sensor.lastHeard);
				seen.push({sensor, packets: totals.packets, silence});
			}
		});
		const last = () => seen.at(-1)?.sensor;
		try {
			await fleet.start();
			const child = start();
			// what the broker is told goes over `lo`, and is counted
			await until(() => last()?.state === 'live' && (last()?.packets ?? 0) > 0);
			child.kill('SIGKILL');
			await until(() => last()?.state === 'stale');
			const before = last()!;
			start();
			await until(() => last()?.state === 'live' && last()?.boots === 2 && (last()?.packets ?? 0) > before.packets);
		} finally {
			for (const child of children) {
				child.kill('SIGKILL');
			}
			await fleet.stop();
			await broker.close();
		}
		const totals = seen.map(({packets}) => packets);
		expect(totals).toEqual(totals.toSorted((a, b) => a - b));
		// of each moment what it has to be; the clock may turn between the snapshot and our look at it
		const SLACK = 0.2;
		expect(seen.filter(({sensor, silence}) => sensor.state === 'live' && silence > PATIENCE + SLACK)).toEqual([]);
		expect(seen.filter(({sensor, silence}) => sensor.state === 'stale' && silence < PATIENCE - SLACK)).toEqual([]);
		expect(seen.some(({sensor}) => sensor.state === 'stale')).toBe(true);
	},
);
