/** `analyze --queue`, `worker` and `results` as people call them. `npm run build` comes first. */
import {type ChildProcess, spawn, spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {Snapshot} from '../../source/engine/snapshot.js';
import {brokerUrl} from '../../source/fleet/broker/url.js';
import {JobStore} from '../../source/fleet/jobs/job-store.js';
import {damage, writeCaptures} from '../fleet/jobs/made-captures.js';
import {natsServer, type TestBroker} from '../helpers/brokers.js';
import {PROGRAM} from '../helpers/program.js';
import {until} from '../helpers/until.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-job-commands-'));
const captures = path.join(folder, 'captures');
const FILES = 12;
let broker: TestBroker;
beforeAll(async () => {
	fs.chmodSync(folder, 0o755);
	fs.mkdirSync(captures);
	writeCaptures(captures, FILES);
	broker = await natsServer();
	await broker.start();
	// workers that are killed are noticed soon
	await (await JobStore.open({url: brokerUrl(broker.url), credentials: {}, tls: {}, client: 'test'}, 1000)).close();
});
afterAll(async () => {
	await broker.close();
	fs.rmSync(folder, {recursive: true});
});

function run(...words: string[]) {
	const {status, stdout, stderr} = spawnSync(process.execPath, [PROGRAM, ...words], {encoding: 'utf8'});
	return {status, stdout, stderr};
}

const workers: ChildProcess[] = [];
function startWorker(...words: string[]): ChildProcess {
	const child = spawn(process.execPath, [PROGRAM, 'worker', broker.url, ...words], {
		stdio: ['ignore', 'ignore', 'pipe'],
	});
	workers.push(child);
	return child;
}
afterAll(() => {
	for (const child of workers) {
		child.kill('SIGKILL');
	}
});

function ended(child: ChildProcess): Promise<number | null> {
	return new Promise(resolve => child.once('close', resolve));
}

it('has the figures of one machine, though a worker is killed', async () => {
	const handed = run('analyze', '--queue', broker.url, captures, '-f', 'tcp');
	expect(handed).toMatchObject({status: 0, stdout: expect.stringMatching(/^[0-9a-f]{16}\n$/)});
	const job = handed.stdout.trim();
	expect(handed.stderr).toContain(
		`${FILES} files; for the result: netanal-tui results ${job} --queue ${broker.url} --wait\n`,
	);
	const killed = startWorker();
	const isBusy = new Promise(resolve => killed.stderr!.once('data', resolve));
	await isBusy;
	killed.kill('SIGKILL');
	const [second, third] = [startWorker(), startWorker()];
	const result = spawn(process.execPath, [
		PROGRAM,
		'results',
		job,
		'--queue',
		broker.url,
		'--wait',
		'--format',
		'json',
	]);
	let json = '';
	result.stdout.on('data', chunk => {
		json += chunk;
	});
	expect(await ended(result)).toBe(0);
	for (const child of [second, third]) {
		const isOver = ended(child);
		child.kill('SIGINT');
		expect(await isOver).toBe(0);
	}
	const files = Array.from({length: FILES}, (_, i) => path.join(captures, `${i}.pcap`));
	const here = JSON.parse(run('analyze', ...files, '-f', 'tcp', '--format', 'json').stdout) as Snapshot;
	const there = JSON.parse(json) as Snapshot;
	for (const part of ['totals', 'protocols', 'packetSizes', 'tunnels', 'decodeStops', 'bandwidth', 'error'] as const) {
		expect(there[part], part).toEqual(here[part]);
	}
	expect(there.endpoints.top).toEqual(here.endpoints.top);
	expect(there.job).toMatchObject({id: job, files: FILES, done: FILES, failed: []});
	expect(run('analyze', '--queue', broker.url, captures, '-f', 'tcp').stderr).toContain(
		`${FILES} files, ${FILES} of them handed in before; `,
	);
}, 120_000);

