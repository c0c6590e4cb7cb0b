/** Root is given up by a dashboard on a file or a pipe, before a byte is read. `npm run build` comes first. */
import fs from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {writeKnownTraffic} from '../helpers/known-traffic.js';
import {liveTestObstacle} from '../helpers/netns.js';
import {Program} from '../helpers/program.js';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
const UID = 54_321;
const SUDO = {SUDO_UID: String(UID), SUDO_GID: String(UID)};
const [CTRL_S, CTRL_U, ENTER] = ['\u0013', '\u0015', '\r'];
/** No namespaces without root, and nothing to be given up. */
const asRoot = describe.skipIf(liveTestObstacle() !== null);

let folder: string;
let file: string;
let known: {packets: number; udp: number};
let program: Program | null = null;

beforeEach(() => {
	folder = fs.mkdtempSync('/tmp/netanal-reader-');
	fs.chmodSync(folder, 0o777);
	file = path.join(folder, 'for-root-only.pcap');
	known = writeKnownTraffic(file, 400);
	fs.chmodSync(file, 0o600);
	fs.mkdirSync(path.join(folder, 'program'));
});
afterEach(() => {
	program?.kill();
	// the mount is another namespace's: were it here, this would throw before anything of the repository goes
	fs.rmdirSync(path.join(folder, 'program'));
	fs.rmSync(folder, {recursive: true, force: true});
});

/** The program where `mode` lets others read it, wherever the repository lies: seen through another mount of it. */
function run(args: string[], {mode = 0o755, stdin = ''} = {}): Program {
	const there = path.join(folder, 'program');
	fs.chmodSync(folder, mode === 0o755 ? 0o777 : mode);
	const mount = `mount --bind --options ro '${REPOSITORY}' '${there}' && exec "$@"`;
	program = new Program(args, {
		columns: 120,
		rows: 40,
		cwd: folder,
		env: {...SUDO, XDG_STATE_HOME: path.join(folder, 'state')},
		before: ['unshare', '--mount', '--propagation', 'private', 'sh', '-c', mount, 'sh'],
		program: path.join(there, 'dist/cli.js'),
		...(stdin === '' ? {} : {stdin}),
	});
	return program;
}

const field = (name: string, threads: string[]) =>
	new Set(threads.flatMap(status => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(status)![1].split(/\s+/)));

function threadsOf({pid}: Program): string[] {
	return fs.readdirSync(`/proc/${pid}/task`).map(id => fs.readFileSync(`/proc/${pid}/task/${id}/status`, 'utf8'));
}

function expectPowerless(running: Program): void {
	const threads = threadsOf(running);
	for (const ids of ['Uid', 'Gid']) {
		expect(field(ids, threads)).toEqual(new Set([String(UID)]));
	}
	for (const set of ['CapPrm', 'CapEff', 'CapAmb']) {
		expect(field(set, threads)).toEqual(new Set(['0000000000000000']));
	}
	expect(field('NoNewPrivs', threads)).toEqual(new Set(['1']));
}

asRoot('root', {timeout: 60_000}, () => {
	it('is given up for a file, which can be read again with another filter all the same, and exported', async () => {
		const running = run([file]);
		await running.shows('end of file');
		await running.shows(`${known.packets} packets`);
		expectPowerless(running);
		expect(running.screen).not.toContain('ROOT');
		running.press('f');
		await running.shows('Enter');
		running.press(`${CTRL_U}udp${ENTER}`);
		await running.shows('the file is read again with it');
		await running.shows(`${known.udp} packets`);
		expectPowerless(running);
		running.press(CTRL_S);
		await running.shows('written');
		const name = fs.readdirSync(folder).find(each => each.endsWith('.json'))!;
		expect(fs.statSync(path.join(folder, name))).toMatchObject({uid: UID, gid: UID});
		expect(JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8')).totals.packets).toBe(known.udp);
	});

	it('is given up for a pipe', async () => {
		const running = run(['-'], {stdin: `cat '${file}'`});
		await running.shows(`${known.packets} packets`);
		expectPowerless(running);
	});

	it('is kept when asked for', async () => {
		const running = run([file, '--keep-privileges']);
		await running.shows('ROOT');
		expect(field('Uid', threadsOf(running))).toEqual(new Set(['0']));
	});

	it('is kept, and said to be, where the user may not read the program', async () => {
		const running = run([file], {mode: 0o700});
		await running.shows('still root, since no other user may read this program');
		await running.shows('ROOT');
		// the header has no room for them beside it
		running.press('1');
		await running.shows(new RegExp(`packets +${known.packets} |${known.packets} packets`));
		expect(field('Uid', threadsOf(running))).toEqual(new Set(['0']));
	});

	it('is not kept in the name of a user that there is not', async () => {
		const running = run([file, '--user', 'no-such-user']);
		await running.exit();
		expect(running.screen).toMatch(/no user no-such-user/);
		expect(running.screen).toMatch(/after 1\n/);
	});
});
