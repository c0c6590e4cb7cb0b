/** Looking back, files, pipes, writing, choosing: the real program in a pseudo-terminal. `npm run build` comes first. */
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import type {Snapshot} from '../../source/engine/snapshot.js';
import {writeKnownTraffic} from '../helpers/known-traffic.js';
import {INTERFACE, liveTestObstacle, NetworkPair} from '../helpers/netns.js';
import {PROGRAM, Program, type ProgramOptions} from '../helpers/program.js';

const PATIENCE = 90_000;
const LEFT = '\u001b[D';
const RIGHT = '\u001b[C';
const UP = '\u001b[A';
const END = '\u001b[F';
const [CTRL_C, CTRL_Q, CTRL_S, CTRL_U, CTRL_Z, ENTER, ESCAPE, TAB] = [
	'\u0003',
	'\u0011',
	'\u0013',
	'\u0015',
	'\u001a',
	'\r',
	'\u001b',
	'\t',
];

let folder: string;
const programs: Program[] = [];

function run(args: readonly string[], options: ProgramOptions = {}): Program {
	const env = {XDG_STATE_HOME: path.join(folder, 'state'), ...options.env};
	const program = new Program(args, {columns: 120, rows: 40, cwd: folder, ...options, env});
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

async function left(program: Program): Promise<void> {
	program.press(CTRL_C);
	await program.exit();
	expect(program.screen).toMatch(/^before\nafter 0\n/);
	expect(program.terminal.buffer.active.type).toBe('normal');
}

/** Seconds that the header tells, at its end or before these words. */
function elapsed(screen: string, before = ''): number {
	const [, minutes = 0, seconds = 0] = new RegExp(`(\\d+):(\\d\\d)${before || '$'}`, 'm').exec(screen) ?? [];
	return Number(minutes) * 60 + Number(seconds);
}

const written = (ending: string) => fs.readdirSync(folder).filter(name => name.endsWith(ending));

/** Ten seconds of a capture: `writeKnownTraffic`'s packets, ten in each second. */
function tenSeconds(): {file: string; packets: number} {
	const file = path.join(folder, 'ten.pcap');
	const {packets} = writeKnownTraffic(file, 100);
	const bytes = fs.readFileSync(file);
	for (let at = 24, index = 0; at < bytes.length; at += 16 + bytes.readUInt32LE(at + 8), index++) {
		bytes.writeUInt32LE(1_700_000_000 + Math.floor(index / 10), at);
		bytes.writeUInt32LE((index % 10) * 1000, at + 4);
	}
	fs.writeFileSync(file, bytes);
	return {file, packets};
}

describe('a capture file in the dashboard', {timeout: PATIENCE}, () => {
	it('has the totals that analyze gives', async () => {
		const {file, packets} = tenSeconds();
		// root would be given up, and with it the way into this folder
		const program = run([file, '--keep-privileges']);
		await program.shows('end of file');
		program.press('1');
		await program.shows(`${packets} packets`);
		program.press(CTRL_S);
		await program.until('the export', () => written('.json').length === 1);
		const shown: Snapshot = JSON.parse(fs.readFileSync(path.join(folder, written('.json')[0]), 'utf8'));
		const analyzed: Snapshot = JSON.parse(
			spawnSync(process.execPath, [PROGRAM, 'analyze', file, '--format', 'json', '--top', '50'], {encoding: 'utf8'})
				.stdout,
		);
		expect({...shown, recent: null}).toEqual({...analyzed, recent: null});
		await left(program);
	});

	it('is shown whole when its name is not UTF-8, also when it is read again', async () => {
		const {file, packets} = tenSeconds();
		fs.renameSync(file, Buffer.from(path.join(folder, 'caf\xe9.pcap'), 'latin1'));
		// the shell writes the byte that no string of ours has
		const before = ['sh', '-c', `exec "$@" "$(printf 'caf\\351.pcap')" --keep-privileges`, 'sh'];
		const program = run([], {before});
		await program.shows('end of file');
		program.press('1');
		await program.shows(`${packets} packets`);
		expect(program.screen).toContain('caf\ufffd.pcap');
		program.press('fnet 192.0.2.0/24\r');
		await program.shows(/(?<!\d)0 packets/);
		await left(program);
	});

	it('is played, stands still, is looked through second by second, and comes back to its end', async () => {
		const {file} = tenSeconds();
		const program = run([file]);
		await program.shows('end of file');
		program.press('1 ');
		await program.shows(/► \d\d:\d\d:\d\d {2}0:0\d of 0:09/);
		program.press('>>>>');
		await program.until('the end of the play', screen => !screen.includes('►'));
		program.press(LEFT);
		await program.shows('0:08 of 0:09');
		await program.shows(/(?<!\d)90 packets/);
		program.press(LEFT + LEFT);
		await program.shows('0:06 of 0:09');
		await program.shows(/(?<!\d)70 packets/);
		program.press(RIGHT);
		await program.shows(/(?<!\d)80 packets/);
		program.press(END);
		await program.shows('end of file');
		await program.shows('100 packets');
		await left(program);
	});

	it('is read again with another filter, and stays as it is when that is none', async () => {
		const {file, packets} = tenSeconds();
		const {stdout} = spawnSync(process.execPath, [PROGRAM, 'analyze', file, '-f', 'udp', '--format', 'json'], {
			encoding: 'utf8',
		});
		const {totals}: Snapshot = JSON.parse(stdout);
		expect(totals.packets).toBeLessThan(packets);
		const program = run([file]);
		await program.shows('end of file');
		await program.shows(`${packets} packets`);
		program.press('f');
		await program.shows('the file is read again with it');
		program.press(`udp prot${ENTER}`);
		await program.shows(/✖ .*syntax error/);
		await program.shows(`${packets} packets`);
		program.press(`${CTRL_U}udp${ENTER}`);
		await program.shows('filter in force: udp');
		await program.shows(/filter udp\n/);
		await program.shows(` ${totals.packets} packets`);
		program.press(LEFT);
		await program.shows('0:08 of 0:09');
		program.press(`f${CTRL_U}${ENTER}`);
		await program.shows(`${packets} packets`);
		await left(program);
	});

	it('that is none says so in one line', async () => {
		const file = path.join(folder, 'none.pcap');
		fs.writeFileSync(file, 'this is no capture, and was never one');
		const program = run([file]);
		await program.exit();
		expect(program.screen).toMatch(/^before\nnetanal-tui: .*none\.pcap/);
		expect(program.screen).toContain('after 1');
		expect(program.terminal.buffer.active.type).toBe('normal');
	});

	it('that is not there says so too', async () => {
		const program = run(['missing.pcap']);
		await program.exit();
		expect(program.screen).toMatch(/^before\nnetanal-tui: .*missing\.pcap/);
	});
});

describe('a capture through a pipe', {timeout: PATIENCE}, () => {
	it('is shown as it comes, with the keyboard from the terminal', async () => {
		const {file, packets} = tenSeconds();
		// the pipe stays open until somebody has opened this one and closed it again
		const gate = path.join(folder, 'gate');
		spawnSync('mkfifo', [gate]);
		const program = run(['-'], {stdin: `(cat '${file}'; cat '${gate}')`});
		await program.shows(`${packets} packets`);
		await program.shows('reading');
		program.press('?');
		await program.shows('Show all keys');
		program.press(ESCAPE);
		await program.until('no help', screen => !screen.includes('Show all keys'));
		program.press(LEFT);
		await program.shows(/‖ \d\d:\d\d:\d\d/);
		program.press(CTRL_C);
		await program.until('the screen of the shell', () => program.terminal.buffer.active.type === 'normal');
		fs.writeFileSync(gate, '');
		await program.exit();
		expect(program.screen).toMatch(/^before\nafter 0\n/);
	});
});

describe('looking back at made-up traffic', {timeout: PATIENCE}, () => {
	it('shows the second before, while the capture goes on, and goes live again', async () => {
		const program = run(['--demo']);
		await program.shows(/[1-9][\d,]* packets/);
		await program.until('some seconds to look back at', screen => elapsed(screen) >= 4);
		program.press(LEFT);
		await program.shows(/‖ \d\d:\d\d:\d\d {2,3}0:\d\d ago/);
		const held = /([\d,]+) packets/.exec(program.screen)?.[1];
		const since = elapsed(program.screen, ' ago');
		await program.until('time that goes on', screen => elapsed(screen, ' ago') > since);
		expect(program.screen).toContain(`${held} packets`);
		program.press(END);
		await program.until('now', screen => !screen.includes(' ago'));
		expect(program.screen).not.toContain(`${held} packets`);
		await left(program);
	});

	it('comes back from the background in the same second', async () => {
		const program = run(['--demo'], {jobs: true});
		await program.until('some seconds to look back at', screen => elapsed(screen) >= 4);
		program.press(LEFT);
		await program.shows(/‖ \d\d:\d\d:\d\d {2,3}0:\d\d ago/);
		const moment = /‖ (\d\d:\d\d:\d\d)/.exec(program.screen)?.[1];
		const {pid} = program;
		program.press(CTRL_Z);
		await program.until('the screen of the shell', () => program.terminal.buffer.active.type === 'normal');
		await program.until('a stopped process', () => /^State:\s+T/m.test(fs.readFileSync(`/proc/${pid}/status`, 'utf8')));
		await program.foreground();
		await program.until('the screen again', () => program.terminal.buffer.active.type === 'alternate');
		await program.shows(`‖ ${moment}`);
		await left(program);
	});

	it('zooms the time of the chart', async () => {
		const program = run(['--demo']);
		await program.shows(/peak [\d.]+ [kM]b\/s/);
		program.press('-');
		await program.shows(/─ 2m, peak/);
		program.press('++');
		await program.shows(/─ 30s, peak/);
		await left(program);
	});
});

describe('files', {timeout: PATIENCE}, () => {
	it.each([
		['json', '', /^\{/],
		['csv', 'j', /^[a-z_]+,/i],
		['svg', 'jj', /^<svg|^<\?xml/],
		['png', 'jjj', /^.PNG/],
	])('exports %s from the list', async (format, keys, begins) => {
		const program = run(['--demo']);
		await program.shows(/[1-9][\d,]* packets/);
		program.press('e');
		await program.shows('Export what is shown');
		program.press(keys + ENTER);
		await program.shows(/written/);
		const [file] = written(`.${format}`);
		expect(fs.readFileSync(path.join(folder, file), 'latin1')).toMatch(begins);
		expect(fs.statSync(path.join(folder, file)).mode & 0o777).toBe(0o600);
		await left(program);
	});

	it('writes packets into a pcap file until it is told to stop', async () => {
		const program = run(['--demo']);
		await program.shows(/[1-9][\d,]* packets/);
		program.press('w');
		await program.shows('writing pcap');
		await program.until('some packets', screen => elapsed(screen) >= 3);
		program.press('w');
		await program.shows(/written .*\.pcap: [1-9]/);
		expect(program.screen).not.toContain('● writing pcap');
		const [file] = written('.pcap');
		const {stdout} = spawnSync(process.execPath, [PROGRAM, 'analyze', path.join(folder, file), '--format', 'json'], {
			encoding: 'utf8',
		});
		const {totals, error}: Snapshot = JSON.parse(stdout);
		expect(totals.packets).toBeGreaterThan(0);
		expect(error).toBeNull();
		await left(program);
	});
});

describe('how it looks', {timeout: PATIENCE}, () => {
	it('keeps to ASCII by flag, whatever the locale', async () => {
		const program = run(['--demo', '--ascii', '--theme', 'monochrome']);
		await program.shows('+- >3 Talkers');
		await left(program);
		expect(program.output).toMatch(/^[\b\u001b\r\n\x20-\x7e]*$/);
		expect(program.output).not.toMatch(/\u001b\[[\d;]*(3\d|9\d|4[0-8])[\d;]*m/);
	});

	it('takes a theme by name, and names them all when there is none of that name', () => {
		const {status, stderr} = spawnSync(process.execPath, [PROGRAM, '--demo', '--theme', 'pink'], {encoding: 'utf8'});
		expect(status).toBe(2);
		expect(stderr).toMatch(/--theme takes default, light, high-contrast, blue-orange or monochrome, not 'pink'/);
	});
});

const obstacle = liveTestObstacle();

describe.skipIf(obstacle !== null)('on a veth pair', {timeout: PATIENCE}, () => {
	let network: NetworkPair;
	beforeEach(() => {
		network = new NetworkPair();
	});
	afterEach(() => network.close());

	const live = (args: readonly string[], env: Record<string, string> = {}) =>
		run([...args, '--keep-privileges'], {env, before: ['ip', 'netns', 'exec', network.receiver]});

	it('leaves the own SSH session out, says so, and counts it on demand', async () => {
		const file = path.join(folder, 'known.pcap');
		const {packets, udp} = writeKnownTraffic(file, 400);
		// all TCP packets of the known traffic are of one connection
		const {stdout} = spawnSync(process.execPath, [PROGRAM, 'analyze', file, '--format', 'json'], {encoding: 'utf8'});
		const flow = (JSON.parse(stdout) as Snapshot).flows.top.find(({transport}) => transport === 'tcp')!;
		const connection = [flow.a.address, flow.a.port, flow.b.address, flow.b.port].join(' ');
		const program = live([INTERFACE], {SSH_CONNECTION: connection});
		await program.shows(/● capturing.*\[own SSH left out\]/);
		await program.shows(`filter not (tcp and host ${flow.a.address}`);
		await network.replay(file, 0);
		const counted = packets - flow.packets;
		await program.shows(`${counted} packets`);
		expect(counted).toBeGreaterThanOrEqual(udp);
		program.press('x');
		await program.until('no chip', screen => !screen.includes('[own SSH left out]'));
		await program.shows('filter none: everything is counted');
		await network.replay(file, 0);
		await program.shows(`${counted + packets} packets`);
		await left(program);
	});

	it.each([
		['as root', ['--keep-privileges']],
		['after root was given up', []],
	])('remembers filters across runs %s, offers parts and presets, and marks the change', async (_, how) => {
		const start = () => run([INTERFACE, ...how], {before: ['ip', 'netns', 'exec', network.receiver]});
		const first = start();
		await first.shows('capturing');
		first.press('f');
		await first.shows('Capture filter (BPF)');
		first.press(`tcp port 4242${ENTER}`);
		await first.shows('filter in force: tcp port 4242');
		await left(first);
		const file = path.join(folder, 'state', 'netanal-tui', 'filters');
		expect(fs.readFileSync(file, 'utf8')).toBe('tcp port 4242\n');
		expect(fs.statSync(file).mode & 0o777).toBe(0o600);

		const second = start();
		await second.shows('capturing');
		second.press('f');
		await second.shows('Capture filter (BPF)');
		second.press(UP);
		await second.shows('tcp port 4242');
		second.press(CTRL_U + TAB + ENTER);
		await second.shows('tcp port 80 or port 443');
		second.press(ENTER);
		await second.shows('filter in force: tcp port 80 or port 443');
		await left(second);
		expect(fs.readFileSync(file, 'utf8')).toBe('tcp port 80 or port 443\ntcp port 4242\n');
	});

	it('changes to another interface, and stays where that cannot be opened', async () => {
		const program = live([INTERFACE]);
		await program.shows(`${INTERFACE} ● capturing`);
		program.press('i');
		await program.shows('Capture on');
		await program.shows(/lo +up/);
		program.press(ESCAPE);
		await program.until('no list', screen => !screen.includes('Capture on'));
		program.press(`:interface lo${ENTER}`);
		await program.shows('lo ● capturing');
		program.press(`:interface nosuch0${ENTER}`);
		await program.shows(/still on lo: .*nosuch0/);
		await program.shows('lo ● capturing');
		await left(program);
	});

	it('loses nothing while the terminal takes nothing, and shows the newest after it', async () => {
		const file = path.join(folder, 'known.pcap');
		const {packets} = writeKnownTraffic(file, 20_000);
		const program = live([INTERFACE]);
		await program.shows('capturing');
		program.hold();
		await network.replay(file, 20_000);
		program.release();
		await program.shows(`${packets.toLocaleString('en-US')} packets`);
		await program.shows(/drops +kernel 0 /);
		await program.shows(/queue 0/);
		// in raw mode these are keys, and neither stops the output
		program.press(CTRL_Q);
		await left(program);
	});
});
