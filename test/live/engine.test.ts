/** The whole engine on a real interface, as a program that imports the package runs it, and the `capture` command. */
import fs from 'node:fs';
import {fileURLToPath} from 'node:url';
import {expect, it} from 'vitest';
import type * as Engine from '../../source/engine/index.js';
import type {Snapshot} from '../../source/engine/snapshot.js';
import {Driver} from '../helpers/driver.js';
import {describeLive, untilOpen, useLive} from '../helpers/live.js';
import {INTERFACE} from '../helpers/netns.js';
import type {EngineCommand, EngineLine} from './engine-driver.js';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

describeLive('engine on a veth pair', 60_000, () => {
	const live = useLive({driver: 'engine-driver', packets: {many: 200_000, few: 20_000}});

	async function start(options: object = {}) {
		const source = {kind: 'interface', name: INTERFACE};
		const engine = new Driver<EngineLine, EngineCommand>(live.network, live.driver, {
			source,
			interval: 100,
			...options,
		});
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
		await live.network.replay(live.file.many, 0);
		const snapshot = await finish(engine, live.known.many.packets);
		expect(snapshot.error).toBeNull();
		expect(snapshot.source).toMatchObject({kind: 'interface', name: INTERFACE, linkTypes: ['EN10MB'], filter: null});
		expect(snapshot.totals).toMatchObject({
			packets: live.known.many.packets,
			bytes: live.known.many.bytes,
			capturedBytes: live.known.many.bytes,
		});
		expect(snapshot.drops).toEqual({kernel: 0, interface: 0, queue: 0});
		const transports = Object.fromEntries(snapshot.protocols.transport.map(each => [each.name, each.packets]));
		expect(transports).toEqual({tcp: live.known.many.tcp, udp: live.known.many.udp});
		expect(snapshot.conversations.top).toEqual([
			expect.objectContaining({
				a: '10.0.0.1',
				b: '10.0.0.2',
				packets: live.known.many.packets,
				bytes: live.known.many.bytes,
			}),
		]);
	});

	it('changes the filter while packets flow, and tells when it was in force', async () => {
		const engine = await start({filter: 'udp'});
		const sent = live.network.replay(live.file.many, 50_000);
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
		const engine = new Driver<EngineLine, EngineCommand>(live.network, live.driver, options);
		await untilOpen(engine.pid);

		await live.network.replay(live.file.many, 0);
		engine.send({type: 'release'});
		const {snapshot: first} = await engine.first('snapshot');
		expect(first.queue!.capacity).toBe(capacity);
		expect(first.queue!.highest).toBeGreaterThan(0.9 * capacity);
		expect(first.queue!.highest).toBeLessThanOrEqual(capacity);
		const {snapshot: quiet} = await engine.first('snapshot', ({snapshot}) => snapshot.queue!.peak === 0);
		expect(quiet.queue).toEqual({capacity, used: 0, peak: 0, highest: first.queue!.highest});
		expect(quiet.drops.queue).toBeGreaterThan(0);
		expect(quiet.totals.packets + quiet.drops.queue! + quiet.drops.kernel!).toBe(live.known.many.packets);
		engine.send({type: 'stop'});
		expect((await engine.first('end')).snapshot.queue).toMatchObject({used: 0, highest: first.queue!.highest});
	});

	it('keeps what it has, and says in one line what happened, when the interface is removed', async () => {
		const engine = await start();
		await live.network.replay(live.file.few, 0);
		await engine.first('snapshot', ({snapshot}) => snapshot.totals.packets >= live.known.few.packets);
		live.network.ipReceiver('link', 'delete', INTERFACE);
		const {snapshot} = await engine.first('end');
		expect(snapshot.totals).toMatchObject({packets: live.known.few.packets, bytes: live.known.few.bytes});
		expect(snapshot.error).toMatchObject({code: 'DEVICE_GONE', message: expect.stringContaining('was removed')});
	});

	it('`capture` ends after the packets asked for, status 0, with the contract’s JSON', async () => {
		const child = live.network.spawn(live.network.receiver, process.execPath, [
			CLI,
			'capture',
			INTERFACE,
			...['--format', 'json', '--count', '5000', '--filter', 'udp'],
		]);
		let output = '';
		let said = '';
		child.stdout!.on('data', chunk => {
			output += chunk;
		});
		child.stderr!.on('data', chunk => {
			said += chunk;
		});
		const ended = new Promise<number | null>(resolve => child.once('close', resolve));
		let over = false;
		void ended.then(() => {
			over = true;
		});
		// It may not be listening yet at first.
		while (!over) {
			await live.network.replay(live.file.few, 50_000);
		}
		expect(await ended, said).toBe(0);
		const snapshot = JSON.parse(output) as Snapshot;
		expect(snapshot.totals.packets).toBe(5000);
		expect(snapshot.protocols.transport).toEqual([expect.objectContaining({name: 'udp', packets: 5000})]);
		expect(snapshot.source.filter).toBe('udp');
	});

	it('leaves no handle open behind, however it ends', async () => {
		const {createEngine} = (await import(new URL('../../dist/engine.js', import.meta.url).href)) as typeof Engine;
		const source = {kind: 'interface', name: 'lo'} as const;
		const sockets = () =>
			fs.readdirSync('/proc/self/fd').filter(fd => {
				try {
					return fs.readlinkSync(`/proc/self/fd/${fd}`).startsWith('socket:');
				} catch {
					return false;
				}
			}).length;
		const nowhere = [{content: 'capture', format: 'pcap', path: '/nowhere/a.pcap'}] as const;
		// What is opened once for all is open from then on.
		const use = async () => {
			await using engine = createEngine({source, interval: 0});
			await engine.start();
			await engine.setFilter('tcp');
			await engine.stop();
		};
		await use();
		const before = sockets();
		for (let time = 0; time < 3; time++) {
			await use();
			await expect(createEngine({source, interval: 0, outputs: nowhere}).start()).rejects.toMatchObject({
				code: 'FILE_UNWRITABLE',
			});
		}
		expect(sockets()).toBe(before);
	});

	it('is stopped before the interface is open: it ends as ever, and with nothing left running', async () => {
		const {createEngine} = (await import(new URL('../../dist/engine.js', import.meta.url).href)) as typeof Engine;
		await using engine = createEngine({source: {kind: 'interface', name: 'lo'}, interval: 0});
		const started = engine.start();
		expect((await engine.stop()).error).toBeNull();
		await started;
		expect(engine.state).toBe('ended');
		await expect(engine.setFilter('tcp')).rejects.toThrow('the capture has ended');
	});

	it('ended while a filter is compiled, it says so and not what became of the compiler', async () => {
		const {createEngine} = (await import(new URL('../../dist/engine.js', import.meta.url).href)) as typeof Engine;
		await using engine = createEngine({source: {kind: 'interface', name: 'lo'}, interval: 0});
		await engine.start();
		const long = Array.from({length: 4000}, (_, at) => `port ${at + 1}`).join(' or ');
		const late = expect(engine.setFilter(long)).rejects.toThrow('the capture has ended');
		await engine.stop();
		await late;
	});

	it('`capture` of an unknown interface fails with one line that names what mends it', async () => {
		const child = live.network.spawn(live.network.receiver, process.execPath, [
			CLI,
			'capture',
			'vteh0',
			'--format',
			'json',
		]);
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
