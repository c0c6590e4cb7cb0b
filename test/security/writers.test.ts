/** Commands that read captures and write files: whoever was lent root owns what is written, and root is gone before a byte is read. */
import {spawn, spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {privilegesOfThreads} from '../helpers/processes.js';
import {PROGRAM} from '../helpers/program.js';
import {smallCapture} from '../helpers/small-capture.js';
import {until} from '../helpers/until.js';

/** No account has these numbers; files tell by them whose they are. */
const [UID, GID] = [54_321, 54_322];
const SUDO = {SUDO_UID: String(UID), SUDO_GID: String(GID)};

let folder: string;
/** Whoever called sudo may write there, and nowhere else. */
let own: string;
const at = (name: string) => path.join(folder, name);
const mine = (name: string) => path.join(own, name);

beforeEach(() => {
	folder = fs.mkdtempSync('/tmp/netanal-writers-');
	fs.chmodSync(folder, 0o755);
	own = at('own');
	fs.mkdirSync(own);
	fs.chownSync(own, UID, GID);
	fs.writeFileSync(at('for-root-only.pcap'), smallCapture(), {mode: 0o600});
});
afterEach(() => fs.rmSync(folder, {recursive: true}));

function run(environment: NodeJS.ProcessEnv, ...args: string[]) {
	const {SUDO_UID: _, SUDO_GID: __, ...rest} = process.env;
	const {status, stderr} = spawnSync(process.execPath, [PROGRAM, ...args], {
		cwd: folder,
		encoding: 'utf8',
		env: {...rest, ...environment},
	});
	return {status, stderr};
}

/** Commands that write `target`, from a capture that only root may read. */
const WRITERS: readonly (readonly [string, (target: string) => string[]])[] = [
	['export statistics', target => ['export', 'for-root-only.pcap', '-q', '-o', `${target}.json`]],
	['export snapshots', target => ['export', 'for-root-only.pcap', '-q', '-o', `${target}.ndjson`]],
	['export packets', target => ['export', 'for-root-only.pcap', '-q', '--packets', '-o', `${target}.csv`]],
	['export a cut', target => ['export', 'for-root-only.pcap', '-q', '-o', `${target}.pcap`]],
	['export a picture', target => ['export', 'for-root-only.pcap', '-q', '-o', `${target}.svg`]],
	['chart', target => ['chart', 'for-root-only.pcap', '-o', `${target}.svg`]],
	['chart of a snapshot', target => ['chart', 'snapshot.json', '-o', `${target}.svg`]],
];

describe.skipIf(process.geteuid?.() !== 0)('root that was lent', {timeout: 30_000}, () => {
	beforeEach(() => {
		expect(run({}, 'export', 'for-root-only.pcap', '-q', '-o', 'snapshot.json')).toEqual({status: 0, stderr: ''});
	});

	it.each(WRITERS)('%s: what is written is who called sudo’s', (_, command) => {
		expect(run(SUDO, ...command(mine('written')))).toEqual({status: 0, stderr: ''});
		const [name, ...others] = fs.readdirSync(own);
		expect(others).toEqual([]);
		expect(fs.statSync(mine(name))).toMatchObject({uid: UID, gid: GID, mode: 0o100_600});
	});

	it.each(WRITERS)('%s: what who called sudo may not write is refused in one line, with what helps', (_, command) => {
		const refused = run(SUDO, ...command(at('refused')));
		expect(refused.status).toBe(1);
		expect(refused.stderr).toMatch(
			/^netanal-tui: cannot write .*refused\.\w+: permission denied for 54321, whom root was given up to: another folder, --user NAME or --keep-privileges\n$/,
		);
		expect(run(SUDO, ...command(at('kept')), '--keep-privileges')).toEqual({status: 0, stderr: ''});
		const written = fs.readdirSync(folder).filter(name => /^\.?(refused|kept)/.test(name));
		expect(written).toEqual([expect.stringMatching(/^kept\.\w+$/)]);
		expect(fs.statSync(at(written[0])).uid).toBe(0);
	});

	it.each([
		['in a root shell', {}, [], 0],
		['when root itself called sudo', {SUDO_UID: '0', SUDO_GID: '0'}, [], 0],
		['when it is said who', {}, ['--user', String(UID)], UID],
		['when it is said who, under sudo', {SUDO_UID: '1', SUDO_GID: '1'}, ['--user', String(UID)], UID],
	])('what is written is, %s, of uid %j %j %d', (_, environment, flags, owner) => {
		const target = mine('owned.json');
		const args = ['export', 'for-root-only.pcap', '-q', '-o', target, ...flags];
		expect(run(environment, ...args)).toEqual({status: 0, stderr: ''});
		expect(fs.statSync(target).uid).toBe(owner);
	});

	it.each(WRITERS)('%s: in a root shell, what is written is root’s, also where nobody else may go', (_, command) => {
		fs.chmodSync(folder, 0o700);
		expect(run({}, ...command(at('written')))).toEqual({status: 0, stderr: ''});
		const [name, ...others] = fs.readdirSync(folder).filter(each => /^\.?written/.test(each));
		expect(others).toEqual([]);
		expect(fs.lstatSync(at(name))).toMatchObject({uid: 0, gid: 0, mode: 0o100_600});
		const again = run({}, ...command(at('written')));
		expect(again.status).toBe(1);
		expect(again.stderr).toMatch(
			/^netanal-tui: .*written\.\w+ exists; choose another name, or --force to replace it\n$/,
		);
		fs.renameSync(at(name), at('elsewhere'));
		fs.symlinkSync(at('elsewhere'), at(name));
		expect(run({}, ...command(at('written')), '--force').stderr).toContain('it is a symbolic link');
		fs.unlinkSync(at(name));
		fs.writeFileSync(at(name), 'old');
		expect(run({}, ...command(at('written')), '--force')).toEqual({status: 0, stderr: ''});
		expect(fs.readFileSync(at(name)).equals(Buffer.from('old'))).toBe(false);
	});

	it('is not kept where a user is named whom there is not', () => {
		const {status, stderr} = run({}, 'chart', 'snapshot.json', '-o', 'x.svg', '--user', 'no-such-user');
		expect({status, stderr}).toEqual({
			status: 1,
			stderr: 'netanal-tui: no user no-such-user; getent passwd lists them\n',
		});
		expect(fs.existsSync(at('x.svg'))).toBe(false);
	});

	it.each([
		['export', (pipe: string) => ['export', pipe, '-q', '-o', mine('late.json')]],
		['chart', (pipe: string) => ['chart', pipe, '-o', mine('late.svg')]],
		['filter', (pipe: string) => ['filter', 'udp', '-r', pipe]],
		['export in a root shell', (pipe: string) => ['export', pipe, '-q', '-o', mine('late.json')], 65_534],
		['chart in a root shell', (pipe: string) => ['chart', pipe, '-o', mine('late.svg')], 65_534],
	])('%s: is given up on every thread before a byte is read', async (_, command, reader = UID) => {
		const pipe = at('pipe');
		spawnSync('mkfifo', [pipe]);
		const lent = reader === UID ? SUDO : {};
		const child = spawn(process.execPath, [PROGRAM, ...command(pipe)], {cwd: folder, env: {...process.env, ...lent}});
		const closed = new Promise(resolve => child.once('close', resolve));
		const uids = () => privilegesOfThreads(child.pid!).flatMap(thread => thread.uids);
		// It waits for the pipe's writer, so this ends, or the test's time does.
		await until(() => uids().every(uid => uid === reader));
		fs.writeFileSync(pipe, smallCapture());
		expect(await closed).toBe(0);
		for (const name of fs.readdirSync(own)) {
			expect(fs.statSync(mine(name)).uid).toBe(reader === UID ? UID : 0);
		}
	});
});
