/** A root shell in a folder that only root may enter: everything is written, nothing that sees a packet is root, and a lost helper is said. */
import fs from 'node:fs';
import path from 'node:path';
import {afterEach, beforeEach, expect, it} from 'vitest';
import {describeLive, untilOpen, useLive} from '../helpers/live.js';
import {INTERFACE} from '../helpers/netns.js';
import {helperOf, privilegesOfThreads} from '../helpers/processes.js';
import {PROGRAM, Program} from '../helpers/program.js';
import {until} from '../helpers/until.js';

const [CTRL_S, DOWN, ENTER] = ['\u0013', '\u001b[B', '\r'];
const NOBODY = 65_534;
const [DAC_OVERRIDE, DAC_READ_SEARCH, NET_RAW, SYS_PTRACE] = [1 << 1, 1 << 2, 1 << 13, 1 << 19];
/** KiB; Node 24 itself takes ten more than 20. */
const MOST_MEMORY = (process.versions.node.startsWith('20.') ? 45 : 60) * 1024;

let folder: string;
let program: Program | null;

const names = (pattern: RegExp) => fs.readdirSync(folder).filter(name => pattern.test(name));

function expectPowerless(pid: number): void {
	for (const thread of privilegesOfThreads(pid)) {
		expect(thread).toMatchObject({
			uids: [NOBODY, NOBODY, NOBODY, NOBODY],
			capabilities: [0, 0, 0, 0],
			noNewPrivileges: true,
		});
	}
}

