/** Root is given up on every thread once the interface is open and before the first packet is analysed. */
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, it} from 'vitest';
import {Driver} from '../helpers/driver.js';
import {describeLive, untilOpen, useLive} from '../helpers/live.js';
import {INTERFACE} from '../helpers/netns.js';
import {privilegesOfThreads as threads} from '../helpers/processes.js';
import {PROGRAM, Program} from '../helpers/program.js';
import {until} from '../helpers/until.js';
import type {EngineCommand, EngineLine} from './engine-driver.js';

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));
const CACHE = fileURLToPath(new URL('../../node_modules/.cache', import.meta.url));

/** No account has these numbers; files tell by them whose they are. */
const UID = 54_321;
const GID = 54_322;
const SUDO = {SUDO_UID: String(UID), SUDO_GID: String(GID)};

const powerless = (uid: number, gid: number) => ({
	uids: [uid, uid, uid, uid],
	gids: [gid, gid, gid, gid],
	capabilities: [0, 0, 0, 0],
	noNewPrivileges: true,
});

describeLive('privileges', 60_000, () => {
	const live = useLive({driver: 'engine-driver', packets: {known: 2000}});

	const OPTIONS = {source: {kind: 'interface', name: INTERFACE}, interval: 100, privileges: 'drop'};

	async function start(how: {dist?: string; environment?: Record<string, string>}, options: object = {}) {
		const engine = new Driver<EngineLine, EngineCommand>(live.network, live.driver, {...OPTIONS, ...options}, how);
		await engine.first('started');
		return engine;
	}

	/** Everything that a capture does still works. */
	async function works(engine: Driver<EngineLine, EngineCommand>) {
		engine.send({type: 'check', id: 1, text: 'tcp prt'});
		expect((await engine.first('answer', line => line.id === 1)).message).toContain('syntax error');
		engine.send({type: 'filter', id: 2, text: 'udp'});
		expect(await engine.first('answer', line => line.id === 2)).toMatchObject({code: null});
		await engine.first('filter', line => line.filter === 'udp');
		await live.network.replay(live.file.known, 0);
		await engine.first('snapshot', ({snapshot}) => snapshot.totals.packets >= live.known.known.udp);
		engine.send({type: 'stop'});
		const {snapshot} = await engine.first('end');
		expect(snapshot).toMatchObject({
			error: null,
			totals: {packets: live.known.known.udp},
			drops: {kernel: 0, queue: 0},
		});
	}

	/** Runs the program in the namespace to its end. */
	async function run(args: string[], options: {environment?: Record<string, string>; before?: string[]} = {}) {
		const variables = Object.entries(options.environment ?? {}).map(([name, value]) => `${name}=${value}`);
		const command = [...(options.before ?? []), process.execPath, PROGRAM, ...args];
		const child = live.network.spawn(live.network.receiver, 'env', [...variables, ...command]);
		let stderr = '';
		child.stderr!.on('data', chunk => {
			stderr += chunk;
		});
		return {status: await new Promise(resolve => child.once('close', resolve)), stderr};
	}

	it('every thread is who called sudo, and can do nothing more; filters still change', async () => {
		const engine = await start({environment: SUDO});
		const all = threads(engine.pid);
		expect(all.length).toBeGreaterThan(4);
		for (const thread of all) {
			expect(thread).toMatchObject({...powerless(UID, GID), groups: []});
		}
		expect(await engine.first('privileges')).toEqual({
			type: 'privileges',
			state: 'dropped',
			user: String(UID),
			warning: null,
		});
		await works(engine);
	});

	it.each([
		['root', []],
		['somebody else', ['setpriv', `--reuid=${UID}`, `--regid=${GID}`, '--clear-groups', '--bounding-set=-all']],
	])('cannot be checked without /proc, which %s is told in a line with what mends it', async (_, become) => {
		const hide = 'mount -t tmpfs none /proc && exec "$@"';
		const hidden = ['unshare', '--mount', '--propagation', 'private', 'sh', '-c', hide, 'sh'];
		expect(await run(['capture', INTERFACE], {before: [...hidden, ...become]})).toEqual({
			status: 1,
			stderr:
				'netanal-tui: privileges cannot be checked without /proc: mount -t proc proc /proc, or --keep-privileges to do without the check\n',
		});
		const {status} = await run(['capture', INTERFACE, '--keep-privileges', '--duration', '0.1', '--quiet'], {
			before: hidden,
		});
		expect(status).toBe(0);
	});

	it('can start no program that gains anything', async () => {
		const id = path.join(fs.mkdtempSync('/tmp/netanal-setuid-'), 'id');
		try {
			fs.chmodSync(path.dirname(id), 0o755);
			fs.copyFileSync('/usr/bin/id', id);
			fs.chmodSync(id, 0o4755);
			// Anybody else becomes root by it.
			const anybody = ['setpriv', `--reuid=${UID}`, `--regid=${GID}`, '--clear-groups'];
			expect(spawnSync(anybody[0], [...anybody.slice(1), id, '-u'], {encoding: 'utf8'}).stdout).toBe('0\n');
			const engine = await start({environment: SUDO});
			engine.send({type: 'run', file: id, args: ['-u']});
			expect((await engine.first('ran')).output).toBe(`${UID}\n`);
			expect(threads(engine.pid)[0].bounding).toBe(0);
		} finally {
			fs.rmSync(path.dirname(id), {recursive: true});
		}
	});

	it('gives root up before a packet is analysed, and loses none meanwhile', async () => {
		const options = {...OPTIONS, held: true};
		const engine = new Driver<EngineLine, EngineCommand>(live.network, live.driver, options, {environment: SUDO});
		await untilOpen(engine.pid);

		await live.network.replay(live.file.known, 0);
		// A new pair has a link as soon as the kernel has looked (linkwatch), which can take a second; that is all there is to tell.
		expect(engine.lines.filter(({type}) => type !== 'interface')).toEqual([]);
		expect(threads(engine.pid)[0].uids).toEqual([0, 0, 0, 0]);
		engine.send({type: 'release'});
		const all = live.known.known.packets;
		const {snapshot} = await engine.first('snapshot', line => line.snapshot.totals.packets >= all);
		expect(snapshot.totals.packets).toBe(all);
		for (const thread of threads(engine.pid)) {
			expect(thread).toMatchObject(powerless(UID, GID));
		}
		expect(engine.lines.findIndex(({type}) => type === 'privileges')).toBeLessThan(
			engine.lines.findIndex(({type}) => type === 'snapshot'),
		);
	});

	/** A copy of the program where only root may read it, as in root's own home. */
	async function closed(check: (dist: string) => Promise<void>) {
		fs.mkdirSync(CACHE, {recursive: true});
		const dist = fs.mkdtempSync(path.join(CACHE, 'netanal-closed-'));
		try {
			fs.cpSync(DIST, dist, {recursive: true});
			fs.chmodSync(dist, 0o700);
			await check(dist);
		} finally {
			fs.rmSync(dist, {recursive: true, force: true});
		}
	}

	it('works on when the user may not read the program', () =>
		closed(async dist => {
			const engine = await start({dist, environment: SUDO});
			for (const thread of threads(engine.pid)) {
				expect(thread).toMatchObject(powerless(UID, GID));
			}
			await works(engine);
		}));

	it('keeps root when a library user asks for nothing', async () => {
		const engine = await start({environment: SUDO}, {privileges: undefined});
		for (const thread of threads(engine.pid)) {
			expect(thread.uids).toEqual([0, 0, 0, 0]);
		}
		expect(await engine.first('privileges')).toMatchObject({state: 'kept', user: 'root'});
		await works(engine);
	});

	it('drops capabilities that came without root, on the threads that see packets', async () => {
		const capabilities = '+net_raw,+net_admin';
		const user = ['setpriv', `--reuid=${UID}`, `--regid=${GID}`, '--clear-groups'];
		const child = live.network.spawn(live.network.receiver, user[0], [
			...user.slice(1),
			...[`--inh-caps=${capabilities}`, `--ambient-caps=${capabilities}`],
			...[process.execPath, PROGRAM, 'capture', INTERFACE, '--format', 'ndjson', '--interval', '0.1'],
		]);
		const heard = new Promise(resolve => child.stdout!.once('data', resolve));
		await untilOpen(child.pid!);
		// Without packets there is no record.
		await live.network.replay(live.file.known, 0);
		await heard;
		const all = threads(child.pid!);
		// Main, capture, analysis; those that V8 started before us run none of our code.
		const without = all.filter(({capabilities: sets}) => sets.every(set => set === 0));
		expect(without.length).toBeGreaterThanOrEqual(3);
		expect(threads(child.pid!)[0]).toMatchObject({...powerless(UID, GID)});
		for (const {noNewPrivileges} of all) {
			expect(noNewPrivileges).toBe(true);
		}
		const closed = new Promise(resolve => child.once('close', resolve));
		process.kill(child.pid!, 'SIGINT');
		expect(await closed).toBe(0);
	});

	const printing = it.each(['analyze', 'export']);
	printing('`%s` gives root up once its files are open, before a byte of them is read', async command => {
		const secret = path.join(live.folder, `${command}-for-root-only.pcap`);
		fs.copyFileSync(live.file.known, secret);
		fs.chmodSync(secret, 0o600);
		const pipe = path.join(live.folder, `${command}-pipe`);
		spawnSync('mkfifo', [pipe]);
		const variables = Object.entries(SUDO).map(([name, value]) => `${name}=${value}`);
		const args = [process.execPath, PROGRAM, command, secret, pipe, '--format', 'json'];
		const child = live.network.spawn(live.network.receiver, 'env', [...variables, ...args]);
		let stdout = '';
		child.stdout!.on('data', chunk => {
			stdout += chunk;
		});
		const closed = new Promise(resolve => child.once('close', resolve));
		// It waits for the pipe's writer.
		await until(() => threads(child.pid!).every(({uids}) => uids[0] === UID));
		for (const thread of threads(child.pid!)) {
			expect(thread).toMatchObject(powerless(UID, GID));
		}
		const writer = live.network.spawn(live.network.receiver, 'sh', ['-c', 'exec cat "$0" > "$1"', secret, pipe]);
		expect(await new Promise(resolve => writer.once('close', resolve))).toBe(0);
		expect(await closed).toBe(0);
		expect(JSON.parse(stdout)).toMatchObject({error: null, totals: {packets: 2 * live.known.known.packets}});
	});

	it('`analyze` reads on when one of its files cannot be opened', async () => {
		const {status, stderr} = await run(['analyze', live.file.known, path.join(live.folder, 'missing.pcap')]);
		expect(status).toBe(1);
		expect(stderr).toMatch(/^netanal-tui: cannot read .*missing\.pcap: no such file; check the path\n$/);
	});

	it.each([[['--user']], [['--map-root-user']]])(
		'`analyze` works where there is no one else to become: unshare %s',
		async flags => {
			const {status, stderr} = await run(['analyze', live.file.known], {before: ['unshare', ...flags]});
			expect({status, stderr}).toEqual({status: 0, stderr: ''});
		},
	);

	it('writes files as the invoking user', async () => {
		const folder = fs.mkdtempSync('/tmp/netanal-own-');
		try {
			fs.chownSync(folder, UID, GID);
			const names = ['own.json', 'own.pcapng'];
			const files = names.flatMap(name => ['-o', path.join(folder, name)]);
			const {status, stderr} = await run(['capture', INTERFACE, '-a', '0.1', ...files], {environment: SUDO});
			expect(stderr).not.toContain('cannot');
			expect(status).toBe(0);
			for (const name of names) {
				expect(fs.statSync(path.join(folder, name))).toMatchObject({uid: UID, gid: GID});
			}
		} finally {
			fs.rmSync(folder, {recursive: true});
		}
	});

	it.each(['json', 'pcap'])('says before the capture that a .%s file could not be written', async ending => {
		const target = path.join(live.folder, `refused.${ending}`);
		const {status, stderr} = await run(['capture', INTERFACE, '-o', target, '--user', 'nobody']);
		expect(status).toBe(1);
		expect(stderr).toBe(
			`netanal-tui: cannot write ${target}: permission denied for nobody, whom root was given up to: another folder, --user NAME or --keep-privileges\n`,
		);
		const kept = await run(['capture', INTERFACE, '-a', '0.1', '-o', target, '--keep-privileges']);
		expect(kept.status).toBe(0);
		expect(fs.statSync(target).uid).toBe(0);
	});

	it.each([
		[['--user', 'no-such-user'], 1, 'no user no-such-user; getent passwd lists them'],
		[['--user', 'root'], 1, 'root is root: to keep root, --keep-privileges instead of --user'],
		[['--user', 'nobody', '--keep-privileges'], 2, '--keep-privileges and --user exclude each other: choose one'],
	])('%j is refused', async (args, expected, message) => {
		const {status, stderr} = await run(['capture', INTERFACE, ...args]);
		expect(status).toBe(expected);
		expect(stderr).toContain(`netanal-tui: ${message}`);
	});

	it('names the ways in when it may not capture', async () => {
		const before = ['setpriv', `--reuid=${UID}`, `--regid=${GID}`, '--clear-groups'];
		const {status, stderr} = await run(['capture', INTERFACE], {before});
		expect(status).toBe(1);
		expect(stderr).toBe(
			`netanal-tui: no permission to capture on ${INTERFACE}: run the same with sudo; as a service, a systemd unit with AmbientCapabilities=CAP_NET_RAW (docs/security.md); never setcap on node\n`,
		);
	});

	it('warns of a Node that anyone may capture with', async () => {
		const node = path.join(fs.mkdtempSync('/tmp/netanal-node-'), 'node');
		try {
			fs.copyFileSync(process.execPath, node);
			fs.chmodSync(path.dirname(node), 0o755);
			expect(spawnSync('setcap', ['cap_net_raw+ep', node]).status).toBe(0);
			const child = live.network.spawn(live.network.receiver, 'setpriv', [
				...[`--reuid=${UID}`, `--regid=${GID}`, '--clear-groups'],
				...[node, PROGRAM, 'capture', INTERFACE, '-p', '-a', '0.1', '-q'],
			]);
			let stderr = '';
			child.stderr!.on('data', chunk => {
				stderr += chunk;
			});
			expect(await new Promise(resolve => child.once('close', resolve))).toBe(0);
			expect(stderr).toContain(`every program that Node runs here may capture, because ${node} has capabilities`);
			expect(stderr).toContain(`sudo setcap -r ${node}\n`);
		} finally {
			fs.rmSync(path.dirname(node), {recursive: true});
		}
	});

	async function dashboard(
		args: string[],
		check: (program: Program) => Promise<void>,
		where: {cwd?: string; program?: string} = {},
	) {
		const program = new Program([INTERFACE, ...args], {
			columns: 120,
			rows: 40,
			cwd: live.folder,
			before: ['ip', 'netns', 'exec', live.network.receiver],
			...where,
		});
		try {
			await program.shows('capturing');
			await check(program);
		} finally {
			program.kill();
		}
	}

	it('the dashboard draws and lists when the user may not read the program', () =>
		closed(async dist => {
			const cwd = fs.mkdtempSync('/tmp/netanal-drawn-');
			fs.chmodSync(cwd, 0o777);
			const check = async (program: Program) => {
				expect(threads(program.pid)[0]).toMatchObject({uids: [65534, 65534, 65534, 65534]});
				program.press('i');
				await program.shows(/ lo .*127\.0\.0\.1/);
				program.press('\u001b');
				await program.until('the list closed', screen => !/ lo .*127/.test(screen));
				program.press('e');
				await program.shows('Export what is shown');
				program.press('\u001b[B\u001b[B\r');
				await program.shows(/written .*\.svg/);
				program.press('e');
				await program.shows('Export what is shown');
				program.press('\u001b[B\u001b[B\u001b[B\r');
				await program.shows(/written .*\.png/);
			};
			await dashboard([], check, {cwd, program: path.join(dist, 'cli.js')}).finally(() =>
				fs.rmSync(cwd, {recursive: true}),
			);
		}));

	it('the dashboard becomes who is named as well, says so before an export fails, and switches all the same', () =>
		dashboard(['--user', 'nobody'], async program => {
			for (const thread of threads(program.pid)) {
				expect(thread).toMatchObject({uids: [65534, 65534, 65534, 65534]});
			}
			program.press('\u0013');
			await program.shows(/not written: nobody may not write to .*--keep-privileges/);
			program.press('e');
			await program.shows('Export what is shown');
			await program.shows(/^ \S nobody may not write to .*: :cd FOLDER, .*--keep-privileges/m);
			program.press('\u001b');
			await program.until('the list closed', screen => !screen.includes('Export what is shown'));
			const elsewhere = fs.mkdtempSync('/tmp/netanal-elsewhere-');
			fs.chmodSync(elsewhere, 0o777);
			program.press(`:cd ${elsewhere}/none\r`);
			await program.shows(/files go where they went: cannot write .*: there is no such folder/);
			program.press(`:cd ${elsewhere}\r`);
			await program.shows(`files go to ${elsewhere}`);
			program.press('\u0013');
			await program.shows(/written .*netanal-elsewhere.*\.json/);
			const written = fs.readdirSync(elsewhere);
			fs.rmSync(elsewhere, {recursive: true});
			expect(written).toEqual([expect.stringMatching(/^netanal-.*\.json$/)]);
			program.press(':interface any\r');
			await program.shows('capturing on any');
			for (const thread of threads(program.pid)) {
				expect(thread).toMatchObject(powerless(65_534, 65_534));
			}
		}));

	it('the dashboard shows that root was kept', () =>
		dashboard(['--keep-privileges'], async program => {
			await program.shows('ROOT');
			expect(threads(program.pid)[0]).toMatchObject({uids: [0, 0, 0, 0]});
		}));
});