it('names damaged files, what is outside of --below, and a part that is not done', async () => {
	const odd = path.join(folder, 'odd');
	fs.mkdirSync(odd);
	fs.copyFileSync(path.join(captures, '1.pcap'), path.join(odd, 'cut.pcap'));
	damage(path.join(odd, 'cut.pcap'));
	const job = run('analyze', '--queue', broker.url, odd, path.join(captures, '2.pcap'), '-q').stdout.trim();
	const early = run('results', job, '--queue', broker.url);
	expect(early.status).toBe(1);
	expect(early.stderr).toBe('netanal-tui: this is of a part: 0 of 2 files, 0 packets\n');
	const worker = startWorker('--below', odd, '--until-empty');
	expect(await ended(worker)).toBe(0);
	const late = run('results', job, '--queue', broker.url, '-o', path.join(folder, 'report.json'));
	expect(late.status).toBe(1);
	expect(late.stderr).toMatch(
		/^netanal-tui: 0 packets, then cannot read \S+\/2\.pcap: it lies outside of what this worker was given \(--below\)\nnetanal-tui: 100 packets, then \S+\/cut\.pcap: .*cut.*\n$/,
	);
	const {totals} = JSON.parse(fs.readFileSync(path.join(folder, 'report.json'), 'utf8')) as Snapshot;
	expect(totals.packets).toBe(100);
}, 60_000);

it.runIf(process.getuid?.() === 0)(
	'reads nothing as root',
	async () => {
		const worker = startWorker();
		const uid = () => /^Uid:\t(\d+)/m.exec(fs.readFileSync(`/proc/${worker.pid}/status`, 'utf8'))?.[1];
		await until(() => uid() !== '0');
		const job = run('analyze', '--queue', broker.url, captures, '-f', 'udp', '-q').stdout.trim();
		expect(run('results', job, '--queue', broker.url, '--wait', '--format', 'json').status).toBe(0);
		const isOver = ended(worker);
		worker.kill('SIGTERM');
		expect(await isOver).toBe(0);
	},
	60_000,
);

describe('mistakes are one line', () => {
	const queue = ['--queue', 'nats://127.0.0.1:1'];
	it.each([
		[
			['analyze', ...queue, '-', 'a.pcap'],
			/^netanal-tui: - is read here and now: workers of a --queue take files and folders .*\n$/,
		],
		[['analyze', ...queue, '--from', '+5', 'a.pcap'], /^netanal-tui: --from \+SECONDS is not for --queue: .*\n$/],
		[
			['analyze', ...queue, '--format', 'json', 'a.pcap'],
			/^netanal-tui: --format is not for --queue: give it to netanal-tui results .*\n$/,
		],
		[['analyze', '--ca', 'x', 'a.pcap'], /^netanal-tui: --ca is for --queue URL, which is missing .*\n$/],
		[['results', '0123456789abcdef'], /^netanal-tui: --queue URL is missing: where is the job\?.*\n$/],
		[
			['results', 'latest', ...queue],
			/^netanal-tui: a job is the 16 hexadecimal digits that analyze --queue printed, not 'latest' .*\n$/,
		],
		[
			['results', '0123456789abcdef', ...queue, '-o', 'x.pcap'],
			/^netanal-tui: -o x\.pcap: a job has figures and no packets.*\n$/,
		],
		[
			['worker', 'nats://127.0.0.1:1', '--below', '/nowhere'],
			/^netanal-tui: --below takes a folder, and \/nowhere is none .*\n$/,
		],
	])('%j', (words, line) => {
		const {status, stdout, stderr} = run(...words);
		expect({status, stdout}).toEqual({status: 2, stdout: ''});
		expect(stderr).toMatch(line);
	});

	it.each([
		[
			['analyze', ...queue, '/nowhere.pcap'],
			/^netanal-tui: cannot read \/nowhere\.pcap: no such file; check the path\n$/,
		],
		[['worker', 'nats://127.0.0.1:1'], /^netanal-tui: 127\.0\.0\.1:1 cannot be reached: .*\n$/],
		[
			['worker', 'amqp://127.0.0.1:1'],
			/^netanal-tui: jobs are kept by NATS alone: nats:\/\/HOST, not amqp:\/\/127\.0\.0\.1:1\n$/,
		],
	])('%j', (words, line) => {
		const {status, stderr} = run(...words);
		expect(status).toBe(1);
		expect(stderr).toMatch(line);
	});
});