describeLive('a root shell', 60_000, () => {
	const live = useLive({packets: {known: 900}});

	beforeEach(() => {
		// 0700
		folder = fs.mkdtempSync('/tmp/netanal-root-');
		program = null;
		before = [];
	});
	afterEach(() => {
		program?.kill();
		fs.rmSync(folder, {recursive: true});
	});

	/** Another file in its own mount namespace, which ip(8) has made: nothing is there of the helper's program. */
	const WITHOUT_HELPER = ['sh', '-c', 'mount --bind /dev/null "$0" && exec "$@"', path.join(PROGRAM, '../helper.cjs')];
	let before: string[] = [];

	async function dashboard(...args: string[]): Promise<{running: Program; helper: number}> {
		const running = new Program(args.length === 0 ? [INTERFACE] : args, {
			columns: 120,
			rows: 40,
			cwd: folder,
			env: {HOME: folder},
			before: ['ip', 'netns', 'exec', live.network.receiver, ...before],
		});
		program = running;
		await running.shows('capturing');
		return {running, helper: helperOf(running.pid)!};
	}

	it('writes packets, exports, remembers filters and switches, and what sees packets is nobody', async () => {
		const {running, helper} = await dashboard();
		running.press('w');
		await running.shows('writing packets to');
		await live.network.replay(live.file.known, 0);
		await running.shows(`${live.known.known.packets} packets`);
		running.press('w');
		await running.shows(/written .*\.pcap: \d+ packets/);
		running.press(CTRL_S);
		await running.shows(/written .*\.json/);
		running.press('e');
		await running.shows('Export what is shown');
		expect(running.screen).not.toContain('may not write');
		running.press(`${DOWN}${ENTER}`);
		await running.shows('more tables');
		running.press('f');
		await running.shows('Enter');
		running.press(`udp${ENTER}`);
		await running.shows('filter in force: udp');
		running.press(':interface any\r');
		await running.shows('capturing on any');
		expectPowerless(running.pid);

		fs.mkdirSync(path.join(folder, 'below'));
		running.press(':cd below\r');
		await running.shows('files go to');
		running.press(CTRL_S);
		await running.shows(/written .*below.*\.json/);
		running.press(':cd /etc\r');
		await running.shows(/files go where they went: cannot write \/etc/);

		const files = [...names(/^netanal-/), ...fs.readdirSync(path.join(folder, 'below')).map(name => `below/${name}`)];
		expect(files.map(name => path.extname(name)).sort()).toEqual(
			expect.arrayContaining(['.csv', '.json', '.json', '.pcap']),
		);
		for (const name of files) {
			expect(fs.statSync(path.join(folder, name))).toMatchObject({uid: 0, gid: 0, mode: 0o100_600});
		}
		expect(fs.readFileSync(path.join(folder, '.local/state/netanal-tui/filters'), 'utf8')).toBe('udp\n');

		for (const thread of privilegesOfThreads(helper)) {
			const kept = DAC_OVERRIDE | DAC_READ_SEARCH | NET_RAW | SYS_PTRACE;
			expect(thread).toMatchObject({uids: [0, 0, 0, 0], capabilities: [0, kept, kept, 0], noNewPrivileges: true});
		}
		const memory = Number(/^VmHWM:\s*(\d+)/m.exec(fs.readFileSync(`/proc/${helper}/status`, 'utf8'))![1]);
		expect(memory).toBeLessThan(MOST_MEMORY);
		running.press('q');
		await running.exit();
		await until(() => !fs.existsSync(`/proc/${helper}`));
	});

	/** Talks to itself, five times a second. */
	const TALK = `
		// hunter2 is a secret
		const net = require('node:net');
		const server = net.createServer(socket => socket.on('data', data => socket.write(data))).listen(4321, '127.0.0.1', () => {
			const client = net.connect(4321, '127.0.0.1');
			setInterval(() => client.write('hello'), 200);
		});`;

	it('tells whose a flow is, and does not when that is not wanted', async () => {
		const talker = live.network.spawn(live.network.receiver, process.execPath, ['-e', TALK]);
		const {running} = await dashboard('lo');
		running.press('5');
		await running.shows(':4321');
		running.press(DOWN);
		running.press(ENTER);
		for (const end of ['from', 'to']) {
			await running.shows(new RegExp(`process ${end} +(node|MainThread) \\(pid ${talker.pid}, root`));
		}
		expect(running.screen).not.toMatch(/command from|hunter2/);
		running.kill();
		const without = (await dashboard('lo', '--no-processes')).running;
		without.press('5');
		await without.shows(':4321');
		without.press(DOWN);
		without.press(ENTER);
		await without.shows('transport');
		expect(without.screen).not.toContain('process from');
	});

	it.each([
		['killed', 'SIGKILL', /privileged helper lost \((killed by SIGKILL|it has ended)\)/],
		['hanging', 'SIGSTOP', /privileged helper lost \(it does not answer\)/],
		['not there', null, /privileged helper lost \((ended with status 0|it has ended)\)/],
	] as const)('goes on with a helper that is %s, says so once, and writes where it can', async (_, signal, words) => {
		before = signal === null ? WITHOUT_HELPER : [];
		const {running, helper} = await dashboard();
		if (signal !== null) {
			process.kill(helper, signal);
		}
		try {
			running.press(CTRL_S);
			await running.shows(/not written: .*permission denied|not written: nobody may not write/);
			running.press('8z');
			await running.shows(words);
			expect(running.screen.match(/helper lost/g)).toHaveLength(1);
			running.press('z');
			running.press(':interface any\r');
			await running.shows(`still on ${INTERFACE}: any needs root, given up since ${INTERFACE} is open`);
			const elsewhere = path.join(folder, '..', `${path.basename(folder)}-open`);
			fs.mkdirSync(elsewhere);
			try {
				fs.chmodSync(elsewhere, 0o777);
				running.press(`:cd ${elsewhere}\r`);
				await running.shows('files go to');
				running.press(CTRL_S);
				await running.shows(/written .*-open.*\.json/);
				expect(fs.statSync(path.join(elsewhere, fs.readdirSync(elsewhere)[0])).uid).toBe(NOBODY);
			} finally {
				fs.rmSync(elsewhere, {recursive: true});
			}
			await live.network.replay(live.file.known, 0);
			await running.shows(`${live.known.known.packets} packets`);
		} finally {
			if (signal === 'SIGSTOP') {
				process.kill(helper, 'SIGKILL');
			}
		}
	});

	/** Runs a capture in the folder to its end, which is `before` it has seen so many packets. */
	async function capture(before: (pid: number) => Promise<void>, ...args: string[]) {
		const command = ['cd "$0" && exec "$@"', folder, process.execPath, PROGRAM, 'capture', INTERFACE, ...args];
		const child = live.network.spawn(live.network.receiver, 'sh', ['-c', ...command]);
		let stderr = '';
		child.stderr!.on('data', chunk => {
			stderr += chunk;
		});
		const closed = new Promise(resolve => child.once('close', resolve));
		await untilOpen(child.pid!);
		await before(child.pid!);
		return {status: await closed, stderr};
	}

	it('captures into files and rotates them, as nobody', async () => {
		const all = live.known.known.packets;
		const {status, stderr} = await capture(
			async pid => {
				await until(() => privilegesOfThreads(pid).every(({uids}) => uids[0] === NOBODY));
				expectPowerless(pid);
				await live.network.replay(live.file.known, 0);
			},
			...[
				'-c',
				String(all),
				'-o',
				'a.json',
				'-o',
				'a.svg',
				'-o',
				'a.pcapng',
				'-w',
				'ring.pcap',
				'-C',
				'50k',
				'-W',
				'2',
			],
		);
		expect(stderr).not.toMatch(/cannot|lost|Warning/);
		expect(status).toBe(0);
		expect(fs.readdirSync(folder).sort()).toEqual([
			...['a.json', 'a.pcapng', 'a.svg'],
			...names(/^ring_\d{5}_\d{14}\.pcap$/),
		]);
		expect(names(/^ring_/)).toHaveLength(2);
		expect(JSON.parse(fs.readFileSync(path.join(folder, 'a.json'), 'utf8')).totals.packets).toBe(all);
		for (const name of fs.readdirSync(folder)) {
			expect(fs.statSync(path.join(folder, name))).toMatchObject({uid: 0, mode: 0o100_600});
		}
	});

	it('a capture whose name was taken meanwhile is kept beside it', async () => {
		const all = live.known.known.packets;
		const {status, stderr} = await capture(
			async () => {
				await until(() => names(/^a\.pcap$/).length > 0);
				fs.writeFileSync(path.join(folder, 'a.pcap'), 'somebody else’s');
				await live.network.replay(live.file.known, 0);
			},
			...['-c', String(all), '-o', 'a.pcap', '-q'],
		);
		expect({status, stderr}).toEqual({
			status: 1,
			stderr: 'netanal-tui: a.pcap is taken by now; what was to be in it is kept as a-2.pcap\n',
		});
		expect(fs.readFileSync(path.join(folder, 'a.pcap'), 'utf8')).toBe('somebody else’s');
		expect(fs.readdirSync(folder).sort()).toEqual(['a-2.pcap', 'a.pcap']);
	});
});
