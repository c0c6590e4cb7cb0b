/** The one file: built once, and run where there is nothing but it, libpcap and the C library. */
import {type SpawnSyncReturns, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest';
import {pcapRecord} from '../helpers/containers.js';
import {untilOpen} from '../helpers/live.js';
import {mmdb} from '../helpers/mmdb.js';
import {INTERFACE, liveTestObstacle, NetworkPair} from '../helpers/netns.js';
import {privilegesOfThreads} from '../helpers/processes.js';
import {PROGRAM, Program} from '../helpers/program.js';
import {smallCapture} from '../helpers/small-capture.js';
import {until} from '../helpers/until.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const runtime = JSON.parse(fs.readFileSync(path.join(root, 'scripts/package/runtime.json'), 'utf8'));
const manifest = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
const canMount = process.getuid?.() === 0 && spawnSync('unshare', ['--mount', 'true']).status === 0;

/** Names that a program in pieces would look for; whoever loads one of them leaves a mark. */
const DECOYS = [
	...['cli', 'main', 'load', 'engine', 'capture-worker', 'analysis-worker', 'filter-worker', 'index', 'main.js'],
	...['node:fs', 'node:sea', 'koffi', 'netanal-tui', '.noderc', 'node.config'],
].flatMap(name => [`${name}.js`, `${name}.cjs`, `${name}.mjs`, `${name}.json`]);
const DECOY_PACKAGES = [
	'koffi',
	'@koromix/koffi-linux-x64',
	'@koromix/koffi-linux-arm64',
	'@resvg/resvg-js',
	'yoga-layout',
];

let folder: string;
let program: string;

beforeAll(() => {
	folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-one-file-'));
	const built = spawnSync(process.execPath, [path.join(root, 'scripts/package.js'), '--into', folder], {
		encoding: 'utf8',
	});
	if (built.status !== 0) {
		throw new Error(built.stderr);
	}
	program = path.join(folder, `linux-${process.arch}/netanal-tui`);
	fs.chmodSync(folder, 0o755);
	fs.writeFileSync(path.join(folder, 'small.pcap'), smallCapture());
}, 240_000);

afterAll(() => fs.rmSync(folder, {recursive: true, force: true}));

/** Without Node, and without anything that this process was told. */
const run = (args: readonly string[], {env = {}, cwd = folder} = {}): SpawnSyncReturns<string> =>
	spawnSync(program, args, {cwd, encoding: 'utf8', env: {PATH: '/nonexistent', HOME: folder, ...env}});

const fromBuild = (args: readonly string[]) =>
	spawnSync(process.execPath, [PROGRAM, ...args], {cwd: folder, encoding: 'utf8'}).stdout;

it('says what the program from npm says', () => {
	expect(run(['--version'])).toMatchObject({status: 0, stdout: `${manifest.version}\n`, stderr: ''});
	for (const args of [['--help'], ['man'], ['schema'], ['completions', 'bash'], ['interfaces', '--format', 'json']]) {
		expect(run(args)).toMatchObject({status: 0, stdout: fromBuild(args), stderr: ''});
	}
});

it('carries its licence, those of the packages inside, and those of Node', () => {
	const {stdout} = run(['licences']);
	expect(stdout).toContain(fs.readFileSync(path.join(root, 'LICENSE'), 'utf8').trim());
	for (const name of [
		'koffi',
		'@resvg/resvg-js',
		'ink',
		'echarts',
		'dejavu-fonts-ttf',
		'mmdb-lib',
		'oui-data',
		'hyparquet-writer',
	]) {
		expect(stdout).toMatch(new RegExp(`^${name} \\d`, 'm'));
	}
	expect(stdout).toContain(`node ${runtime.version} (MIT`);
	expect(stdout).toContain('Node.js is licensed for use as follows');
});

it('reads captures, compiles filters and draws as the program from npm does', () => {
	const [json, filter] = [
		['analyze', 'small.pcap', '--format', 'json'],
		['filter', 'udp port 53', '-r', 'small.pcap'],
	];
	expect(run(json)).toMatchObject({status: 0, stdout: fromBuild(json), stderr: ''});
	expect(run(filter)).toMatchObject({status: 0, stdout: fromBuild(filter), stderr: ''});
	expect(run(['chart', 'small.pcap', '-o', 'own.png', '-o', 'own.svg'])).toMatchObject({status: 0, stderr: ''});
	fromBuild(['chart', 'small.pcap', '-o', 'npm.png', '-o', 'npm.svg']);
	for (const ending of ['png', 'svg']) {
		const [own, npm] = ['own', 'npm'].map(name => fs.readFileSync(path.join(folder, `${name}.${ending}`)));
		expect(own.equals(npm)).toBe(true);
	}
	for (const what of [['--packets'], ['--table', 'endpoints']]) {
		const [own, npm] = ['own', 'npm'].map(name => `${name}-${what.length}.parquet`);
		expect(run(['export', 'small.pcap', '-q', ...what, '-o', own])).toMatchObject({status: 0, stderr: ''});
		fromBuild(['export', 'small.pcap', ...what, '-o', npm]);
		expect(fs.readFileSync(path.join(folder, own)).equals(fs.readFileSync(path.join(folder, npm)))).toBe(true);
	}
});

it('has the vendors inside, and reads databases of places, as the program from npm does', () => {
	// 192.0.2.1 is at an address of Cisco's, as it says by ARP.
	const arp = 'ffffffffffff00000c0102030806000108000604000100000c010203c0000201000000000000c0000202';
	const captured = [smallCapture(), pcapRecord('little', 1_700_000_002, 0, Buffer.from(arp, 'hex'))];
	fs.writeFileSync(path.join(folder, 'arp.pcap'), Buffer.concat(captured));
	fs.writeFileSync(path.join(folder, 'places.mmdb'), mmdb(6, {'0.0.0.0/0': {country: {iso_code: 'DE'}}}));
	const args = ['analyze', 'arp.pcap', '-N', 'mnt', '--geoip', 'places.mmdb', '--format', 'json'];
	const {status, stdout, stderr} = run(args);
	expect({status, stdout, stderr}).toEqual({status: 0, stdout: fromBuild(args), stderr: ''});
	const {endpoints, groups} = JSON.parse(stdout);
	expect(endpoints.top[0]).toMatchObject({
		mac: '00:00:0c:01:02:03',
		vendor: expect.stringMatching(/cisco/i),
		country: 'DE',
	});
	expect(groups.countries).toHaveLength(1);
});

it('has the packages that few starts need: what writes parquet, and what speaks with a broker', () => {
	const parquet = (name: string) => ['export', 'small.pcap', '--packets', '-o', name];
	expect(run(parquet('own.parquet')).status).toBe(0);
	fromBuild(parquet('npm.parquet'));
	const [own, npm] = ['own', 'npm'].map(name => fs.readFileSync(path.join(folder, `${name}.parquet`)));
	expect(own.equals(npm)).toBe(true);
	// Nobody listens there (tcpmux), which its client has to be there for to say.
	const {status, stderr} = run(['fleet', 'nats://127.0.0.1:1', '--format', 'json']);
	expect(status).toBe(1);
	expect(stderr).toContain('127.0.0.1:1');
	expect(stderr.trim().split('\n')).toHaveLength(1);
});

it('is told nothing by NODE_OPTIONS, which are for other programs', () => {
	fs.writeFileSync(path.join(folder, 'preload.cjs'), `require('fs').writeFileSync(__dirname + '/preloaded', '')`);
	const env = {NODE_OPTIONS: `--require=${path.join(folder, 'preload.cjs')} --max-http-header-size=wrong`};
	expect(run(['--version'], {env})).toMatchObject({status: 0, stdout: `${manifest.version}\n`, stderr: ''});
	expect(fs.existsSync(path.join(folder, 'preloaded'))).toBe(false);
});

it('loads nothing from where it is started or lies, whatever the names there', () => {
	const place = path.join(folder, 'decoys');
	const marked = path.join(folder, 'marked');
	const mark = `require('fs').writeFileSync(${JSON.stringify(marked)}, __filename)`;
	const moduleMark = `import fs from 'node:fs'; fs.writeFileSync(${JSON.stringify(marked)}, import.meta.url)`;
	fs.mkdirSync(place);
	for (const name of DECOYS) {
		fs.writeFileSync(path.join(place, name), name.endsWith('.mjs') ? moduleMark : name.endsWith('.json') ? '{' : mark);
	}
	for (const name of DECOY_PACKAGES) {
		const made = path.join(place, 'node_modules', name);
		fs.mkdirSync(made, {recursive: true});
		fs.writeFileSync(path.join(made, 'package.json'), JSON.stringify({name, main: 'index.js'}));
		fs.writeFileSync(path.join(made, 'index.js'), mark);
	}
	fs.copyFileSync(program, path.join(place, 'netanal-tui'));
	fs.copyFileSync(path.join(folder, 'small.pcap'), path.join(place, 'small.pcap'));
	const tried = [
		['interfaces'],
		['analyze', 'small.pcap', '--filter', 'udp'],
		['filter', 'udp', '-r', 'small.pcap'],
		['chart', 'small.pcap', '-o', 'x.png'],
	];
	for (const args of tried) {
		const env = {NODE_PATH: path.join(place, 'node_modules'), HOME: place};
		const {status, stderr} = spawnSync(path.join(place, 'netanal-tui'), args, {cwd: place, encoding: 'utf8', env});
		expect({status, stderr}).toEqual({status: 0, stderr: ''});
	}
	expect(fs.existsSync(marked)).toBe(false);
});

it('runs from a home that cannot be written, and leaves nothing behind', () => {
	const leftovers = () => fs.readdirSync(os.tmpdir()).filter(name => /^netanal-\w{6}$/.test(name));
	const before = leftovers();
	expect(run(['interfaces'], {env: {HOME: '/proc'}})).toMatchObject({status: 0, stderr: ''});
	expect(leftovers()).toEqual(before);
});

it.skipIf(!canMount)('says why where no program may be loaded from anywhere', () => {
	const mounts = ['/tmp', '/var/tmp', '/dev/shm'].map(place => `mount -t tmpfs -o noexec,mode=1777 none ${place}`);
	// Its own folder would be hidden by the first.
	const shell = `exec 3<"$0" && ${mounts.join(' && ')} && exec /proc/self/fd/3 interfaces`;
	const {status, stdout, stderr} = spawnSync('unshare', ['--mount', 'sh', '-c', shell, program], {
		encoding: 'utf8',
		env: {PATH: process.env.PATH},
	});
	expect({status, stdout}).toEqual({status: 1, stdout: ''});
	const refused = ['/tmp', '/dev/shm', '/var/tmp'].map(place => `${place}: failed to map segment from shared object`);
	expect(stderr).toBe(
		`netanal-tui: no folder to load koffi.node from (${refused.join('; ')}); ` +
			'set TMPDIR to a folder of your own from which programs may run\n',
	);
});

const NOBODY = 65_534;

describe.skipIf(liveTestObstacle() !== null)('live', () => {
	let network: NetworkPair;
	afterEach(() => network.close());

	it('captures to the packet, in its threads, as nobody', async () => {
		network = new NetworkPair();
		// All of what is loaded only where it is asked for, and must be there before root is gone.
		const written = fs.mkdtempSync(path.join(folder, 'written-'));
		fs.chmodSync(written, 0o777);
		const asked = ['-N', 'mnt', '--ipfix', '127.0.0.1:4739', '-o', path.join(written, 'flows.parquet')];
		const parameters = ['capture', INTERFACE, '-c', '2', '--format', 'json', ...asked];
		const child = network.spawn(network.receiver, program, parameters);
		const output = {stdout: '', stderr: ''};
		for (const name of ['stdout', 'stderr'] as const) {
			child[name]?.on('data', chunk => {
				output[name] += chunk;
			});
		}
		const closed = once(child, 'close');
		const pid = child.pid as number;
		await untilOpen(pid);
		await until(() => privilegesOfThreads(pid).every(({uids}) => uids[0] === NOBODY));
		await network.replay(path.join(folder, 'small.pcap'), 0);
		expect((await closed)[0], output.stderr).toBe(0);
		expect(JSON.parse(output.stdout)).toMatchObject({totals: {packets: 2}, drops: {kernel: 0, queue: 0}});
		expect(JSON.parse(output.stdout).endpoints.top[0]).toHaveProperty('vendor');
		const parquet = fs.readFileSync(path.join(written, 'flows.parquet'));
		expect([parquet.subarray(0, 4), parquet.subarray(-4)].map(String)).toEqual(['PAR1', 'PAR1']);
	}, 60_000);

	it('shows the dashboard, changes its filter and draws a picture after root is gone', async () => {
		network = new NetworkPair();
		const exports = path.join(folder, 'exports');
		fs.mkdirSync(exports);
		fs.chmodSync(exports, 0o777);
		const dashboard = new Program([INTERFACE], {
			program,
			alone: true,
			cwd: exports,
			before: ['ip', 'netns', 'exec', network.receiver],
		});
		try {
			await dashboard.shows('capturing');
			await network.replay(path.join(folder, 'small.pcap'), 0);
			await dashboard.shows('2 packets');
			dashboard.press('f');
			await dashboard.shows('Enter');
			dashboard.press('udp\r');
			await dashboard.shows('filter udp');
			dashboard.press('e');
			await dashboard.shows('PNG');
			dashboard.press('\u001b[B\u001b[B\u001b[B\r');
			await dashboard.shows(/\.png/);
			const files = () => fs.readdirSync(exports).filter(name => name.endsWith('.png'));
			await until(() => files().length > 0);
			expect(fs.readFileSync(path.join(exports, files()[0])).subarray(1, 4).toString()).toBe('PNG');
		} finally {
			dashboard.kill();
		}
	}, 120_000);
});
