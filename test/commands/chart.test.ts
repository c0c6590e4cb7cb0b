/** `netanal-tui chart` as a user calls it; what the pictures look like is tested in test/output/chart. */
import {spawn, spawnSync} from 'node:child_process';
import {
	closeSync,
	existsSync,
	mkdtempSync,
	openSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
	writeSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {Resvg} from '@resvg/resvg-js';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {interrupted} from '../helpers/interrupted.js';
import {smallCapture} from '../helpers/small-capture.js';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'netanal-chart-'));
const inFolder = (name: string) => path.join(folder, name);
const run = (...args: string[]) => {
	const options = {encoding: 'utf8', cwd: folder, input: ''} as const;
	const {status, stdout, stderr} = spawnSync(process.execPath, [path.join(dist, 'cli.js'), ...args], options);
	return {status, stdout, stderr};
};
const QUIET = {status: 0, stdout: '', stderr: ''};

beforeAll(() => {
	writeFileSync(inFolder('small.pcap'), smallCapture());
	writeFileSync(inFolder('small.json'), run('analyze', 'small.pcap', '--format', 'json').stdout);
});
afterAll(() => rmSync(folder, {recursive: true}));

describe('chart', () => {
	it('draws a capture, and its snapshot the same', () => {
		expect(run('chart', 'small.pcap', '-o', 'a.svg', '-o', 'a.png')).toEqual(QUIET);
		expect(run('chart', 'small.json', '-o', 'b.svg')).toEqual(QUIET);
		const svg = readFileSync(inFolder('a.svg'), 'utf8');
		expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="1240" height="1754"/);
		for (const words of ['192.0.2.1', 'Network traffic report', '2023-11-14 22:13:20']) {
			expect(svg).toContain(words);
		}
		expect(readFileSync(inFolder('b.svg'), 'utf8')).toBe(svg);
		// From the bundle, with the fonts beside it: all of the text is in the picture.
		const png = readFileSync(inFolder('a.png'));
		expect(png.readUInt32BE(16)).toBe(1240);
		const bare = new Resvg(svg.replaceAll(/<text\b[^>]*>[^<]*<\/text>/g, '')).render().asPng();
		expect(png.length).toBeGreaterThan(1.5 * bare.length);
		expect(statSync(inFolder('a.svg')).mode & 0o777).toBe(0o600);
	});

	it('takes -q, as the other commands that show progress do', () => {
		expect(run('chart', 'small.pcap', '-q', '-o', 'quiet.svg')).toEqual(QUIET);
		expect(statSync(inFolder('quiet.svg')).size).toBeGreaterThan(0);
	});

	it('does what its flags say', () => {
		const flags = ['-k', 'bandwidth', '--title', 'Day & night', '--size', '900x500', '--theme', 'dark'];
		const {status, stdout, stderr} = run('chart', 'small.json', ...flags, '--timezone', 'asia/kolkata', '-o', '-');
		expect([status, stderr]).toEqual([0, '']);
		expect(stdout).toContain('width="900" height="500"');
		expect(stdout).toContain('<title>Day &amp; night</title>');
		expect(stdout).toContain('Asia/Calcutta (UTC+05:30)');
		expect(stdout).toContain('2023-11-15 03:43:20');
		expect(stdout).toContain('fill="#12161d"');
		expect(stdout).not.toContain('Top talkers');
	});

	it('draws what a filter and a range of time leave of a capture', () => {
		const talkers = (...flags: string[]) => run('chart', 'small.pcap', '-k', 'talkers', '-o', '-', ...flags).stdout;
		expect(talkers('-f', 'dst port 9')).toMatch(/\b1 packet /);
		expect(talkers('--from', '+1')).toMatch(/\b1 packet /);
		expect(talkers()).toContain('2 packets');
		const {status, stderr} = run('chart', 'small.json', '-o', '-', '--filter', 'tcp');
		expect([status, stderr]).toEqual([
			2,
			expect.stringMatching(/--filter cuts captures, and small\.json is a snapshot/),
		]);
	});

	it('replaces a file only when told to, and writes through no link', () => {
		writeFileSync(inFolder('there.svg'), 'mine');
		symlinkSync('there.svg', inFolder('link.svg'));
		for (const name of ['there.svg', 'link.svg']) {
			const {status, stderr} = run('chart', 'small.json', '-o', name, ...(name === 'link.svg' ? ['--force'] : []));
			expect(status).toBe(1);
			expect(stderr).toMatch(new RegExp(`^netanal-tui: .*${name}.*\\n$`));
		}

		expect(readFileSync(inFolder('there.svg'), 'utf8')).toBe('mine');
		expect(run('chart', 'small.json', '-o', 'there.svg', '--force')).toEqual(QUIET);
		expect(readFileSync(inFolder('there.svg'), 'utf8')).toMatch(/^<svg/);
		expect(readdirSync(folder).filter(name => name.endsWith('.tmp'))).toEqual([]);
	});

	it('draws what could be read of a capture that is cut', () => {
		writeFileSync(inFolder('cut.pcap'), smallCapture().subarray(0, -3));
		const {status, stderr} = run('chart', 'cut.pcap', '-o', 'cut.svg');
		expect(status).toBe(1);
		expect(stderr).toMatch(/^netanal-tui: cut\.pcap: .*\n$/);
		expect(readFileSync(inFolder('cut.svg'), 'utf8')).toContain('ended early: cut.pcap');
	});

	const edited = (change: (snapshot: Record<string, unknown>) => void) => {
		const snapshot = JSON.parse(readFileSync(inFolder('small.json'), 'utf8'));
		change(snapshot);
		return JSON.stringify(snapshot);
	};
	it.each<[string, string | ((snapshot: Record<string, unknown>) => void), RegExp]>([
		['other JSON', '{"a": 1}', /is no snapshot: its "schema" is not "netanal\/snapshot@1"/],
		['half a snapshot', '{"schema": "netanal/snapshot@1", ', /is no snapshot: it is neither a capture nor JSON/],
		['a count that is none', s => Object.assign(s.totals as object, {packets: -1}), /\/totals\/packets is no number/],
		['a name that is none', s => Object.assign(s.source as object, {name: 5}), /\/source\/name is no string/],
		['a list that is none', s => Object.assign(s.endpoints as object, {top: {}}), /\/endpoints\/top is no list/],
		['no protocols', s => delete s.protocols, /\/protocols is missing/],
		[
			'a source of no kind',
			s => Object.assign(s.source as object, {kind: 'tape'}),
			/\/source\/kind is none of the values/,
		],
		[
			'an interval without length',
			s => Object.assign(s.bandwidth as object, {intervalSeconds: 0}),
			/\/bandwidth\/intervalSeconds is no number above 0/,
		],
		[
			'packet sizes without end',
			s => Object.assign(s, {packetSizes: Array(200_000).fill({from: 0, to: 1, packets: 1, bytes: 1})}),
			/\/packetSizes has more than 100 ranges/,
		],
		['a time that is none', s => Object.assign(s.time as object, {min: 'soon'}), /\/time\/min is no time/],
	])('says what is wrong with %s', (_, content, message) => {
		writeFileSync(inFolder('odd.json'), typeof content === 'string' ? content : edited(content));
		const {status, stdout, stderr} = run('chart', 'odd.json', '-o', 'odd.svg');
		expect([status, stdout]).toEqual([1, '']);
		expect(stderr).toMatch(/^netanal-tui: odd\.json .*\n$/);
		expect(stderr).toMatch(message);
		expect(existsSync(inFolder('odd.svg'))).toBe(false);
	});

	it('draws all of a capture that takes long to read', () => {
		const small = smallCapture();
		const record = small.subarray(24, 24 + 16 + small.readUInt32LE(24 + 8));
		const records = Buffer.alloc(400_000 * record.length, record);
		writeFileSync(inFolder('long.pcap'), Buffer.concat([small.subarray(0, 24), records]));
		expect(run('chart', 'long.pcap', '-k', 'protocols', '-o', 'long.svg')).toEqual(QUIET);
		expect(readFileSync(inFolder('long.svg'), 'utf8')).toContain('400,000 packets');
	});

	it('draws what comes through a named pipe, which is opened once', async () => {
		const pipe = inFolder('pipe');
		spawnSync('mkfifo', [pipe]);
		const writer = spawn('sh', ['-c', 'exec cat small.pcap > pipe'], {cwd: folder, stdio: 'ignore'});
		const written = new Promise(resolve => writer.on('close', resolve));
		expect(run('chart', 'pipe', '-o', 'pipe.svg')).toEqual(QUIET);
		await written;
		// Every byte came: it is the picture of the file.
		expect(run('chart', 'small.pcap', '-o', 'file.svg')).toEqual(QUIET);
		const ofFile = readFileSync(inFolder('file.svg'), 'utf8').replaceAll('small.pcap', 'pipe');
		expect(readFileSync(inFolder('pipe.svg'), 'utf8')).toBe(ofFile);
	});

	it.runIf(process.platform === 'linux')('says in one line that a device failed', () => {
		const {status, stderr} = run('chart', '/proc/self/mem', '-o', 'failed.svg');
		expect(status).toBe(1);
		expect(stderr).toMatch(
			/^netanal-tui: cannot read \/proc\/self\/mem: the device reports an input\/output error; .*\n$/,
		);
		expect(existsSync(inFolder('failed.svg'))).toBe(false);
	});

	it('draws a snapshot of before packet sizes were counted', () => {
		writeFileSync(
			inFolder('old.json'),
			edited(snapshot => delete snapshot.packetSizes),
		);
		expect(run('chart', 'old.json', '-o', 'old.svg')).toEqual(QUIET);
	});

	it('draws a snapshot of before other fields came', () => {
		const older = edited(snapshot => {
			delete snapshot.tunnels;
			delete snapshot.recent;
			for (const row of (snapshot.endpoints as {top: Array<Record<string, unknown>>}).top) {
				delete row.errorBytes;
				delete row.nameSource;
			}
		});
		writeFileSync(inFolder('older.json'), older);
		expect(run('chart', 'older.json', '-o', 'older.svg')).toEqual(QUIET);
	});

	it.each([
		[['small.pcap'], /--output is missing/],
		[['small.pcap', '-o', 'a.gif'], /--output takes a name that ends in \.svg or \.png, not 'a\.gif'/],
		[
			['small.pcap', '-o', 'c.svg', '--kind', 'pie'],
			/--kind takes report, protocols, talkers, bandwidth or sizes, not 'pie'/,
		],
		[['small.pcap', '-o', 'c.svg', '--size', '100x100'], /--size takes pixels as WIDTHxHEIGHT from 900x1000/],
		[['small.pcap', '-o', 'c.svg', '--size', '99999x1000'], /--size takes pixels/],
		[
			['small.pcap', '-o', 'c.svg', '--timezone', 'Mars'],
			/--timezone takes a name like Europe\/Berlin or UTC, not 'Mars'/,
		],
	])('says what is wrong with %j', (args, message) => {
		const {status, stdout, stderr} = run('chart', ...args);
		expect([status, stdout]).toEqual([2, '']);
		expect(stderr).toMatch(message);
		expect(existsSync(inFolder('c.svg'))).toBe(false);
	});
});

