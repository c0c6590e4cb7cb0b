import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {once} from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {INTERFACE, liveTestObstacle, NetworkPair} from '../helpers/netns.js';
import {Program} from '../helpers/program.js';
import {SMALL_CAPTURE_PACKET_BYTES, smallCapture} from '../helpers/small-capture.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const manifest = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));

/** Every example program; a new one has to be run below. */
const EXAMPLES = ['export.js', 'file.js', 'fleet.js', 'live.js'];
const published = [
	'dist/netanal-tui.1',
	'dist/snapshot.schema.json',
	'dist/DejaVuSans.ttf',
	'dist/DejaVuSans-Bold.ttf',
];
const obstacle = liveTestObstacle();

let folder: string;
interface Packed {
	file: string;
	names: string[];
	modes: Map<string, number>;
}

let first: Packed;
let second: Packed;

function run(command: string, args: string[], cwd: string): {status: number | null; stdout: string; stderr: string} {
	const {status, stdout, stderr} = spawnSync(command, args, {
		cwd,
		encoding: 'utf8',
		env: {...process.env, NO_COLOR: '1'},
	});
	return {status, stdout, stderr};
}

function pack(name: string): Packed {
	const destination = path.join(folder, name);
	fs.mkdirSync(destination);
	// npm test has built just before; building again here would replace dist/ under the other tests.
	const {status, stdout, stderr} = run(
		'npm',
		['pack', '--json', '--ignore-scripts', '--pack-destination', destination],
		root,
	);
	if (status !== 0) {
		throw new Error(stderr);
	}
	const [{filename, files}] = JSON.parse(stdout);
	const list = files as {path: string; mode: number}[];
	return {
		file: path.join(destination, filename),
		names: list.map(file => file.path),
		modes: new Map(list.map(file => [file.path, file.mode])),
	};
}

const digest = (file: string) => createHash('sha256').update(fs.readFileSync(file)).digest('hex');
const installed = (...args: string[]) =>
	run(path.join(folder, 'app/node_modules/.bin/netanal-tui'), args, path.join(folder, 'app'));

