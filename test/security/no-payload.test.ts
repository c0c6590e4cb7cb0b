/** What people said to each other is in no output: secrets in headers, cookies, bodies and log-ins, looked for everywhere. */
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, it} from 'vitest';
import {INTERFACE, liveTestObstacle, NetworkPair} from '../helpers/netns.js';
import {PROGRAM, Program} from '../helpers/program.js';
import {findSecret, SECRET, secretTraffic} from '../helpers/secret-traffic.js';

let folder: string;
const capture = () => path.join(folder, 'traffic.pcap');

beforeAll(() => {
	folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-secret-'));
	fs.writeFileSync(capture(), secretTraffic());
});
afterAll(() => fs.rmSync(folder, {recursive: true, force: true}));

function run(...args: string[]) {
	const {status, stdout, stderr} = spawnSync(process.execPath, [PROGRAM, ...args], {
		cwd: folder,
		encoding: 'utf8',
		env: {...process.env, NETANAL_DEBUG: '1'},
		maxBuffer: 1 << 28,
	});
	return {status, stdout, stderr};
}

describe('the search itself', () => {
	it.each([
		['plain', SECRET.toUpperCase()],
		['hexadecimal', Buffer.from(SECRET).toString('hex').replace(/../g, '$& ')],
		['decimal', JSON.stringify([...Buffer.from(SECRET)])],
		['Base64', Buffer.from(`user:${SECRET}`).toString('base64')],
	])('finds it %s', (form, text) => {
		expect(findSecret(`before ${text} after`)).toContain(form);
	});

	it('finds it in the traffic', () => {
		expect(findSecret(fs.readFileSync(capture(), 'latin1'))).toContain('plain');
	});
});

describe('analyze', () => {
	it.each(['table', 'json', 'ndjson', 'csv'])('says nothing of it as %s', format => {
		const {status, stdout, stderr} = run('analyze', capture(), '--format', format, '--top', 'all');
		expect(status, stderr).toBe(0);
		// the traffic was understood, so there was something to say
		expect(stdout).toContain('192.0.2.20');
		expect(findSecret(stdout + stderr)).toEqual([]);
	});

	it('says nothing of it about a capture that is cut in the middle of a packet', () => {
		const whole = fs.readFileSync(capture());
		const cut = path.join(folder, 'cut.pcap');
		fs.writeFileSync(cut, whole.subarray(0, whole.indexOf(SECRET) + 4));
		const {status, stdout, stderr} = run('analyze', cut);
		expect(status).toBe(1);
		expect(findSecret(stdout + stderr)).toEqual([]);
		// as text where a header is expected
		fs.writeFileSync(cut, `${SECRET}${SECRET}`);
		expect(findSecret(run('analyze', cut).stderr)).toEqual([]);
	});
});

describe('export and chart', () => {
	it.each([
		['statistics.json', []],
		['statistics.ndjson', []],
		['statistics.csv', []],
		['packets.json', ['--packets']],
		['packets.ndjson', ['--packets']],
		['packets.csv', ['--packets']],
	])('writes nothing of it into %s', (name, flags) => {
		const {status, stdout, stderr} = run('export', capture(), ...flags, '-o', name);
		expect(status, stderr).toBe(0);
		const written = fs.readdirSync(folder).filter(file => file.startsWith(name.split('.')[0]));
		expect(written.length).toBeGreaterThan(0);
		const text = written.map(file => fs.readFileSync(path.join(folder, file), 'latin1')).join('\n');
		expect(text.length).toBeGreaterThan(100);
		expect(findSecret(text + stdout + stderr)).toEqual([]);
	});

	it.each(['json', 'ndjson', 'csv'])('writes it as %s only with --include-payload', format => {
		const flags = ['export', capture(), '--packets', '--format', format, '--quiet'];
		expect(findSecret(run(...flags).stdout)).toEqual([]);
		expect(findSecret(run(...flags, '--include-payload').stdout)).toContain('hexadecimal');
	});

	it('draws nothing of it', () => {
		const {status, stdout, stderr} = run('chart', capture(), '-o', 'report.svg');
		expect(status, stderr).toBe(0);
		const picture = run('chart', capture(), '-o', 'report.png');
		expect(picture.status, picture.stderr).toBe(0);
		expect(findSecret(fs.readFileSync(path.join(folder, 'report.png'), 'latin1'))).toEqual([]);
		// The picture is drawn of this.
		const svg = fs.readFileSync(path.join(folder, 'report.svg'), 'utf8');
		expect(svg).toContain('192.0.2.');
		expect(findSecret(svg + stdout + stderr)).toEqual([]);
	});
});

const obstacle = liveTestObstacle();
if (obstacle !== null) {
	console.warn(`secrets on a live interface left out: ${obstacle}`);
}

describe.skipIf(obstacle !== null)('the dashboard', {timeout: 120_000}, () => {
	let network: NetworkPair;
	let program: Program | null = null;
	beforeEach(() => {
		network = new NetworkPair();
	});
	afterEach(async () => {
		await program?.closed();
		network.close();
	});

	it('shows and exports nothing of it', async () => {
		const cwd = fs.mkdtempSync(path.join(folder, 'dashboard-'));
		fs.chmodSync(cwd, 0o777);
		fs.chmodSync(folder, 0o755);
		const before = ['ip', 'netns', 'exec', network.receiver];
		const options = {cwd, before, columns: 160, rows: 50, env: {HOME: cwd}};
		const trial = await Program.started([INTERFACE], options, 'capturing');
		program = trial;
		const sent = await network.replay(capture(), 0);
		await trial.until('the packets', () => trial.screen.includes(`${sent} packets`));
		await trial.until('the protocols', () => /app +.*http/.test(trial.screen) || /\bhttp\b/.test(trial.screen));
		trial.press('?');
		await trial.until('the help', () => trial.screen.includes('the terminal is left as it was found'));
		trial.press('\u001b');
		await trial.until('no help', () => !trial.screen.includes('Esc close'));
		// Every panel over the whole screen, and of lists all that is known of a row.
		for (const panel of '123456789') {
			trial.press(`${panel}z`);
			const alone = new RegExp(`^╭─ ▸${panel} [^╮\n]*╮$`, 'm');
			await trial.until(`panel ${panel}`, () => alone.test(trial.screen));
			if ('345'.includes(panel)) {
				trial.press('\u001b[B\r');
				await trial.until('the details', () => trial.screen.includes('─ Details ─'));
				trial.press('\u001b');
				await trial.until('no details', () => !trial.screen.includes('─ Details ─'));
			}

			trial.press('z');
			await trial.until('the other panels', () => !alone.test(trial.screen));
		}

		trial.press('\u0013');
		const exported = () => fs.readdirSync(cwd).filter(name => name.endsWith('.json'));
		await trial.until('the export', () => exported().length > 0);
		trial.press('q');
		expect(await trial.exit()).toBe(0);
		expect(findSecret(trial.output)).toEqual([]);
		expect(findSecret(fs.readFileSync(path.join(cwd, exported()[0]), 'utf8'))).toEqual([]);
	});
});
