/** Whose a connection is: sockets of this process and of others, found in the kernel as the helper finds them. */
import {type ChildProcess, spawn} from 'node:child_process';
import dgram from 'node:dgram';
import {once} from 'node:events';
import fs from 'node:fs';
import type net from 'node:net';
import {afterEach, beforeAll, describe, expect, it} from 'vitest';
import {commandsText, ownersText} from '../../source/commands/dashboard/flow-owners.js';
import {SocketTable} from '../../source/engine/libpcap/sock-diag.js';
import type {SocketQuery} from '../../source/engine/libpcap/sockets.js';
import {Descriptors} from '../../source/helper/descriptors.js';
import {Owners, unitOf} from '../../source/helper/owners.js';
import {readName} from '../../source/helper/process-name.js';
import {connection} from '../helpers/connections.js';
import {until} from '../helpers/until.js';

const linux = process.platform === 'linux';
const NETWORK = linux ? Number(/\d+/.exec(fs.readlinkSync('/proc/self/ns/net'))![0]) : null;
const NAME = fs.existsSync('/proc/self/comm') ? readName(process.pid) : '';

describe.skipIf(!linux)('the owner of a connection', () => {
	let table: SocketTable;
	const children: ChildProcess[] = [];
	const closers: (() => void)[] = [];
	beforeAll(async () => {
		table = await SocketTable.load();
	});
	afterEach(() => {
		for (const child of children.splice(0)) {
			child.kill('SIGKILL');
		}
		for (const close of closers.splice(0)) {
			close();
		}
	});

	const owners = (query: SocketQuery) => new Owners(each => table.find(each), new Descriptors()).of(query);
	const pids = (query: SocketQuery) => owners(query).map(({pid}) => pid);
	const tcp = (address: string, local: number, remote: number): SocketQuery => ({
		transport: 'tcp',
		local: {address, port: local},
		remote: {address, port: remote},
	});

	/** Another program that has this socket too, once it runs. */
	async function sharing(socket: net.Socket, ...command: string[]): Promise<number> {
		const descriptor = (socket as unknown as {_handle: {fd: number}})._handle.fd;
		const child = spawn(command[0], command.slice(1), {stdio: [descriptor, 'ignore', 'ignore']});
		children.push(child);
		await until(() => fs.readFileSync(`/proc/${child.pid}/comm`, 'utf8').trim() === 'sleep');
		return child.pid!;
	}

	it.each([
		['127.0.0.1', '127.0.0.1'],
		['::1', '::1'],
		// one socket for both: a connection of IPv4 on one of IPv6
		['::', '127.0.0.1'],
	])('is found at both ends, listening on %s, connected to %s', async (listen, to) => {
		const {port, own} = await connection(listen, to, closers);
		for (const query of [tcp(to, port, own), tcp(to, own, port)]) {
			expect(owners(query)).toEqual(
				[
					{
						pid: process.pid,
						name: NAME,
						uid: process.getuid!(),
						unit: expect.anything(),
						networkNamespace: NETWORK,
						otherNetwork: false,
					},
				].map(owner => ({...owner, unit: owners(query)[0]?.unit})),
			);
		}
	});

	it('is told with its command line where that was granted, and not otherwise', async () => {
		const {port, own} = await connection('127.0.0.1', '127.0.0.1', closers);
		const query = tcp('127.0.0.1', port, own);
		const granted = new Owners(each => table.find(each), new Descriptors(), true);
		const command = fs.readFileSync('/proc/self/cmdline', 'utf8').split('\0').join(' ').trim();
		expect(granted.of(query)[0].command).toBe(command);
		expect(granted.found(process.pid)?.command).toBe(command);
		expect(owners(query)[0]).not.toHaveProperty('command');
	});

	it('is not whoever listens on the port', async () => {
		const {port, own, client} = await connection('127.0.0.1', '127.0.0.1', closers);
		expect(pids(tcp('127.0.0.1', port, own === 65_535 ? own - 1 : own + 1))).toEqual([]);
		client.resetAndDestroy();
		await once(client, 'close');
		expect(pids(tcp('127.0.0.1', own, port))).toEqual([]);
	});

	it('is nobody for an address that no socket has', () => {
		expect(pids(tcp('192.0.2.1', 1, 2))).toEqual([]);
		expect(pids({transport: 'tcp', local: {address: '::1', port: 1}, remote: {address: '127.0.0.1', port: 2}})).toEqual(
			[],
		);
	});

	it('is all that have the socket, as a server that has forked', async () => {
		const {port, own, peer} = await connection('127.0.0.1', '127.0.0.1', closers);
		const other = await sharing(peer, 'sleep', '60');
		expect(pids(tcp('127.0.0.1', port, own))).toEqual([process.pid, other].sort((a, b) => a - b));
		expect(pids(tcp('127.0.0.1', own, port))).toEqual([process.pid]);
	});

	it.skipIf(process.geteuid?.() !== 0)('is told to live in another network namespace', async () => {
		const {port, own, peer} = await connection('127.0.0.1', '127.0.0.1', closers);
		const other = await sharing(peer, 'unshare', '--net', 'sleep', '60');
		const found = owners(tcp('127.0.0.1', port, own)).map(({pid, otherNetwork, networkNamespace}) => ({
			...{pid, otherNetwork},
			networkNamespace: `net:[${networkNamespace}]`,
		}));
		expect(found).toContainEqual({
			...{pid: process.pid, otherNetwork: false, networkNamespace: fs.readlinkSync('/proc/self/ns/net')},
		});
		expect(found).toContainEqual({
			...{pid: other, otherNetwork: true, networkNamespace: fs.readlinkSync(`/proc/${other}/ns/net`)},
		});
	});

	it.each([false, true])('is found for UDP, connected: %s', async connected => {
		const [one, two] = [dgram.createSocket('udp4'), dgram.createSocket('udp4')];
		closers.push(
			() => one.close(),
			() => two.close(),
		);
		for (const socket of [one, two]) {
			socket.bind(0, '127.0.0.1');
			await once(socket, 'listening');
		}
		if (connected) {
			one.connect(two.address().port, '127.0.0.1');
			await once(one, 'connect');
		}
		const query = (remote: number): SocketQuery => ({
			transport: 'udp',
			local: {address: '127.0.0.1', port: one.address().port},
			remote: {address: '127.0.0.1', port: remote},
		});
		expect(pids(query(two.address().port))).toEqual([process.pid]);
		// what else comes to the port is for a socket that is not connected
		expect(pids(query(9))).toEqual(connected ? [] : [process.pid]);
	});

	it('is nobody when the socket is another one by the time that its owner is found', async () => {
		const {port, own} = await connection('127.0.0.1', '127.0.0.1', closers);
		const query = tcp('127.0.0.1', port, own);
		const first = table.find(query);
		expect(first).toMatchObject({inodes: [expect.any(Number)]});
		const answers = [first, {inodes: [1], uid: 0, cookie: null}];
		expect(new Owners(() => answers.shift() ?? null, new Descriptors()).of(query)).toEqual([]);
	});
});