beforeAll(() => {
	folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-package-'));
	first = pack('first');
	second = pack('second');
	const app = path.join(folder, 'app');
	fs.mkdirSync(app);
	fs.writeFileSync(path.join(app, 'package.json'), '{"name": "app", "private": true, "type": "module"}');
	fs.writeFileSync(path.join(app, 'small.pcap'), smallCapture());
	for (const name of EXAMPLES) {
		fs.copyFileSync(path.join(root, 'examples', name), path.join(app, name));
	}
	const install = ['install', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', first.file];
	const {status, stderr} = run('npm', install, app);
	if (status !== 0) {
		throw new Error(stderr);
	}
}, 180_000);

afterAll(() => fs.rmSync(folder, {recursive: true, force: true}));

describe('the tarball', () => {
	it('is the same bytes when packed twice', () => {
		expect(digest(second.file)).toBe(digest(first.file));
	});

	it('holds only what is needed', () => {
		const allowed = [
			/^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/,
			/^dist\/helper\.cjs$/,
			/^dist\/(cli|engine|(capture|analysis|filter)-worker|chunk-[A-Z0-9]+)\.js$/,
			/^dist\/types\/.+\.d\.ts$/,
			/^dist\/THIRD-PARTY-LICENSES\.txt$/,
			/^dist\/DejaVuSans(-Bold)?\.ttf$/,
			/^dist\/(netanal-tui\.1|snapshot\.schema\.json|vendors\.br)$/,
		];
		expect(first.names.filter(name => !allowed.some(pattern => pattern.test(name)))).toEqual([]);
		expect(first.names).toEqual(
			expect.arrayContaining(['LICENSE', 'README.md', 'CHANGELOG.md', 'dist/cli.js', 'dist/engine.js', ...published]),
		);
	});

	it('has modes that are the same whoever built it', () => {
		const built = [...first.modes].filter(([name]) => name.startsWith('dist/'));
		const odd = built.filter(([name, mode]) => (mode & ~0o22) !== (name === 'dist/cli.js' ? 0o755 : 0o644));
		expect(odd).toEqual([]);
	});

	it('passes on the notices of what is bundled, and the licences that a licence refers to', () => {
		const texts = fs.readFileSync(path.join(root, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8');
		expect(texts).toContain(fs.readFileSync(path.join(root, 'node_modules/echarts/NOTICE'), 'utf8').trim());
		const d3 = fs.readFileSync(path.join(root, 'node_modules/echarts/licenses/LICENSE-d3'), 'utf8');
		expect(texts).toContain(d3.replaceAll('\r\n', '\n').trim());
	});

	it('names no path of the machine that built it', () => {
		const packed = path.join(folder, 'app/node_modules/netanal-tui');
		const naming = first.names.filter(name => fs.readFileSync(path.join(packed, name), 'utf8').includes(root));
		expect(naming).toEqual([]);
	});

	it('makes its users install the two packages with native code and their binaries, nothing else', () => {
		const packages = fs.readdirSync(path.join(folder, 'app/node_modules')).filter(name => !name.startsWith('.'));
		expect(packages.sort()).toEqual(['@koromix', '@resvg', 'koffi', 'netanal-tui']);
	});
});

it('is built from packages that are all checked against a hash, from whichever registry they come', () => {
	const {packages} = JSON.parse(fs.readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
	const {'': _project, ...others} = packages as Record<string, {integrity?: string; resolved?: string}>;
	const names = Object.keys(others);
	expect(names.length).toBeGreaterThan(100);
	expect(names.filter(name => !/^sha512-/.test(others[name].integrity ?? ''))).toEqual([]);
	expect(names.filter(name => others[name].resolved !== undefined)).toEqual([]);
});

describe('installed from the tarball', () => {
	it('brings the manual, and the schema under a name of its own', () => {
		const app = path.join(folder, 'app');
		const packed = path.join(app, 'node_modules/netanal-tui');
		expect(fs.existsSync(path.join(packed, manifest.man))).toBe(true);
		const program = `import schema from 'netanal-tui/snapshot.schema.json' with {type: 'json'}; console.log(schema.title);`;
		fs.writeFileSync(path.join(app, 'schema.mjs'), program);
		const {stdout} = run(process.execPath, ['--no-warnings', 'schema.mjs'], app);
		expect(stdout).toBe('netanal-tui snapshot, netanal/snapshot@1\n');
	});

	it('has types that the examples agree with', () => {
		const app = path.join(folder, 'app');
		const tsc = [path.join(root, 'node_modules/typescript/bin/tsc'), '--noEmit', '--allowJs', '--checkJs', '--strict'];
		const language = ['--module', 'NodeNext', '--target', 'ES2022', '--lib', 'ES2023,ESNext.Disposable'];
		const types = ['--typeRoots', path.join(root, 'node_modules/@types'), '--types', 'node'];
		expect(run(process.execPath, [...tsc, ...language, ...types, ...EXAMPLES], app)).toEqual({
			status: 0,
			stdout: '',
			stderr: '',
		});
	});

	it('prints its version', () => {
		expect(installed('--version')).toEqual({status: 0, stdout: `${manifest.version}\n`, stderr: ''});
	});

	it('prints its help', () => {
		const {status, stdout, stderr} = installed('--help');
		expect({status, stderr}).toEqual({status: 0, stderr: ''});
		expect(stdout).toContain('netanal-tui analyze');
	});

	it('analyses a capture', () => {
		const {status, stdout, stderr} = installed('analyze', 'small.pcap', '--format', 'json');
		expect({status, stderr}).toEqual({status: 0, stderr: ''});
		const snapshot = JSON.parse(stdout);
		expect(snapshot.totals.packets).toBe(2);
		expect(snapshot.totals.bytes).toBe(2 * SMALL_CAPTURE_PACKET_BYTES);
		expect(snapshot.generator).toBe(`netanal-tui ${manifest.version}`);
	});

	it('is a library with types, disposed of by `await using`', () => {
		const app = path.join(folder, 'app');
		const program = `
			import {createEngine, type Snapshot} from 'netanal-tui';
			await using engine = createEngine({source: {kind: 'file', path: 'small.pcap'}});
			await engine.start();
			const last: Snapshot = await engine.ended;
			const packets: number = last.totals.packets;
			console.log(packets);
		`;
		fs.writeFileSync(path.join(app, 'program.ts'), program);
		const compile = ['--strict', '--module', 'NodeNext', '--target', 'ES2022', '--lib', 'ES2023,ESNext.Disposable'];
		const types = ['--typeRoots', path.join(root, 'node_modules/@types'), '--types', 'node'];
		const tsc = run(
			process.execPath,
			[path.join(root, 'node_modules/typescript/bin/tsc'), ...compile, ...types, 'program.ts'],
			app,
		);
		expect(tsc).toEqual({status: 0, stdout: '', stderr: ''});
		expect(run(process.execPath, ['program.js'], app)).toEqual({status: 0, stdout: '2\n', stderr: ''});
	});
});

describe.each([20, 22, 24])('on Node %i', major => {
	const app = () => path.join(folder, 'app');
	let node: string;

	beforeAll(() => {
		if (process.versions.node.startsWith(`${major}.`)) {
			node = process.execPath;
			return;
		}

		const args = ['--yes', '--prefer-offline', '--package', `node@${major}`, 'node', '-p', 'process.execPath'];
		const {status, stdout, stderr} = run('npx', args, app());
		if (status !== 0) {
			throw new Error(stderr);
		}
		node = stdout.trim();
	}, 180_000);

	it('analyses a capture on the command line and in the library', () => {
		expect(run(node, ['-p', 'process.versions.node'], app()).stdout).toMatch(new RegExp(`^${major}\\.`));
		const cli = path.join(app(), 'node_modules/netanal-tui/dist/cli.js');
		const {status, stdout, stderr} = run(node, [cli, 'analyze', 'small.pcap', '--format', 'json'], app());
		expect({status, stderr}).toEqual({status: 0, stderr: ''});
		expect(JSON.parse(stdout).totals.packets).toBe(2);
		const program = `
			import {createEngine} from 'netanal-tui';
			const engine = createEngine({source: {kind: 'file', path: 'small.pcap'}});
			await engine.start();
			console.log((await engine.ended).totals.packets);
			await engine[Symbol.asyncDispose]();
		`;
		fs.writeFileSync(path.join(app(), 'library.mjs'), program);
		expect(run(node, ['library.mjs'], app())).toEqual({status: 0, stdout: '2\n', stderr: ''});
	});

	it('shows the demo by npx', async () => {
		const demo = new Program(['--demo'], {
			program: 'netanal-tui',
			alone: true,
			cwd: folder,
			before: ['npx', '--yes', '--prefer-offline', '--ignore-scripts', '--package', first.file],
			env: {PATH: `${path.dirname(node)}:${process.env.PATH}`, npm_config_update_notifier: 'false'},
		});
		try {
			await demo.shows(/demo .*packets/);
			demo.press('q');
			await demo.shows('after 0');
		} finally {
			demo.kill();
		}
	}, 120_000);

	it('draws pictures, with the font and the binary that came along', () => {
		const cli = path.join(app(), 'node_modules/netanal-tui/dist/cli.js');
		const args = [cli, 'chart', 'small.pcap', '-o', `${major}.png`, '-o', `${major}.svg`];
		expect(run(node, args, app())).toEqual({status: 0, stdout: '', stderr: ''});
		const [png, svg] = ['png', 'svg'].map(ending => fs.readFileSync(path.join(app(), `${major}.${ending}`)));
		expect(png.subarray(1, 4).toString()).toBe('PNG');
		expect(svg.toString()).toContain('192.0.2.1');
	});

	it('runs the examples for files and for export', () => {
		expect(fs.readdirSync(path.join(root, 'examples')).filter(name => name.endsWith('.js'))).toEqual(EXAMPLES);
		const file = run(node, ['file.js', 'small.pcap'], app());
		expect({status: file.status, stderr: file.stderr}).toEqual({status: 0, stderr: ''});
		expect(file.stdout).toBe(
			'2 packets, 92 bytes\n192.0.2.1: 46 bytes sent, 46 received\n192.0.2.2: 46 bytes sent, 46 received\nudp: 2 packets\n',
		);
		const name = `out-${major}`;
		const exported = run(node, ['export.js', 'small.pcap', '192.0.2.0/24', name], app());
		expect({status: exported.status, stderr: exported.stderr}).toEqual({status: 0, stderr: ''});
		expect(exported.stdout.trimEnd().split('\n').sort()).toEqual([
			`${name}.csv: 2 packets`,
			`${name}.pcapng: 2 packets`,
		]);
		const again = run(node, ['export.js', 'small.pcap', '192.0.2.0/24', name], app());
		expect([again.status, again.stdout]).toEqual([1, '']);
		expect(again.stderr).toMatch(/^FILE_EXISTS: /);
		const wrong = run(node, ['export.js', 'small.pcap', '192.0.2.1/24', 'x'], app());
		expect(wrong.stderr).toMatch(/^192\.0\.2\.1\/24 is no network: filter net: .*without host bits/);
	});

	it.skipIf(obstacle !== null)(
		`runs the example for live capture${obstacle ? ` (not here: ${obstacle})` : ''}`,
		async () => {
			const pair = new NetworkPair();
			try {
				const child = pair.spawn(pair.receiver, node, [path.join(app(), 'live.js'), INTERFACE, '2']);
				let output = '';
				for (const stream of [child.stdout, child.stderr]) {
					stream?.on('data', chunk => (output += chunk));
				}
				let ended = false;
				const closed = once(child, 'close').finally(() => {
					ended = true;
				});
				while (!ended) {
					await pair.replay(path.join(app(), 'small.pcap'), 0);
				}
				expect((await closed)[0], output).toBe(0);
				expect(output).toMatch(/^\d+ packets\/s, \d+ bit\/s; 0 dropped by the kernel; busiest so far: 192\.0\.2\.\d$/m);
				const [, packets] = /^(\d+) packets, \d+ bytes\n$/m.exec(output) ?? [];
				expect(Number(packets), output).toBeGreaterThan(0);
			} finally {
				pair.close();
			}
		},
	);
});
