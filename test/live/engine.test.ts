/** The whole engine on a real interface, as a program that imports the package runs it, and the `capture` command. */
import fs from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, it} from 'vitest';
import type {Snapshot} from '../../source/engine/snapshot.js';
import {buildDriver, Driver} from '../helpers/driver.js';
import {type KnownTraffic, writeKnownTraffic} from '../helpers/known-traffic.js';
import {INTERFACE, liveTestObstacle, NetworkPair} from '../helpers/netns.js';
import type {EngineCommand, EngineLine} from './engine-driver.js';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const obstacle = liveTestObstacle();

describe.skipIf(obstacle !== null)('engine on a veth pair', {timeout: 60_000}, () => {
	let driver: {file: string; directory: string};
	let many: KnownTraffic;
	let manyFile: string;
	let few: KnownTraffic;
	let fewFile: string;
	let network: NetworkPair;

	beforeAll(() => {
		driver = buildDriver('engine-driver');
		manyFile = path.join(driver.directory, 'many.pcap');
		fewFile = path.join(driver.directory, 'few.pcap');
		many = writeKnownTraffic(manyFile, 200_000);
		few = writeKnownTraffic(fewFile, 20_000);
	});
	afterAll(() => fs.rmSync(driver.directory, {recursive: true, force: true}));
	beforeEach(() => {
		network = new NetworkPair();
	});
	afterEach(() => network.close());

	async function start(options: object = {}) {
		const source = {kind: 'interface', name: INTERFACE};
		const engine = new Driver<EngineLine, EngineCommand>(network, driver.file, {source, interval: 100, ...options});
		await engine.first('started');
		return engine;
	}

	/** Waits until this many packets are analysed, then stops. */
	async function finish(engine: Driver<EngineLine, EngineCommand>, packets: number): Promise<Snapshot> {
		await engine.first('snapshot', ({snapshot}) => snapshot.totals.packets >= packets);
		engine.send({type: 'stop'});
		return (await engine.first('end')).snapshot;
	}

	it('counts 200,000 packets and their bytes exactly, and knows that none was dropped', async () => {
		const engine = await start();
		await network.replay(manyFile, 0);
		const snapshot = await finish(engine, many.packets);
		expect(snapshot.error).toBeNull();
		expect(snapshot.source).toMatchObject({kind: 'interface', name: INTERFACE, linkTypes: ['EN10MB'], filter: null});
		expect(snapshot.totals).toMatchObject({packets: many.packets, bytes: many.bytes, capturedBytes: many.bytes});
		expect(snapshot.drops).toEqual({kernel: 0, interface: 0, queue: 0});
		const transports = Object.fromEntries(snapshot.protocols.transport.map(each => [each.name, each.packets]));
		expect(transports).toEqual({tcp: many.tcp, udp: many.udp});
		expect(snapshot.conversations.top).toEqual([
			expect.objectContaining({a: '10.0.0.1', b: '10.0.0.2', packets: many.packets, bytes: many.bytes}),
		]);
	});

	it('changes the filter while packets flow, and tells when it was in force', async () => {
		const engine = await start({filter: 'udp'});
		const sent = network.replay(manyFile, 50_000);
		await engine.first('snapshot', ({snapshot}) => snapshot.totals.packets > 1000);
		engine.send({type: 'check', id: 1, text: 'tcp prt'});
		expect((await engine.first('answer', line => line.id === 1)).message).toContain('syntax error');
		engine.send({type: 'filter', id: 2, text: 'tcp prt'});
		expect(await engine.first('answer', line => line.id === 2)).toMatchObject({code: 'FILTER_INVALID'});
		engine.send({type: 'filter', id: 3, text: 'tcp'});
		expect(await engine.first('answer', line => line.id === 3)).toMatchObject({code: null});
		expect(await engine.first('filter')).toMatchObject({filter: 'tcp', epoch: 1});
		engine.send({type: 'snapshot'});
		const {snapshot: before} = await engine.next('snapshot');
		const udp = count(before, 'udp');
		expect(udp).toBeGreaterThan(0);
		await sent;
		const end = await finish(engine, 1000 + udp);
		expect(end.source.filter).toBe('tcp');
		expect(count(end, 'udp')).toBe(udp);
		expect(count(end, 'tcp')).toBeGreaterThan(1000);
		expect(end.totals.packets).toBe(udp + count(end, 'tcp'));
	});

	it('tells how full its queue was: to the brim while the analysis took nothing, and empty again', async () => {
		const capacity = 1024 * 1024;
		const source = {kind: 'interface', name: INTERFACE};
		// what remains is less than one packet may need
		const options = {source, interval: 100, queueSize: capacity, snaplen: 2048, held: true};
		const engine = new Driver<EngineLine, EngineCommand>(network, driver.file, options);
		// The interface is open when filters can be checked for it; nothing is analysed before `release`.
		let message: string | null = '';
		for (let id = 0; message !== null; id++) {
			engine.send({type: 'check', id, text: 'tcp'});
			message = (await engine.first('answer', line => line.id === id)).message;
		}

		await network.replay(manyFile, 0);
		engine.send({type: 'release'});
		const {snapshot: first} = await engine.first('snapshot');
		expect(first.queue!.capacity).toBe(capacity);
		expect(first.queue!.highest).toBeGreaterThan(0.9 * capacity);
		expect(first.queue!.highest).toBeLessThanOrEqual(capacity);
		const {snapshot: quiet} = await engine.first('snapshot', ({snapshot}) => snapshot.queue!.peak === 0);
		expect(quiet.queue).toEqual({capacity, used: 0, peak: 0, highest: first.queue!.highest});
		expect(quiet.drops.queue).toBeGreaterThan(0);
		expect(quiet.totals.packets + quiet.drops.queue! + quiet.drops.kernel!).toBe(many.packets);
		engine.send({type: 'stop'});
		expect((await engine.first('end')).snapshot.queue).toMatchObject({used: 0, highest: first.queue!.highest});
	});

	it('keeps what it has, and says in one line what happened, when the interface is removed', async () => {
		const engine = await start();
		await network.replay(fewFile, 0);
		await engine.first('snapshot', ({snapshot}) => snapshot.totals.packets >= few.packets);
		network.ipReceiver('link', 'delete', INTERFACE);
		const {snapshot} = await engine.first('end');
		expect(snapshot.totals).toMatchObject({packets: few.packets, bytes: few.bytes});
		expect(snapshot.error).toMatchObject({code: 'DEVICE_GONE', message: expect.stringContaining('was removed')});
	});

	it('`capture` ends after the packets asked for, status 0, with the contract’s JSON', async () => {
		const child = network.spawn(network.receiver, process.execPath, [
			CLI,
			'capture',
			INTERFACE,
			...['--format', 'json', '--count', '5000', '--filter', 'udp'],
		]);
		let output = '';
		child.stdout!.on('data', chunk => {
			output += chunk;
		});
		const ended = new Promise<number | null>(resolve => child.once('close', resolve));
		let over = false;
		void ended.then(() => {
			over = true;
		});
		// It may not be listening yet at first.
		while (!over) await network.replay(fewFile, 50_000);
		expect(await ended).toBe(0);
		const snapshot = JSON.parse(output) as Snapshot;
		expect(snapshot.totals.packets).toBe(5000);
		expect(snapshot.protocols.transport).toEqual([expect.objectContaining({name: 'udp', packets: 5000})]);
		expect(snapshot.source.filter).toBe('udp');
	});

	it('`capture` of an unknown interface fails with one line that names what mends it', async () => {
		const child = network.spawn(network.receiver, process.execPath, [CLI, 'capture', 'vteh0', '--format', 'json']);
		let errors = '';
		child.stderr!.on('data', chunk => {
			errors += chunk;
		});
		expect(await new Promise(resolve => child.once('close', resolve))).toBe(1);
		expect(errors).toBe(
			`netanal-tui: no interface vteh0; did you mean ${INTERFACE}? list them: netanal-tui interfaces\n`,
		);
	});
});

function count(snapshot: Snapshot, transport: string): number {
	return snapshot.protocols.transport.find(each => each.name === transport)?.packets ?? 0;
}
