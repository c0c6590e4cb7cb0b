/** Whatever happens to an export, there is the old file or the new one, never half of one, and one clear line. */
import {spawn, spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, it} from 'vitest';
import {writeCapture} from '../../bench/traffic/generate.js';
import {read} from '../helpers/containers.js';
import {PROGRAM, Program} from '../helpers/program.js';
import {until} from '../helpers/until.js';
import {KINDS, killedExports} from '../soak/exports.js';

const OLD = 'what was there before\n';
const PACKETS = 20_000;
/** One of each way in which files are written. */
const WRITERS = KINDS.filter(([name]) => /^(packets\.csv|statistics\.json|cut\.pcap|report\.png)$/.test(name));

let folder: string;
let capture: string;
let work: string;

beforeAll(() => {
	folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-exports-'));
	fs.chmodSync(folder, 0o755);
	capture = path.join(folder, 'traffic.pcap');
	writeCapture(capture, {kind: 'mix', packets: PACKETS});
	fs.chmodSync(capture, 0o644);
});
afterAll(() => fs.rmSync(folder, {recursive: true, force: true}));
beforeEach(() => {
	work = fs.mkdtempSync(path.join(folder, 'work-'));
	fs.chmodSync(work, 0o755);
});

function run(args: readonly string[], before: readonly string[] = []) {
	const [command, ...rest] = [...before, process.execPath, PROGRAM, ...args];
	const {status, stdout, stderr} = spawnSync(command, rest, {cwd: work, encoding: 'utf8'});
	return {status, stdout, stderr};
}

const exportTo = (target: string, ...flags: string[]) => ['export', capture, '--packets', '-o', target, ...flags];

function expectOneLine(stderr: string, what: RegExp): void {
	expect(stderr).toMatch(what);
	expect(stderr.trimEnd().split('\n')).toHaveLength(1);
	expect(stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]|\n {4}at /);
}

describe('a target that is there already', () => {
	it.each(WRITERS)('is left alone: %s', (name, [command, ...flags]) => {
		fs.writeFileSync(path.join(work, name), OLD);
		const unforced = flags.filter(flag => flag !== '--force');
		const {status, stdout, stderr} = run([command, capture, ...unforced, '-o', name]);
		expect([status, stdout]).toEqual([1, '']);
		expectOneLine(stderr, /^netanal-tui: \w+\.\w+ exists; .*--force/);
		expect(fs.readFileSync(path.join(work, name), 'utf8')).toBe(OLD);
		expect(fs.readdirSync(work)).toEqual([name]);
	});

	it('is replaced when asked for, and nothing else is left', () => {
		fs.writeFileSync(path.join(work, 'out.csv'), OLD);
		expect(run(exportTo('out.csv', '--force')).status).toBe(0);
		expect(fs.readFileSync(path.join(work, 'out.csv'), 'utf8').split('\r\n').length).toBeGreaterThan(PACKETS);
		expect(fs.readdirSync(work)).toEqual(['out.csv']);
		expect(fs.statSync(path.join(work, 'out.csv')).mode & 0o777).toBe(0o600);
	});

	it.each(WRITERS)('is not followed when it is a link, --force or not: %s', (name, [command, ...flags]) => {
		fs.writeFileSync(path.join(work, 'precious'), OLD);
		fs.symlinkSync('precious', path.join(work, name));
		const {status, stderr} = run([command, capture, ...flags, '-o', name]);
		expect(status).toBe(1);
		expectOneLine(stderr, /^netanal-tui: cannot write \S+: it is a symbolic link/);
		expect(fs.readFileSync(path.join(work, 'precious'), 'utf8')).toBe(OLD);
		expect(fs.readdirSync(work).sort()).toEqual(['precious', name].sort());
	});

	it('is not made where a dangling link points', () => {
		fs.symlinkSync('elsewhere', path.join(work, 'out.csv'));
		expect(run(exportTo('out.csv')).status).toBe(1);
		expect(fs.readdirSync(work)).toEqual(['out.csv']);
	});
});

