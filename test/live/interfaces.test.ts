/** Interfaces that change under a capture: it goes on, or says in words that it cannot. */
import fs from 'node:fs';
import path from 'node:path';
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, it} from 'vitest';
import {buildDriver, Driver} from '../helpers/driver.js';
import {type KnownTraffic, writeKnownTraffic} from '../helpers/known-traffic.js';
import {INTERFACE, liveTestObstacle, NetworkPair} from '../helpers/netns.js';
import {Program} from '../helpers/program.js';
import type {DriverCommand, DriverLine} from './capture-driver.js';

const obstacle = liveTestObstacle();
const long = process.env.NETANAL_SOAK !== undefined;

describe.skipIf(obstacle !== null)('interfaces that change', {timeout: 60_000}, () => {
	let driver: {file: string; directory: string};
	let file: string;
	let traffic: KnownTraffic;
	let network: NetworkPair;

	beforeAll(() => {
		driver = buildDriver('capture-driver');
		file = path.join(driver.directory, 'known.pcap');
		traffic = writeKnownTraffic(file, 2000);
	});
	afterAll(() => fs.rmSync(driver.directory, {recursive: true, force: true}));
	beforeEach(() => {
		network = new NetworkPair();
	});
	afterEach(() => network.close());

	async function open(name: string) {
		const capture = new Driver<DriverLine, DriverCommand>(network, driver.file, {
			interface: name,
			filter: 'net 10.0.0.0/8',
		});
		await capture.first('opened');
		return capture;
	}

	/** Everything that is sent from now on is counted. */
	async function counts(capture: Driver<DriverLine, DriverCommand>, packets: number) {
		await network.replay(file, 0);
		await capture.first('counters', line => line.consumed === packets);
	}

	it('goes on when its addresses change', async () => {
		const capture = await open(INTERFACE);
		await counts(capture, traffic.packets);
		network.ipReceiver('address', 'add', '192.0.2.1/24', 'dev', INTERFACE);
		await counts(capture, 2 * traffic.packets);
		network.ipReceiver('address', 'del', '192.0.2.1/24', 'dev', INTERFACE);
		network.ipReceiver('link', 'set', INTERFACE, 'address', '02:00:00:00:00:77');
		await counts(capture, 3 * traffic.packets);
		capture.send({type: 'stop'});
		expect((await capture.first('end')).failure).toBeNull();
	});

	it('goes on on `any` while devices come and go', async () => {
		const capture = await open('any');
		await counts(capture, traffic.packets);
		for (let round = 1; round <= 3; round++) {
			network.ipReceiver('link', 'add', 'coming0', 'type', 'veth', 'peer', 'name', 'coming1');
			network.ipReceiver('link', 'set', 'coming0', 'up');
			network.ipReceiver('link', 'set', 'coming1', 'up');
			network.ipReceiver('link', 'set', INTERFACE, 'down');
			network.ipReceiver('link', 'set', INTERFACE, 'up');
			network.ipReceiver('link', 'delete', 'coming0');
			await counts(capture, (round + 1) * traffic.packets);
		}
		capture.send({type: 'stop'});
		expect((await capture.first('end')).failure).toBeNull();
	});

	it.runIf(long)('takes no more than one hundredth of a processor while its interface is down', async () => {
		const program = network.spawn(network.receiver, process.execPath, [
			fs.realpathSync('dist/cli.js'),
			...['capture', INTERFACE, '--format', 'ndjson', '--interval', '60'],
		]);
		const seconds = () => {
			const fields = fs.readFileSync(`/proc/${program.pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
			return (Number(fields[11]) + Number(fields[12])) / 100;
		};
		const wait = (milliseconds: number) => new Promise(resolve => setTimeout(resolve, milliseconds));
		await wait(2000);
		network.ipReceiver('link', 'set', INTERFACE, 'down');
		await wait(1000);
		const before = seconds();
		await wait(20_000);
		const share = (seconds() - before) / 20;
		console.log(`CPU while down: ${(100 * share).toFixed(2)} %`);
		expect(share).toBeLessThanOrEqual(0.01);
	});

	it('the dashboard shows an interface that is down, up again, and removed', async () => {
		const program = new Program([INTERFACE], {
			columns: 120,
			rows: 40,
			before: ['ip', 'netns', 'exec', network.receiver],
		});
		try {
			await program.shows('capturing');
			network.ipReceiver('link', 'set', INTERFACE, 'down');
			await program.shows('link down');
			network.ipReceiver('link', 'set', INTERFACE, 'up');
			await program.shows(`interface ${INTERFACE} is up`);
			await program.until('the mark gone', screen => !screen.includes('link down'));
			network.ipReceiver('link', 'delete', INTERFACE);
			await program.shows(`${INTERFACE} was removed, the capture has ended`);
			program.press('q');
			await program.exit();
			expect(program.screen).toContain('after 1');
		} finally {
			program.kill();
		}
	});
});
