/** The dashboard as a person meets it: the real program in a pseudo-terminal. `npm run build` comes first. */
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import type {Snapshot} from '../../source/engine/snapshot.js';
import {writeKnownTraffic} from '../helpers/known-traffic.js';
import {INTERFACE, liveTestObstacle, NetworkPair} from '../helpers/netns.js';
import {PROGRAM, Program, type ProgramOptions} from '../helpers/program.js';

const PATIENCE = 60_000;
const [CTRL_C, CTRL_U, CTRL_Z, ESCAPE, ENTER] = ['\u0003', '\u0015', '\u001a', '\u001b', '\r'];

let folder: string;
const programs: Program[] = [];

function run(args: readonly string[], options: ProgramOptions = {}): Program {
	const program = new Program(args, {cwd: folder, ...options});
	programs.push(program);
	return program;
}

beforeEach(() => {
	folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-pty-'));
});
afterEach(() => {
	for (const program of programs.splice(0)) {
		program.kill();
	}
	fs.rmSync(folder, {recursive: true, force: true});
});

/** The terminal is as it was before: same screen, cursor seen, lines edited by the kernel, no modes left on. */
function expectRestored(program: Program, status: number): void {
	const {terminal, screen, output} = program;
	expect(terminal.buffer.active.type).toBe('normal');
	expect(screen).toMatch(new RegExp(`^before\\nafter ${status}\\n`));
	expect(screen).toMatch(/[^-]icanon/);
	expect(screen).toMatch(/[^-]echo /);
	expect(terminal.modes.bracketedPasteMode).toBe(false);
	expect(terminal.modes.wraparoundMode).toBe(true);
	expect(output.lastIndexOf('\u001b[?25h')).toBeGreaterThan(output.lastIndexOf('\u001b[?25l'));
}

const exported = () => fs.readdirSync(folder).filter(name => name.endsWith('.json'));
const readExport = (name: string): Snapshot => JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8'));