describe('a name with a newline and codes in it', () => {
	const name = 'a\nb\u001b[31m\u202e.csv';

	it.each(WRITERS)('is written as it was given: %s', (kind, [command, ...flags]) => {
		const odd = name.replace('.csv', path.extname(kind));
		const {status, stderr} = run([command, capture, ...flags, '-o', odd]);
		expect([status, stderr]).toEqual([0, '']);
		expect(fs.readdirSync(work)).toEqual([odd]);
	});

	it('is told in one harmless line when it cannot be written', () => {
		fs.writeFileSync(path.join(work, name), OLD);
		const {status, stderr} = run(exportTo(name));
		expect(status).toBe(1);
		expectOneLine(stderr, /^netanal-tui: a.*\.csv exists/);
	});

	it('is told in one harmless line when it is read', () => {
		const {status, stdout, stderr} = run(['analyze', name]);
		expect([status, stdout]).toEqual([1, '']);
		expectOneLine(stderr, /no such file/);
	});

	it('is harmless in the tables', () => {
		fs.copyFileSync(capture, path.join(work, name));
		const {status, stdout} = run(['analyze', name]);
		expect(status).toBe(0);
		expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
	});
});

const isRoot = process.getuid?.() === 0;
const NOBODY = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups'];
const readable = isRoot && run0(NOBODY, '--version') === 0;
if (!readable) {
	console.warn('exports into a read-only folder and onto a full disk left out: they need root');
}

function run0(before: readonly string[], ...args: string[]): number | null {
	const [command, ...rest] = [...before, process.execPath, PROGRAM, ...args];
	return spawnSync(command, rest, {cwd: '/'}).status;
}

describe.skipIf(!readable)('where nothing can be written', {timeout: 120_000}, () => {
	let mounted = false;
	afterEach(async () => {
		// the last of what worked there may not be gone yet
		await until(() => !mounted || spawnSync('umount', [work]).status === 0);
		mounted = false;
	});

	function fillUp(): void {
		const {status, stderr} = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k,mode=777', 'tmpfs', work], {
			encoding: 'utf8',
		});
		if (status !== 0) {
			throw new Error(stderr);
		}
		mounted = true;
	}

	it.each(WRITERS)('leaves a read-only folder as it was: %s', (name, [command, ...flags]) => {
		const {status, stdout, stderr} = run([command, capture, ...flags, '-o', name], NOBODY);
		expect([status, stdout]).toEqual([1, '']);
		expectOneLine(stderr, /^netanal-tui: cannot write \S+: permission denied/);
		expect(fs.readdirSync(work)).toEqual([]);
	});

	it.each(KINDS)('says that the disk is full, and keeps %s', (name, [command, ...flags]) => {
		fillUp();
		fs.writeFileSync(path.join(work, name), OLD);
		// The pictures and the statistics are smaller than the disk.
		const ballast = /^(report|statistics|flows)/.test(name) ? 60 : 0;
		if (ballast > 0) {
			fs.writeFileSync(path.join(work, 'ballast'), Buffer.alloc(ballast * 1024));
		}
		const {status, stdout, stderr} = run([command, capture, ...flags, '-o', name]);
		fs.rmSync(path.join(work, 'ballast'), {force: true});
		expect([status, stdout]).toEqual([1, '']);
		expectOneLine(stderr, /^netanal-tui: cannot write .*: the disk is full/);
		expect(fs.readFileSync(path.join(work, name), 'utf8')).toBe(OLD);
		expect(fs.readdirSync(work)).toEqual([name]);
	});

	it.each([
		['a full disk', /the disk is full/],
		['a read-only folder', /permission denied/],
	])('the dashboard tells of %s in one line and goes on', async (what, words) => {
		if (what === 'a full disk') {
			fillUp();
			fs.writeFileSync(path.join(work, 'ballast'), Buffer.alloc(62 * 1024));
		}

		const found = fs.readdirSync(work);
		const before = what === 'a full disk' ? [] : NOBODY;
		const options = {cwd: work, before, env: {HOME: work}};
		const trial = await Program.started(['--demo'], options, /[1-9]\d* packets/);
		try {
			trial.press('\u0013');
			await trial.until(String(words), () => words.test(trial.screen));
			trial.press('q');
			expect(await trial.exit()).toBe(0);
			expect(await trial.leftovers()).toEqual([]);
			expect(fs.readdirSync(work)).toEqual(found);
		} finally {
			await trial.closed();
		}
	});
});

describe('kill -9', {timeout: 120_000}, () => {
	it.each(KINDS)('leaves the old file or the new one: %s', async (name, words) => {
		expect(await killedExports({program: PROGRAM, folder: work, kind: [name, words], capture, times: 3})).toEqual([]);
	});
});

