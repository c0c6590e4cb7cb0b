import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import type * as Engine from '../../source/engine/index.js';
import {SMALL_CAPTURE_PACKET_BYTES, smallCapture} from '../helpers/small-capture.js';

// Workers are files of the bundle, so the engine is tested as it ships.
const {createEngine, NetanalError} = (await import(
	new URL('../../dist/engine.js', import.meta.url).href
)) as typeof Engine;

const folder = mkdtempSync(path.join(tmpdir(), 'netanal-engine-'));
const file = (name: string, content: Uint8Array | string) => {
	const target = path.join(folder, name);
	writeFileSync(target, content);
	return target;
};

afterAll(() => rmSync(folder, {recursive: true}));

describe('an engine on a file', () => {
	it('ends with the snapshot of the whole file', async () => {
		const engine = createEngine({source: {kind: 'file', path: file('small.pcap', smallCapture())}, interval: 0});
		const states: string[] = [];
		engine.on('state', state => states.push(state));
		await engine.start();
		const snapshot = await engine.ended;
		expect(snapshot.totals).toMatchObject({packets: 2, bytes: 2 * SMALL_CAPTURE_PACKET_BYTES});
		expect(snapshot.source).toMatchObject({
			kind: 'file',
			format: 'pcap',
			linkTypes: ['EN10MB'],
			filter: null,
			snaplen: 262_144,
		});
		expect(snapshot.error).toBeNull();
		expect(states).toEqual(['starting', 'running', 'ended']);
		expect(await engine.snapshot()).toEqual(snapshot);
		expect(await engine.stop()).toEqual(snapshot);
	});

	it('stops after as many packets as were asked for', async () => {
		const engine = createEngine({
			source: {kind: 'file', path: file('count.pcap', smallCapture())},
			count: 1,
			interval: 0,
		});
		await engine.start();
		expect((await engine.ended).totals.packets).toBe(1);
	});

	it('keeps what was read of a damaged file, and says where it broke', async () => {
		const cut = smallCapture().subarray(0, -3);
		const engine = createEngine({source: {kind: 'file', path: file('cut.pcap', cut)}, interval: 0});
		const errors: unknown[] = [];
		engine.on('error', error => errors.push(error));
		await engine.start();
		const snapshot = await engine.ended;
		expect(snapshot.totals.packets).toBe(1);
		expect(snapshot.error).toMatchObject({code: 'DAMAGED', offset: 24 + 16 + SMALL_CAPTURE_PACKET_BYTES});
		expect(errors).toEqual([snapshot.error]);
		expect(engine.state).toBe('failed');
	});

	it.each([
		['missing', 'no-such.pcap', null, 'FILE_UNREADABLE'],
		['empty', 'empty.pcap', '', 'NOT_A_CAPTURE'],
		['text', 'notes.txt', 'hello, this is no capture', 'NOT_A_CAPTURE'],
	])('rejects a file that is %s', async (_, name, content, code) => {
		const target = content === null ? path.join(folder, name) : file(name, content);
		const engine = createEngine({source: {kind: 'file', path: target}, interval: 0});
		await engine.start().catch(() => {});
		const failure = await engine.ended.catch(error => error);
		expect(failure).toBeInstanceOf(NetanalError);
		expect(failure).toMatchObject({code});
		expect(failure.message).toContain(target);
		expect(failure.message).not.toContain('\n');
	});

	it('refuses a filter change in words', async () => {
		await using engine = createEngine({source: {kind: 'file', path: file('filter.pcap', smallCapture())}, interval: 0});
		await engine.start();
		await expect(engine.setFilter('tcp')).rejects.toMatchObject({code: 'FILTER_INVALID'});
	});
});

describe('an engine that is asked too early', () => {
	const sources: Engine.EngineSource[] = [{kind: 'demo'}, {kind: 'file', path: file('early.pcap', smallCapture())}];

	it.each(sources)('stops before it has started: $kind', async source => {
		await using engine = createEngine({source, interval: 0});
		const states: string[] = [];
		engine.on('state', state => states.push(state));
		const started = engine.start();
		expect((await engine.stop()).error).toBeNull();
		await started;
		expect(states).toEqual(['starting', 'stopping', 'ended']);
	});

	it('answers as soon as it can', async () => {
		await using engine = createEngine({source: {kind: 'demo'}, interval: 0});
		await expect(engine.snapshot()).rejects.toThrow('was not started');
		const started = engine.start();
		expect((await engine.snapshot()).source.name).toBe('demo');
		await started;
	});

	it('rejects what was asked when its source does not open', async () => {
		const engine = createEngine({source: {kind: 'demo'}, filter: 'udp prot', interval: 0});
		const failure = {code: 'FILTER_INVALID'};
		const started = engine.start();
		const answers = [engine.snapshot(), engine.stop(), engine.ended, started];
		await Promise.all(answers.map(answer => expect(answer).rejects.toMatchObject(failure)));
	});
});

