/** `--metrics` and what belongs to it: as it is typed, and in the commands that take it. */
import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {parse} from '../../../source/cli/parse.js';
import {capture} from '../../../source/commands/capture.js';
import {metricsOptions} from '../../../source/commands/shared/metrics-option.js';
import {Workplace} from '../../helpers/documented.js';
import {PROGRAM, Program} from '../../helpers/program.js';
import {smallCapture} from '../../helpers/small-capture.js';
import {until} from '../../helpers/until.js';

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'netanal-metrics-'));
	writeFileSync(path.join(folder, 'token'), 'c2VjcmV0==\n');
	writeFileSync(path.join(folder, 'words'), 'not a token\n');
	writeFileSync(path.join(folder, 'empty'), '');
});
afterAll(() => rmSync(folder, {recursive: true}));

const options = (...words: string[]) => metricsOptions(parse(capture, ['eth0', ...words]));
const refusal = (...words: string[]) => {
	try {
		return options(...words);
	} catch (error) {
		return (error as Error).message;
	}
};

it('is a port of this machine, or of another of its addresses', () => {
	expect(options()).toBeNull();
	expect(options('--metrics', '9464')).toMatchObject({port: 9464});
	expect(options('--metrics', '9464')).not.toHaveProperty('host');
	expect(options('--metrics', '0.0.0.0:80')).toMatchObject({host: '0.0.0.0', port: 80});
	expect(options('--metrics', '[fe80::1%eth0]:0')).toMatchObject({host: 'fe80::1%eth0', port: 0});
	expect(options('--metrics', 'lan.example:1', '--metrics-top', '9')).toMatchObject({host: 'lan.example', top: 9});
});

it.each(['', 'x', ':9464', '-1', '65536', '1.5', '::1:9464', '[::1]', '1.2.3.4', '[::1]9464', 'a b:1', 'http://a:1'])(
	'does not take %j',
	given => {
		expect(refusal('--metrics', given)).toBe(
			`--metrics takes PORT or HOST:PORT, an IPv6 address in [brackets] and a port that is a whole number from 0 to 65535, not '${given}'`,
		);
	},
);

it('takes what belongs to it only with it', () => {
	expect(refusal('--metrics-top', '3')).toBe('--metrics-top needs --metrics PORT');
	expect(refusal('--metrics-token', 'a')).toBe('--metrics-token needs --metrics PORT');
	expect(refusal('--metrics', '1', '--metrics-top', '201')).toBe(
		"--metrics-top takes a whole number from 0 to 200, not '201'",
	);
});

it('takes a token from a file that holds one', () => {
	const given = (name: string) => refusal('--metrics', '0', '--metrics-token', path.join(folder, name));
	expect(given('token')).toMatchObject({token: 'c2VjcmV0=='});
	for (const name of ['words', 'empty']) {
		expect(given(name)).toMatch(
			/\/(words|empty) holds no token: one line of letters, digits and -\._~\+\/= is wanted$/,
		);
	}
	expect(given('none')).toMatch(/^cannot read .*\/none: no such file/);
});

it('is a line and status 1 where the port is taken, before anything is captured', async () => {
	const server = createServer().listen(0, '127.0.0.1');
	await new Promise(resolve => server.once('listening', resolve));
	const {port} = server.address() as {port: number};
	const args = [PROGRAM, 'analyze', 'none.pcap', '--metrics', String(port)];
	const {status, stdout, stderr} = spawnSync(process.execPath, args, {encoding: 'utf8'});
	server.close();
	expect({status, stdout, stderr}).toEqual({
		status: 1,
		stdout: '',
		stderr: `netanal-tui: cannot serve metrics on 127.0.0.1:${port}: the port is taken; take another one\n`,
	});
});

it('tells of a pipe while it is read, and warns of readers elsewhere even when quiet', async () => {
	const place = new Workplace(null);
	try {
		writeFileSync(place.file('small.pcap'), smallCapture());
		const reading = place.start(
			'{ cat small.pcap; sleep infinity; } | netanal-tui analyze - --metrics 0.0.0.0:0 --metrics-token token',
		);
		writeFileSync(place.file('token'), 'c2VjcmV0');
		const warning = 'netanal-tui: metrics leave this machine, and without encryption: the token is sent in the clear\n';
		await until(() => /metrics are at \S+\n/.test(reading.output()) && reading.output().includes(warning));
		const [, port] = /metrics are at http:\/\/0\.0\.0\.0:(\d+)\/metrics\n/.exec(reading.output()) ?? [];
		const told = async (authorization: string) => {
			const response = await fetch(`http://127.0.0.1:${port}/metrics`, {headers: {authorization}});
			return response.text();
		};
		await until(async () => (await told('Bearer c2VjcmV0')).includes('\nnetanal_packets_total 2\n'));
		expect(await told('Bearer other')).toBe('the bearer token is missing or another one\n');
		await reading.end();
	} finally {
		place.close();
	}
});

it('tells of what the dashboard shows, whose log says where', async () => {
	const program = await Program.started(['--demo', '--metrics', '0'], {columns: 120, rows: 40}, 'demo');
	try {
		program.press('8z');
		await program.shows(/metrics are at http:\/\/127\.0\.0\.1:\d+\/metrics/);
		const [url] = /http:\S+/.exec(program.screen) ?? [''];
		const packets = async () => Number(/^netanal_packets_total (\d+)$/m.exec(await (await fetch(url)).text())?.[1]);
		await until(async () => (await packets()) > 0);
	} finally {
		await program.closed();
	}
});
