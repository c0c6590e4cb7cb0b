/** The program as a user calls it: the bundle in dist/, in a process of its own. */
import {spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll, describe, expect, it} from 'vitest';
import {QUIET} from '../source/cli/status-line.js';
import {COMMANDS, DEFAULT_COMMAND} from '../source/commands/registry.js';
import {smallCapture} from './helpers/small-capture.js';

const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'netanal-cli-'));
const capture = path.join(folder, 'small.pcap');
writeFileSync(capture, smallCapture());
afterAll(() => rmSync(folder, {recursive: true}));

const run = (args: string[], input?: Uint8Array) => {
	const {status, signal, stdout, stderr} = spawnSync(process.execPath, [cli, ...args], {
		encoding: 'utf8',
		input: input ?? '',
		cwd: folder,
		env: {...process.env, LC_ALL: 'C.UTF-8'},
	});
	return {status, signal, stdout, stderr};
};

it('says that the folder it was started in is gone, where one is needed', () => {
	const script = `mkdir gone && cd gone && rmdir ../gone && exec '${process.execPath}' '${cli}'`;
	const inGone = (words: string) => spawnSync('sh', ['-c', `${script} ${words}`], {cwd: folder, encoding: 'utf8'});
	const said = 'netanal-tui: the folder that it was started in is gone; cd to another one\n';
	expect(inGone('capture lo -a 1')).toMatchObject({status: 1, stdout: '', stderr: said});
	expect(inGone(`analyze '${capture}'`)).toMatchObject({status: 0, stderr: ''});
});

describe('-q', () => {
	it.each([DEFAULT_COMMAND, ...COMMANDS].map(({name, options}) => [name || 'the dashboard', options] as const))(
		'%s takes it',
		(_, options) => {
			expect(options).toContain(QUIET);
		},
	);

	it.each([
		['schema'],
		['completions', 'bash'],
		['man'],
		['licences'],
		['interfaces'],
		['filter', 'tcp', '-r', 'small.pcap'],
	])('%s says the same with it, on standard output alone', (...words) => {
		const {status, stdout, stderr} = run([...words, '-q']);
		expect([status, stdout, stderr]).toEqual([0, run(words).stdout, '']);
		expect(stdout).not.toBe('');
	});

	it('takes no error away', () => {
		expect(run(['filter', 'tcp prot 80', '--quiet'])).toMatchObject({status: 1, stdout: ''});
		expect(run(['filter', 'tcp prot 80', '--quiet']).stderr).toMatch(/^netanal-tui: filter: /);
		expect(run(['-q', 'nosuch.pcap'])).toMatchObject({status: 2, stderr: expect.stringMatching(/^netanal-tui: /)});
	});
});

describe('analyze', () => {
	it('prints exactly the snapshot as JSON', () => {
		const {status, stdout, stderr} = run(['analyze', 'small.pcap', '--format', 'json']);
		expect(status).toBe(0);
		expect(stderr).toBe('');
		const {generator, ...snapshot} = JSON.parse(stdout);
		expect(generator).toMatch(/^netanal-tui \d+\.\d+\.\d+$/);
		expect(snapshot).toMatchSnapshot();
	});

	it('prints tables for people', () => {
		const {status, stdout} = run(['analyze', 'small.pcap']);
		expect(status).toBe(0);
		expect(stdout).toMatchSnapshot();
	});

	it('reads standard input', () => {
		const {status, stdout} = run(['analyze', '-', '--format', 'json'], readFileSync(capture));
		expect(status).toBe(0);
		expect(JSON.parse(stdout)).toMatchObject({source: {kind: 'stdin', name: '-'}, totals: {packets: 2}});
	});

	it('prints what was read of a damaged capture, and one line that says where it broke', () => {
		writeFileSync(path.join(folder, 'cut.pcap'), smallCapture().subarray(0, -3));
		const {status, stdout, stderr} = run(['analyze', 'cut.pcap', '--format', 'json']);
		expect(status).toBe(1);
		const snapshot = JSON.parse(stdout);
		expect(snapshot.totals.packets).toBe(1);
		expect(stderr).toBe(`netanal-tui: ${snapshot.error.message}\n`);
		expect(stderr).toContain('cut.pcap');
	});
});

describe('mistakes get one line and the right status', () => {
	it.each([
		[
			['analyze'],
			2,
			'netanal-tui: FILE is missing: netanal-tui analyze [options] FILE...|- (netanal-tui analyze --help tells more)\n',
		],
		[['eth0', '--history', '61'], 2, /^netanal-tui: --history takes a whole number from 1 to 60, not '61'/],
		[['analyze', 'small.pcap', '--top', 'x'], 2, /^netanal-tui: --top takes a whole number/],
		[['analyze', '--fromat', 'json', 'small.pcap'], 2, /^netanal-tui: unknown flag --fromat; did you mean --format\?/],
		[['analyze', 'nosuch.pcap'], 1, 'netanal-tui: cannot read nosuch.pcap: no such file; check the path\n'],
		[['analyze', '.'], 1, /^netanal-tui: cannot read \.: it is a directory/],
		[['capture', 'nosuch0'], 1, /^netanal-tui: .*nosuch0/],
		[['--demo', 'eth0'], 2, /^netanal-tui: --demo makes its own traffic/],
	])('%j', (args, wanted, message) => {
		const {status, signal, stdout, stderr} = run(args);
		expect(stderr).toMatch(message);
		expect(stderr.trimEnd()).not.toContain('\n');
		expect([status, signal, stdout]).toEqual([wanted, null, '']);
	});
});

describe('help', () => {
	it.each([[[]], [['analyze']], [['capture']], [['export']]])('%j --help', words => {
		const {status, stdout} = run([...words, '--help']);
		expect(status).toBe(0);
		expect(stdout).toMatchSnapshot();
		for (const line of stdout.split('\n')) {
			expect(line.length).toBeLessThanOrEqual(120);
		}
	});

	it('prints the version', () => {
		const {version} = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
		expect(run(['--version'])).toEqual({status: 0, signal: null, stdout: `${version}\n`, stderr: ''});
	});
});

it('ends quietly when its reader has enough', () => {
	const {status, stderr} = spawnSync(
		'sh',
		['-c', `'${process.execPath}' '${cli}' analyze small.pcap --top all --format json | head -c 5`],
		{
			encoding: 'utf8',
			cwd: folder,
		},
	);
	expect([status, stderr]).toEqual([0, '']);
});
