/** A worker that dies while packets flow: the last figures stay, files are whole, and it is said which one died. */
import fs from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, it} from 'vitest';
import type {Snapshot} from '../../source/engine/snapshot.js';
import {read} from '../helpers/containers.js';
import {Driver} from '../helpers/driver.js';
import {describeLive, untilOpen, useLive} from '../helpers/live.js';
import {INTERFACE} from '../helpers/netns.js';
import {PROGRAM, Program} from '../helpers/program.js';
import type {EngineCommand, EngineLine} from './engine-driver.js';

const preload = fileURLToPath(new URL('./provoke-worker.mjs', import.meta.url));
const provoking = (worker: string, how: string) => ({
	NODE_OPTIONS: `--import=${preload}`,
	NETANAL_PROVOKE: `${worker}:${how}`,
});

describeLive('a worker that dies', 60_000, () => {
	const live = useLive({driver: 'engine-driver', packets: {known: 5000}});

	async function start(worker: string, how: string) {
		const source = {kind: 'interface', name: INTERFACE};
		const options = {source, interval: 100};
		const environment = provoking(worker, how);
		const engine = new Driver<EngineLine, EngineCommand>(live.network, live.driver, options, {environment});
		await engine.first('started');
		await live.network.replay(live.file.known, 0);
		await engine.first('snapshot', ({snapshot}) => snapshot.totals.packets >= live.known.known.packets);
		return engine;
	}

	it.each([
		['capture-worker', 'throw', 'the capture worker died: provoked'],
		['capture-worker', 'memory', /^the capture worker died: .*memory/],
		['capture-worker', 'growth', /^the capture worker died: no memory left: its objects take \d+ MiB of 96$/],
		['capture-worker', 'kill', 'the capture worker died: status 1'],
		['capture-worker', 'exit', 'the capture worker died: status 0'],
		['analysis-worker', 'throw', 'the analysis worker died: provoked'],
		['analysis-worker', 'memory', /^the analysis worker died: .*memory/],
		['analysis-worker', 'growth', /^the analysis worker died: no memory left: its objects take \d+ MiB of 96$/],
		['analysis-worker', 'kill', 'the analysis worker died: status 1'],
		['analysis-worker', 'exit', 'the analysis worker died: status 0'],
	])('%s, by %s: the engine ends with the last figures', async (worker, how, message) => {
		const engine = await start(worker, how);
		process.kill(engine.pid, 'SIGUSR2');
		const {snapshot} = await engine.first('end');
		expect(snapshot.error).toEqual({
			code: 'WORKER_DIED',
			message: typeof message === 'string' ? message : expect.stringMatching(message),
			offset: null,
		});
		expect(snapshot.totals).toMatchObject({packets: live.known.known.packets, bytes: live.known.known.bytes});
	});

	it.each(['throw', 'memory', 'kill', 'exit'])(
		'filter-worker, by %s: the capture goes on, and no answer is owed',
		async how => {
			const engine = await start('filter-worker', how);
			engine.send({type: 'filter', id: 1, text: 'udp'});
			expect(await engine.first('answer', line => line.id === 1)).toMatchObject({code: null});
			process.kill(engine.pid, 'SIGUSR2');
			// Each further one is provoked as well, so that it may die before or after it has answered.
			engine.send({type: 'filter', id: 2, text: 'tcp'});
			expect([null, 'WORKER_DIED']).toContain((await engine.first('answer', line => line.id === 2)).code);
			engine.send({type: 'stop'});
			expect((await engine.first('end')).snapshot).toMatchObject({
				error: null,
				totals: {packets: live.known.known.packets},
			});
		},
	);

	it('`capture` closes its files, says what died, and ends with status 1', async () => {
		const files = ['dead.pcapng', 'dead.json'].map(name => path.join(live.folder, name));
		const variables = Object.entries(provoking('capture-worker', 'throw')).map(([name, value]) => `${name}=${value}`);
		const child = live.network.spawn(live.network.receiver, 'env', [
			...variables,
			...[process.execPath, PROGRAM, 'capture', INTERFACE, '--keep-privileges'],
			...['-w', files[0], '-o', files[1], '--format', 'ndjson', '--interval', '0.1'],
		]);
		let stderr = '';
		child.stderr!.on('data', chunk => {
			stderr += chunk;
		});
		const closed = new Promise(resolve => child.once('close', resolve));
		let last: Snapshot | null = null;
		const told = new Promise<void>(resolve => {
			let rest = '';
			child.stdout!.on('data', chunk => {
				const lines = `${rest}${chunk}`.split('\n');
				rest = lines.pop()!;
				last = JSON.parse(lines.at(-1) ?? 'null') ?? last;
				if (last!.totals.packets >= live.known.known.packets) {
					resolve();
				}
			});
		});
		// an interval without packets has no record: the first one tells of some already
		await untilOpen(child.pid!);
		await live.network.replay(live.file.known, 0);
		await told;
		process.kill(child.pid!, 'SIGUSR2');
		expect(await closed).toBe(1);
		expect(stderr).toContain('netanal-tui: the capture worker died: provoked\n');
		expect(read(fs.readFileSync(files[0])).packets).toHaveLength(live.known.known.packets);
		expect(JSON.parse(fs.readFileSync(files[1], 'utf8'))).toMatchObject({
			totals: {packets: live.known.known.packets},
			error: {code: 'WORKER_DIED'},
		});
	});

	async function dashboard(worker: string, how: string, check: (program: Program, folder: string) => Promise<void>) {
		const folder = fs.mkdtempSync(path.join(live.folder, 'exports-'));
		const program = new Program([INTERFACE, '--keep-privileges'], {
			columns: 120,
			rows: 40,
			cwd: folder,
			env: provoking(worker, how),
			before: ['ip', 'netns', 'exec', live.network.receiver],
		});
		try {
			await program.shows('capturing');
			await live.network.replay(live.file.known, 0);
			await program.shows('5,000 packets');
			await check(program, folder);
		} finally {
			program.kill();
		}
	}

	it.each([
		['capture-worker', 'throw', 'the capture worker died: provoked'],
		['capture-worker', 'memory', /the capture worker died: .*memory/],
		['capture-worker', 'kill', 'the capture worker died: status 1'],
		['analysis-worker', 'throw', 'the analysis worker died: provoked'],
		['analysis-worker', 'memory', /the analysis worker died: .*memory/],
		['analysis-worker', 'kill', 'the analysis worker died: status 1'],
	])('%s, by %s: the dashboard keeps its figures, exports them, and ends with status 1', (worker, how, words) =>
		dashboard(worker, how, async (program, folder) => {
			process.kill(program.pid, 'SIGUSR2');
			await program.shows(words);
			expect(program.screen).toContain('5,000 packets');
			program.press('e');
			await program.shows('Export what is shown');
			program.press('\r');
			await program.shows('written ');
			const written = fs.readdirSync(folder);
			expect(written).toHaveLength(1);
			const exported = JSON.parse(fs.readFileSync(path.join(folder, written[0]), 'utf8'));
			expect(exported).toMatchObject({totals: {packets: live.known.known.packets}, error: {code: 'WORKER_DIED'}});
			program.press('q');
			await program.exit();
			expect(program.screen).toContain('after 1');
		}),
	);

	it('analysis-worker, by hanging: the dashboard says so, exports its last figures, and is left as always', () =>
		dashboard('analysis-worker', 'hang', async program => {
			process.kill(program.pid, 'SIGUSR2');
			await program.shows(/✖ no figures for \d+ s/);
			expect(program.screen).toContain('5,000 packets');
			program.press('\u0013');
			await program.shows('written ');
			program.press('q');
			await program.exit();
			expect(program.screen).toContain('after 0');
		}));

	it('the dashboard edits filters on when the worker that compiles them was killed', () =>
		dashboard('filter-worker', 'kill', async program => {
			program.press('f');
			program.press('tcp prt');
			await program.shows('syntax error');
			process.kill(program.pid, 'SIGUSR2');
			program.press('\u0015udp\r');
			await program.shows(/^ filter udp/m);
			await program.shows('● capturing');
			await program.until('the editor closed', screen => !screen.includes('Capture filter (BPF)'));
			program.press('q');
			await program.exit();
			expect(program.screen).toContain('after 0');
		}));
});