it.each([
	['0::/system.slice/nginx.service\n', 'nginx.service'],
	['0::/user.slice/user-0.slice/session-3.scope\n', 'session-3.scope'],
	[`0::/system.slice/docker-${'a'.repeat(64)}.scope\n`, `docker-${'a'.repeat(64)}.scope`],
	[`12:cpu:/docker/${'b'.repeat(64)}\n0::/\n`, 'b'.repeat(64)],
	['12:cpu:/lxc/web\n', 'web'],
	['0::/lxc.payload.web/init.scope\n', 'web'],
	['0::/lxc.payload.web/system.slice/nginx.service\n', 'nginx.service'],
	[`0::/kubepods.slice/cri-containerd-${'c'.repeat(64)}.scope\n`, `cri-containerd-${'c'.repeat(64)}.scope`],
	['0::/init.scope\n', 'init.scope'],
	['0::/\n', null],
	['', null],
])('the control group %j is of %j', (cgroup, unit) => {
	expect(unitOf(cgroup)).toBe(unit);
});

describe('in words', () => {
	const accounts = {byUid: (uid: number) => (uid === 33 ? {name: 'www-data', uid, gid: uid} : null)};
	const nginx = {name: 'nginx', uid: 33, unit: 'nginx.service', networkNamespace: 1, otherNetwork: false};

	it.each([
		[[], 'not known: its socket is closed, or in another network namespace'],
		[[{...nginx, pid: 1}], 'nginx (pid 1, www-data, nginx.service)'],
		[
			[
				{...nginx, pid: 1},
				{...nginx, pid: 2},
				{...nginx, pid: 3, name: 'perl\u001b[2J', uid: 7, unit: null, networkNamespace: 2, otherNetwork: true},
			],
			'nginx (pid 1 and 2, www-data, nginx.service); perl�[2J (pid 3, uid 7, in network namespace 2)',
		],
	])('%#', (owners, text) => {
		expect(ownersText(owners, accounts)).toBe(text);
	});

	it('command lines are told once each, safe to show, and only where they are known', () => {
		const called = (pid: number, command?: string | null) => ({...nginx, pid, ...(command !== undefined && {command})});
		expect(commandsText([called(1)])).toEqual({});
		expect(
			commandsText([called(1, 'nginx -g a'), called(2, 'nginx -g a'), called(3, 'x \u202e'), called(4, null)]),
		).toEqual({
			command: 'nginx -g a; x �; -',
		});
	});
});