describe('an engine on the demo', () => {
	it('counts to the number it was given, and shows snapshots on the way', async () => {
		const engine = createEngine({source: {kind: 'demo', seed: 7}, count: 2000, interval: 100});
		const counts: number[] = [];
		engine.on('snapshot', snapshot => counts.push(snapshot.totals.packets));
		await engine.start();
		const {totals, source, protocols} = await engine.ended;
		expect(totals.packets).toBe(2000);
		expect(source).toMatchObject({kind: 'interface', name: 'demo'});
		expect(protocols.application.length).toBeGreaterThan(3);
		expect([...counts].sort((a, b) => a - b)).toEqual(counts);
	});

	it('keeps only what its filter lets through, from the first packet on', async () => {
		const engine = createEngine({source: {kind: 'demo', seed: 7}, count: 200, interval: 0, filter: 'udp port 53'});
		await engine.start();
		const {protocols, source, totals} = await engine.ended;
		expect(totals.packets).toBe(200);
		expect(source.filter).toBe('udp port 53');
		expect(protocols.application).toEqual([expect.objectContaining({name: 'dns', packets: 200})]);
	});

	it('refuses a filter that does not compile, at the beginning and later, with the place of the mistake', async () => {
		const wrong = createEngine({source: {kind: 'demo'}, filter: 'udp prot'});
		await expect(wrong.start()).rejects.toMatchObject({code: 'FILTER_INVALID'});
		await using engine = createEngine({source: {kind: 'demo'}, interval: 0});
		await engine.start();
		expect(await engine.checkFilter('udp')).toBeNull();
		expect(await engine.checkFilter('udp prot 5')).toMatchObject({position: 4});
		await expect(engine.setFilter('udp prot 5')).rejects.toMatchObject({code: 'FILTER_INVALID'});
		expect((await engine.snapshot()).source.filter).toBeNull();
	});

	it('changes its filter while it runs, counts nothing else after it, and tells of it', async () => {
		await using engine = createEngine({source: {kind: 'demo', seed: 7}, interval: 0});
		const changes: (string | null)[] = [];
		engine.on('filter', ({filter}) => changes.push(filter));
		await engine.start();
		await engine.setFilter('tcp');
		const before = await engine.snapshot();
		const counted = ({protocols}: Engine.Snapshot, name: string) =>
			protocols.transport.find(protocol => protocol.name === name)?.packets ?? 0;
		let after = before;
		while (counted(after, 'tcp') === counted(before, 'tcp')) {
			after = await engine.snapshot();
		}
		expect(counted(after, 'udp')).toBe(counted(before, 'udp'));
		expect(after.source.filter).toBe('tcp');
		await engine.setFilter(null);
		expect(changes).toEqual(['tcp', null]);
	});

	it('has the last of many filters in force, whichever take longer, and says of none after its end that it were', async () => {
		await using engine = createEngine({source: {kind: 'demo', seed: 7}, interval: 0});
		const warnings: string[] = [];
		const warn = ({message}: Error) => warnings.push(message);
		process.on('warning', warn);
		await engine.start();
		const wanted = Array.from({length: 24}, (_, at) => (at % 3 === 2 ? null : `port ${at}`));
		await Promise.all(wanted.map(text => engine.setFilter(text)));
		expect((await engine.snapshot()).source.filter).toBeNull();
		const late = ['tcp', null].map(text => expect(engine.setFilter(text)).rejects.toThrow('the capture has ended'));
		await engine.stop();
		await Promise.all(late);
		process.off('warning', warn);
		expect(warnings).toEqual([]);
	});

	it('ends for who waits, also when a listener throws', () => {
		const script = `
			import {createEngine} from ${JSON.stringify(new URL('../../dist/engine.js', import.meta.url).href)};
			process.on('uncaughtException', error => console.log('thrown:', error.message));
			const engine = createEngine({source: {kind: 'demo'}, interval: 0});
			engine.on('end', () => { throw new Error('of a listener'); });
			await engine.start();
			await engine.stop();
			await engine[Symbol.asyncDispose]();
			console.log('over');
		`;
		const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
			encoding: 'utf8',
			timeout: 20_000,
		});
		expect(output.trim().split('\n').sort()).toEqual(['over', 'thrown: of a listener']);
	});

	it('is stopped by leaving its scope, also by an exception', async () => {
		let inner: Engine.CaptureEngine | undefined;
		const use = async () => {
			await using engine = createEngine({source: {kind: 'demo'}, interval: 50});
			inner = engine;
			await engine.start();
			expect((await engine.snapshot()).totals.packets).toBeGreaterThanOrEqual(0);
			throw new Error('something else went wrong');
		};
		await expect(use()).rejects.toThrow('something else went wrong');
		expect(inner!.state).toBe('ended');
	});

	it('ends by itself after its duration', async () => {
		const engine = createEngine({source: {kind: 'demo'}, duration: 0.2, interval: 0});
		await engine.start();
		expect((await engine.ended).error).toBeNull();
	});

	it('goes on for as long as it was told, also beyond what a timer of Node can wait', async () => {
		await using engine = createEngine({source: {kind: 'demo'}, duration: 30 * 86_400, interval: 0});
		await engine.start();
		for (let asked = 0; asked < 3; asked++) {
			await engine.snapshot();
		}
		expect(engine.state).toBe('running');
	});

	it('lets nobody wait for a file for ever that is begun or closed as the capture ends', async () => {
		await using engine = createEngine({source: {kind: 'demo', seed: 7}, count: 50, interval: 0});
		await engine.start();
		const target = path.join(folder, 'late.pcap');
		const write = async () => {
			for (;;) {
				await engine.startWriting(target, {force: true});
				expect((await engine.stopWriting()).length).toBeGreaterThan(0);
			}
		};
		await expect(write()).rejects.toThrow(/has ended|engine that is ended/);
		expect((await engine.ended).totals.packets).toBe(50);
	});

	it('cannot be started twice', async () => {
		await using engine = createEngine({source: {kind: 'demo'}});
		await engine.start();
		await expect(engine.start()).rejects.toThrow('start() on an engine that is running');
	});
});