describe('a file that may not become as large as it would', () => {
	/** `blocks` of 512 bytes. */
	const limited = (blocks: number, name: string) => {
		const script = `ulimit -f ${blocks}; exec "$@"`;
		return run(['export', capture, '-o', name], ['sh', '-c', script, 'sh']);
	};

	it('from its first block on is not made', () => {
		const {status, stderr} = limited(100, 'cut.pcap');
		expect(status).toBe(1);
		expectOneLine(stderr, /^netanal-tui: cannot write cut\.pcap: it would be larger than files may be\n$/);
		expect(fs.readdirSync(work)).toEqual([]);
	});

	it('later holds the packets that it is said to hold', () => {
		const {status, stderr} = limited(4000, 'cut.pcap');
		expect(status).toBe(1);
		const {packets, reader} = read(fs.readFileSync(path.join(work, 'cut.pcap')));
		expect(reader.error).toBeNull();
		expect(stderr.split('\n')).toEqual([
			`netanal-tui: wrote cut.pcap: ${packets.length.toLocaleString('en')} packets`,
			'netanal-tui: cannot write cut.pcap: it would be larger than files may be',
			'',
		]);
		expect(fs.readdirSync(work)).toEqual(['cut.pcap']);
	});
});

it.each([
	['export', ['--packets'], 'pipe.csv'],
	['export', [], 'pipe.json'],
	['chart', [], 'pipe.svg'],
])('%s %j into a named pipe that nobody reads can be interrupted', async (command, flags, name) => {
	spawnSync('mkfifo', [path.join(work, name)]);
	const child = spawn(process.execPath, [PROGRAM, command, capture, ...flags, '-o', name], {
		cwd: work,
		stdio: ['ignore', 'ignore', 'pipe'],
	});
	let stderr = '';
	child.stderr.on('data', chunk => {
		stderr += chunk;
	});
	const ended = new Promise(resolve => child.on('close', (status, signal) => resolve([status, signal])));
	// Before it listens, a hang-up would end it; Node itself listens for the other signals.
	const listens = () => BigInt(`0x${/SigCgt:\s+(\w+)/.exec(statusOf(child.pid!))?.[1] ?? '0'}`) & 1n;
	while (!listens()) {
		await new Promise(setImmediate);
	}
	child.kill('SIGHUP');
	expect(await ended).toEqual([1, null]);
	expectOneLine(stderr, /^netanal-tui: interrupted: nothing was written/);
});

const statusOf = (pid: number) => fs.readFileSync(`/proc/${pid}/status`, 'utf8');

it('a reader that closes its end of a named pipe ends the export with a word', async () => {
	const pipe = path.join(work, 'pipe.ndjson');
	spawnSync('mkfifo', [pipe]);
	const child = spawn(process.execPath, [PROGRAM, ...exportTo(pipe)], {cwd: work, stdio: ['ignore', 'ignore', 'pipe']});
	let stderr = '';
	child.stderr.on('data', chunk => {
		stderr += chunk;
	});
	const reader = spawn('head', ['-c', '10', pipe], {stdio: 'ignore'});
	const status = await new Promise<number | null>(resolve => child.on('close', resolve));
	reader.kill();
	expect(status).toBe(1);
	expectOneLine(stderr, /its reader went away/);
	expect(fs.readdirSync(work)).toEqual(['pipe.ndjson']);
});

it('a terminal that vanishes while packets are written leaves them in their file', async () => {
	const trial = await Program.started(['--demo'], {cwd: work, env: {HOME: work}}, /[1-9]\d* packets/);
	try {
		trial.press('w');
		await trial.until('word of it', () => trial.screen.includes('writing pcap'));
		const temporary = () => fs.readdirSync(work).find(name => name.endsWith('.tmp'));
		await trial.until('packets in it', () => fs.statSync(path.join(work, temporary() ?? '.')).size > 8192);
		const {processes} = trial;
		trial.vanish();
		await trial.goneAfter(processes);
		const [name, ...others] = fs.readdirSync(work).filter(each => !each.startsWith('.c'));
		expect([name, others]).toEqual([expect.stringMatching(/^netanal-demo-.*\.pcap$/), []]);
		const {packets, reader} = read(fs.readFileSync(path.join(work, name)));
		expect(reader.error).toBeNull();
		expect(packets.length).toBeGreaterThan(0);
	} finally {
		await trial.closed();
	}
});