describe('the dashboard on made-up traffic', {timeout: PATIENCE}, () => {
	it('shows talkers, protocols and drops, and leaves the terminal as it was found', async () => {
		const program = run(['--demo'], {columns: 120, rows: 40});
		await program.shows(/192\.0\.2\.\d+ .* [kMG]?b\/s .* [kMG]?b\/s/);
		await program.shows(/app +\w+ .*%/);
		await program.shows(/drops +kernel n\/a/);
		await program.shows('demo ● capturing');
		program.press('q');
		await program.exit();
		expectRestored(program, 0);
	});

	it('takes flags of V8, which no worker may be given', async () => {
		const program = run(['--demo'], {nodeFlags: ['--max-semi-space-size=2']});
		await program.shows('capturing');
		program.press('q');
		expect(await program.exit()).toBe(0);
	});

	it('pauses, and tells what has come since', async () => {
		const program = run(['--demo']);
		await program.shows(/[1-9][\d,]* packets/);
		program.press(' ');
		await program.shows(/PAUSED .*\+[1-9][\d,]* packets, .* since/);
		program.press(' ');
		await program.until('the end of the pause', screen => !screen.includes('PAUSED'));
		program.press('q');
		await program.exit();
		expectRestored(program, 0);
	});

	it('writes what it shows, for its user only, and never twice into the same file', async () => {
		const program = run(['--demo'], {columns: 120, rows: 30});
		await program.shows(/[1-9][\d,]* packets/);
		program.press('\u0013');
		await program.shows(/written .*netanal-demo-\d{8}-\d{6}\.json/);
		const [name] = exported();
		expect(fs.statSync(path.join(folder, name)).mode & 0o777).toBe(0o600);
		expect(readExport(name).schema).toBe('netanal/snapshot@1');
		expect(readExport(name).totals.packets).toBeGreaterThan(0);
		const before = fs.readFileSync(path.join(folder, name), 'utf8');
		program.press('\u0013');
		await program.until('a second file', () => exported().length === 2);
		expect(fs.readFileSync(path.join(folder, name), 'utf8')).toBe(before);
		program.press(CTRL_C);
		await program.exit();
		expectRestored(program, 0);
	});

	it('shows its keys and puts them away', async () => {
		const program = run(['--demo']);
		await program.shows('3 Talkers');
		program.press('?');
		await program.shows('Show all keys; / searches in them');
		program.press(ESCAPE);
		await program.until('no help', screen => !screen.includes('Show all keys; / searches in them'));
		program.press(`?q`);
		await program.shows('q quit');
		program.press('q');
		await program.exit();
		expectRestored(program, 0);
	});

	it.each([
		['SIGTERM', 143],
		['SIGINT', 130],
		['SIGHUP', 129],
	] as const)('leaves the terminal on %s', async (signal, status) => {
		const program = run(['--demo']);
		await program.shows('3 Talkers');
		process.kill(program.pid, signal);
		await program.exit();
		expectRestored(program, status);
	});

	it('stops on Ctrl-Z with the terminal given back, and comes back whole', async () => {
		const program = run(['--demo'], {jobs: true});
		await program.shows(/[1-9][\d,]* packets/);
		const {pid} = program;
		program.press(CTRL_Z);
		await program.until('the screen of the shell', () => program.terminal.buffer.active.type === 'normal');
		await program.until('a stopped process', () => /^State:\s+T/m.test(fs.readFileSync(`/proc/${pid}/status`, 'utf8')));
		program.resize(120, 40);
		await program.foreground();
		await program.shows(/drops +kernel/);
		await program.shows(/3 Talkers/);
		program.press('q');
		await program.exit();
		expectRestored(program, 0);
	});

	it('has line feeds reach the terminal as they are while the screen is its own', async () => {
		const program = run(['--demo'], {columns: 120, rows: 40});
		for (let time = 0; time < 2; time++) {
			await program.shows(/3 Talkers/);
			await program.until('line feeds as they are', () => program.settings.includes(' -onlcr'));
			program.press(CTRL_Z);
			await program.until('the screen of the shell', () => program.terminal.buffer.active.type === 'normal');
			await program.until('its settings', () => program.settings.includes(' onlcr'));
			await program.foreground();
			await program.until('the screen again', () => program.terminal.buffer.active.type === 'alternate');
		}
		await program.until('a frame with line feeds', () => /\u001b\[\?2026h[^\r]*\n/.test(program.output));
		program.press('q');
		await program.exit();
		expectRestored(program, 0);
	});

	it('follows the size of the terminal, down to one that is too small and back', async () => {
		const program = run(['--demo']);
		await program.shows(/[1-9][\d,]* packets/);
		program.resize(20, 5);
		await program.shows('terminal too small');
		program.resize(40, 12);
		await program.shows(/host +\u2193 b\/s/);
		for (let columns = 30; columns < 140; columns += 7) {
			program.resize(columns, 8 + (columns % 33));
		}
		program.resize(120, 40);
		await program.until(
			'four whole panels',
			screen => (screen.match(/╭─ /g) ?? []).length === 4 && (screen.match(/─╯/g) ?? []).length >= 4,
		);
		program.press('q');
		await program.exit();
	});

	it('says in one line that a configuration is not used, and goes on without it', async () => {
		fs.mkdirSync(path.join(folder, 'netanal-tui', 'config'), {recursive: true});
		const program = run(['--demo'], {env: {XDG_CONFIG_HOME: folder}});
		await program.shows(/✖ .*netanal-tui\/config is not used: no regular file/);
		await program.shows('3 Talkers');
		program.press('q');
		await program.exit();
		expectRestored(program, 0);
	});

	it('keeps to ASCII and to no colours where it is told so', async () => {
		const program = run(['--demo'], {env: {LC_ALL: 'C', NO_COLOR: '1'}});
		await program.shows('+- >3 Talkers');
		program.press('q');
		await program.exit();
		expect(program.output).toMatch(/^[\b\u001b\r\n\x20-\x7e]*$/);
		expect(program.output).not.toMatch(/\u001b\[[\d;]*(3\d|9\d|4[0-8])[\d;]*m/);
	});
});

describe('without a terminal', () => {
	it('says so in one line and draws nothing', () => {
		const {status, stdout, stderr} = spawnSync(process.execPath, [PROGRAM, '--demo'], {
			cwd: folder,
			encoding: 'utf8',
			timeout: PATIENCE,
		});
		expect(status).toBe(2);
		expect(stdout).toBe('');
		expect(stderr).toMatch(/^netanal-tui: the dashboard needs a terminal[^\n\u001b]*\n$/);
	});
});

describe('on a terminal that cannot move its cursor', () => {
	it('says so in one line without a code', async () => {
		const program = run(['--demo'], {env: {TERM: 'dumb'}});
		expect(await program.exit()).toBe(2);
		expect(program.output).toMatch(
			/netanal-tui: the dashboard needs a terminal, and this one cannot move its cursor \(TERM is dumb\); [^\n\u001b]*\n/,
		);
		const said = program.output.indexOf('netanal-tui:');
		expect(program.output.slice(said, program.output.indexOf('\n', said))).not.toContain('\u001b');
	});
});

const obstacle = liveTestObstacle();
if (obstacle !== null) {
	console.warn(`live dashboard tests left out: ${obstacle}`);
}

describe.skipIf(obstacle !== null)('the dashboard on a veth pair', {timeout: PATIENCE}, () => {
	let network: NetworkPair;
	beforeEach(() => {
		network = new NetworkPair();
		// root is given up before anything is written
		fs.chmodSync(folder, 0o777);
	});
	afterEach(() => network.close());

	const live = (...options: string[]) =>
		run([INTERFACE, ...options], {columns: 120, rows: 40, before: ['ip', 'netns', 'exec', network.receiver]});

	it('shows exactly what was sent, takes a filter in mid-stream, and counts nothing else after it', async () => {
		const file = path.join(folder, 'known.pcap');
		const known = writeKnownTraffic(file, 2000);
		const program = live();
		await program.shows(`${INTERFACE} ● capturing`);
		await network.replay(file, 0);
		await program.shows(`${known.packets.toLocaleString('en-US')} packets`);
		await program.shows(/drops +kernel 0 /);

		program.press('f');
		await program.shows('Capture filter (BPF)');
		program.press('udp prot 53');
		await program.shows(/✖ .*syntax error/);
		program.press(ENTER);
		await program.shows(/✖ .*syntax error/);
		program.press(ESCAPE);
		await program.until('no editor', screen => !screen.includes('Capture filter (BPF)'));
		await program.shows('filter none: everything is counted');
		program.press('f');
		program.press(`${CTRL_U}tcp port 1`);
		await program.shows('valid; Enter puts it in force');
		program.press(ENTER);
		await program.shows(/filter tcp port 1\n/);

		// nothing of it is for port 1: the count stands
		await network.replay(file, 0);
		program.press('\u0013');
		await program.shows(/written .*\.json/);
		const snapshot = readExport(exported()[0]);
		expect(snapshot.source.filter).toBe('tcp port 1');
		expect(snapshot.totals.packets).toBe(known.packets);
		expect(snapshot.totals.bytes).toBe(known.bytes);
		program.press('q');
		await program.exit();
		expectRestored(program, 0);
	});

	it('says by a rule typed before that a flood is there, forgets it when it is over, and is left while another one goes on', async () => {
		const file = path.join(folder, 'known.pcap');
		writeKnownTraffic(file, 20_000);
		const program = live('--notify', 'bell');
		await program.shows(`${INTERFACE} ● capturing`);
		program.press(':alert host > 10kb/s\r');
		await program.shows('watched for from now on: host > 10kb/s');
		expect(program.output).not.toContain('\u0007');
		const first = network.flood(file);
		await program.shows(/host > 10kb\/s: (more hosts|[\d.]+, [\d.]+ [kMG]b\/s)/);
		await program.until('the bell', () => program.output.includes('\u0007'));
		await program.shows(/\d [kMG]p\/s /);
		await first.stop();
		await program.shows(/ 0 {1,3}p\/s /);
		const second = network.flood(file);
		await program.shows(/\d [kMG]p\/s /);
		program.press('q');
		await program.exit();
		await second.stop();
		expectRestored(program, 0);
	});

	it('knows an address that its interface gets while it is watched, as from DHCP', async () => {
		const file = path.join(folder, 'known.pcap');
		writeKnownTraffic(file, 2000);
		const program = live();
		await program.shows(`${INTERFACE} ● capturing`);
		const flood = network.flood(file);
		await program.shows(/10\.0\.0\.2 .* [kMG]b\/s/);
		network.ipReceiver('address', 'add', '10.0.0.2/24', 'dev', INTERFACE);
		await program.shows(/own: 10\.0\.0\.2 .* [kMG]b\/s/);
		// what comes in and what goes out are no longer alike
		await program.shows(/↓ +[\d.]+ [kMG]b\/s .*↑ +0 b\/s/);
		await flood.stop();
		program.press('8');
		await program.shows(`own address of ${INTERFACE}: 10.0.0.2`);
		program.press('q');
		await program.exit();
		expectRestored(program, 0);
	});

	it('says in one line what is wrong with an interface that is not there, without touching the screen', async () => {
		const program = run(['nosuch0'], {before: ['ip', 'netns', 'exec', network.receiver]});
		await program.exit();
		expect(program.screen).toMatch(/^before\nnetanal-tui: .*nosuch0/);
		expect(program.output).not.toContain('\u001b[?1049h');
	});
});
