/**
 * A real bridge: what goes over it is captured on both members, and what goes to the machine itself on the bridge too.
 *
 *   namespace A            namespace MIDDLE             namespace B
 *   veth0 ──────────── memberA ── br0 ── memberB ─────────── veth0
 */
import {type ChildProcess, spawn, spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterEach, beforeEach, expect, it} from 'vitest';
import type {Snapshot} from '../../source/engine/snapshot.js';
import {read} from '../helpers/containers.js';
import {describeLive} from '../helpers/live.js';
import {Program} from '../helpers/program.js';
import {until} from '../helpers/until.js';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** Echo requests, each with its reply: as many packets on each member. */
const ECHOES = 10;

describeLive('a bridge', 60_000, () => {
	const [a, middle, b] = ['a', 'm', 'b'].map(side => `netanal-br-${process.pid}-${side}`);
	let folder: string;
	let children: ChildProcess[] = [];

	const ip = (...args: string[]) => {
		const {status, stderr} = spawnSync('ip', args, {encoding: 'utf8'});
		expect([args.join(' '), status, stderr]).toEqual([args.join(' '), 0, '']);
	};

	beforeEach(() => {
		folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-bridge-'));
		fs.chmodSync(folder, 0o777);
		for (const name of [a, middle, b]) {
			ip('netns', 'add', name);
			const off = ['net.ipv6.conf.all.disable_ipv6=1', 'net.ipv6.conf.default.disable_ipv6=1'];
			spawnSync('ip', ['netns', 'exec', name, 'sysctl', '-qw', ...off]);
			ip('-n', name, 'link', 'set', 'lo', 'up');
		}
		ip('-n', middle, 'link', 'add', 'br0', 'type', 'bridge', 'mcast_snooping', '0');
		// its own: else it would be that of a member, and another one when that leaves
		ip('-n', middle, 'link', 'set', 'br0', 'address', '02:00:00:00:00:fe');
		ip('-n', middle, 'address', 'add', '10.0.0.254/24', 'dev', 'br0');
		ip('-n', middle, 'link', 'set', 'br0', 'up');
		for (const [name, member, address] of [
			[a, 'memberA', '10.0.0.1/24'],
			[b, 'memberB', '10.0.0.2/24'],
		]) {
			ip('link', 'add', member, 'netns', middle, 'type', 'veth', 'peer', 'name', 'veth0', 'netns', name);
			ip('-n', middle, 'link', 'set', member, 'master', 'br0', 'up');
			ip('-n', name, 'address', 'add', address, 'dev', 'veth0');
			ip('-n', name, 'link', 'set', 'veth0', 'up');
		}
		// what asks for hardware addresses would be packets too
		ping('10.0.0.2', 1);
		ping('10.0.0.254', 1);
	});
	afterEach(() => {
		for (const child of children) {
			child.kill('SIGKILL');
		}
		children = [];
		for (const name of [a, middle, b]) {
			spawnSync('ip', ['netns', 'del', name]);
		}
		fs.rmSync(folder, {recursive: true, force: true});
	});

	function ping(to: string, times: number): void {
		const result = spawnSync('ip', ['netns', 'exec', a, 'ping', '-c', String(times), '-i', '0.01', '-W', '2', to], {
			encoding: 'utf8',
		});
		expect(result.stdout).toContain(`${times} packets transmitted, ${times} received`);
	}

	/** Captures echoes on all interfaces while `to` is asked. */
	async function captured(to: string, ...args: string[]): Promise<Snapshot> {
		const words = ['netns', 'exec', middle, process.execPath, cli, 'capture', 'any', '-f', 'icmp', '--format', 'json'];
		const child = spawn('ip', [...words, '-q', ...args], {stdio: ['ignore', 'pipe', 'inherit']});
		children.push(child);
		let output = '';
		child.stdout.on('data', chunk => {
			output += chunk;
		});
		const closed = new Promise<number | null>(resolve => child.once('close', resolve));
		// root is given up once the handle is open
		await until(() => !/^Uid:\t0\t/m.test(fs.readFileSync(`/proc/${child.pid}/status`, 'utf8')));
		ping(to, ECHOES);
		child.kill('SIGINT');
		expect(await closed).toBe(0);
		return JSON.parse(output);
	}

	it('has each packet on both members: counted each time, or once, and written as often as it came', async () => {
		const each = await captured('10.0.0.2');
		expect(each.totals.packets).toBe(4 * ECHOES);
		expect(each.repeated).toMatchObject({packets: 2 * ECHOES, leftOut: {packets: 0}});
		const file = path.join(folder, 'once.pcapng');
		const once = await captured('10.0.0.2', '--once', '-w', file);
		expect(once.totals.packets).toBe(2 * ECHOES);
		expect(once.repeated).toMatchObject({packets: 2 * ECHOES, leftOut: {packets: 2 * ECHOES}});
		expect(once.conversations.top).toMatchObject([{a: '10.0.0.1', b: '10.0.0.2', packets: 2 * ECHOES}]);
		expect(once.health?.icmpEcho).toMatchObject({requests: ECHOES, replies: ECHOES, unanswered: 0});
		expect(once.interfaces?.map(({name, packets}) => [name, packets]).sort()).toEqual([
			['memberA', 2 * ECHOES],
			['memberB', 2 * ECHOES],
		]);
		expect(once.interfaces?.reduce((sum, {repeated}) => sum + repeated!.packets, 0)).toBe(2 * ECHOES);
		expect(read(fs.readFileSync(file)).packets).toHaveLength(4 * ECHOES);
		// the same of the file that was written
		const again = spawnSync(process.execPath, [cli, 'analyze', file, '--once', '--format', 'json'], {encoding: 'utf8'});
		const {totals, repeated} = JSON.parse(again.stdout) as Snapshot;
		expect([totals.packets, repeated]).toEqual([once.totals.packets, once.repeated]);
	});

	it('has what is for the machine itself on the bridge and on the member', async () => {
		const once = await captured('10.0.0.254', '--once');
		expect(once.totals.packets).toBe(2 * ECHOES);
		expect(once.interfaces?.map(({name, packets}) => [name, packets]).sort()).toEqual([
			['br0', 2 * ECHOES],
			['memberA', 2 * ECHOES],
		]);
		expect(once.repeated?.leftOut.packets).toBe(2 * ECHOES);
	});

	it('is a router as well: what is passed on with a lower time to live counts once', async () => {
		ip('-n', middle, 'link', 'set', 'memberB', 'nomaster');
		ip('-n', middle, 'address', 'add', '10.0.1.254/24', 'dev', 'memberB');
		ip('-n', b, 'address', 'del', '10.0.0.2/24', 'dev', 'veth0');
		ip('-n', b, 'address', 'add', '10.0.1.2/24', 'dev', 'veth0');
		ip('-n', a, 'route', 'add', 'default', 'via', '10.0.0.254');
		ip('-n', b, 'route', 'add', 'default', 'via', '10.0.1.254');
		spawnSync('ip', ['netns', 'exec', middle, 'sysctl', '-qw', 'net.ipv4.ip_forward=1']);
		ping('10.0.1.2', 1);
		const once = await captured('10.0.1.2', '--once');
		// the first member, the bridge, and the other interface
		expect([once.totals.packets, once.repeated?.leftOut.packets]).toEqual([2 * ECHOES, 4 * ECHOES]);
	});

	it('is told of in the dashboard, where d counts each packet once', async () => {
		const program = new Program(['any', '-f', 'icmp'], {
			columns: 120,
			rows: 40,
			before: ['ip', 'netns', 'exec', middle],
		});
		try {
			await program.shows('capturing');
			program.press('8');
			ping('10.0.0.2', ECHOES);
			await program.shows('packets are seen on several interfaces (bridge and member?); :count-once counts');
			program.press('I');
			await program.shows(/memberB +20 +\S+ kB +10 /);
			program.press('1d');
			await program.shows('packets seen on several interfaces are counted once from now on');
			ping('10.0.0.2', ECHOES);
			// 40 before, and 20 of the 40 since
			await program.shows(/in all +60 packets/);
			program.press('I');
			await program.shows(/I Interfaces .*packets once/);
			program.press('q');
			await program.exit();
		} finally {
			program.kill();
		}
	});
});