describe('the bundle', () => {
	/** Files of dist/ that are loaded as soon as one is: by import, not by import(). */
	const loadedWith = (name: string, seen = new Set<string>()): Set<string> => {
		if (seen.has(name)) {
			return seen;
		}
		seen.add(name);
		const code = readFileSync(path.join(dist, name), 'utf8');
		for (const [, other] of code.matchAll(/(?:from|import)\s*"\.\/([\w-]+\.js)"/g)) {
			loadedWith(other, seen);
		}
		return seen;
	};

	it.each(['cli.js', 'engine.js', 'analysis-worker.js'])('%s loads ECharts and resvg only for a picture', entry => {
		const holds = (name: string) => /zrender|@resvg\/resvg-js/.test(readFileSync(path.join(dist, name), 'utf8'));
		expect(readdirSync(dist).filter(name => name.endsWith('.js') && holds(name)).length).toBeGreaterThan(0);
		expect([...loadedWith(entry)].filter(holds)).toEqual([]);
	});
});

it('that is interrupted draws what was read, says that it is of a part, and ends with status 1', async () => {
	const work = mkdtempSync(inFolder('part-'));
	expect(await interrupted(work, pipe => ['chart', pipe, '-o', 'part.svg'], 'SIGTERM')).toEqual({
		status: 1,
		stderr: 'netanal-tui: interrupted: this is of the beginning of what was to be read\n',
	});
	expect(readFileSync(path.join(work, 'part.svg'), 'utf8')).toMatch(/^<svg/);
});

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s says that the picture is of a part, or none', async signal => {
	const work = mkdtempSync(inFolder('interrupted-'));
	const fifo = path.join(work, 'fifo');
	spawnSync('mkfifo', [fifo]);
	// Opened for both, a pipe neither waits nor ends.
	const writer = openSync(fifo, 'r+');
	writeSync(writer, smallCapture());
	const child = spawn(process.execPath, [path.join(dist, 'cli.js'), 'chart', fifo, '-o', 'a.svg'], {cwd: work});
	let stderr = '';
	child.stderr.on('data', text => {
		stderr += text;
	});
	const closed = new Promise(resolve => {
		child.once('close', (status, killer) => resolve([status, killer]));
	});
	while (!readdirSync(work).some(name => name.endsWith('.tmp'))) {
		await new Promise(setImmediate);
	}
	child.kill(signal);
	expect(await closed).toEqual([1, null]);
	closeSync(writer);
	expect(stderr).toMatch(/^netanal-tui: interrupted: .*\n$/);
	expect(readdirSync(work).filter(name => name.startsWith('.'))).toEqual([]);
});

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
	'%s while a snapshot is drawn leaves nothing behind',
	async signal => {
		const work = mkdtempSync(inFolder('snapshot-'));
		const child = spawn(process.execPath, [path.join(dist, 'cli.js'), 'chart', inFolder('small.json'), '-o', 'a.png'], {
			cwd: work,
		});
		const closed = new Promise(resolve => {
			child.once('close', (_status, killer) => resolve(killer));
		});
		while (readdirSync(work).length === 0) {
			await new Promise(setImmediate);
		}
		child.kill(signal);
		expect(await closed).toBeNull();
		expect(readdirSync(work).filter(name => name.startsWith('.'))).toEqual([]);
	},
);
