/** Sockets as text tells of them: the same ones that the kernel finds when it is asked, and associations of SCTP as they are written. */
import dgram from 'node:dgram';
import {once} from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterEach, describe, expect, it} from 'vitest';
import {findInText} from '../../../source/engine/libpcap/proc-net.js';
import {SocketTable} from '../../../source/engine/libpcap/sock-diag.js';
import {
	bytesOf,
	type FoundSockets,
	type SocketQuery,
	type SocketRow,
	unconnected,
} from '../../../source/engine/libpcap/sockets.js';
import {connection} from '../../helpers/connections.js';

const closers: (() => void)[] = [];
afterEach(() => {
	for (const close of closers.splice(0)) {
		close();
	}
});

describe.skipIf(process.platform !== 'linux')('a socket', () => {
	it.each([
		['127.0.0.1', '127.0.0.1'],
		['::1', '::1'],
		['::', '127.0.0.1'],
	])('of TCP, listening on %s, connected to %s, is the same by text', async (listen, to) => {
		const table = await SocketTable.load();
		const {port, own} = await connection(listen, to, closers);
		const ends = [
			{address: to, port},
			{address: to, port: own},
		];
		for (const [local, remote] of [ends, [ends[1], ends[0]]]) {
			const query: SocketQuery = {transport: 'tcp', local, remote};
			expect(findInText(query)).toMatchObject({inodes: [expect.any(Number)], uid: process.getuid!()});
			expect({...(findInText(query) as FoundSockets), cookie: expect.any(BigInt)}).toEqual(table.find(query));
		}
		expect(findInText({transport: 'tcp', local: ends[0], remote: {address: to, port: 9}})).toBeNull();
	});

	it('of UDP is the same by text, connected or not', async () => {
		const table = await SocketTable.load();
		const socket = dgram.createSocket('udp6').bind(0, '::');
		await once(socket, 'listening');
		closers.push(() => socket.close());
		const query: SocketQuery = {
			transport: 'udp',
			local: {address: '127.0.0.1', port: socket.address().port},
			remote: {address: '127.0.0.1', port: 9},
		};
		expect(findInText(query)).toMatchObject({inodes: [expect.any(Number)]});
		expect({...(findInText(query) as FoundSockets), cookie: expect.any(BigInt)}).toEqual(table.find(query));
	});
});

it('of SCTP is found by any of its addresses', () => {
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-proc-'));
	closers.push(() => fs.rmSync(folder, {recursive: true}));
	fs.mkdirSync(path.join(folder, 'sctp'));
	// as net/sctp/proc.c of Linux writes it
	fs.writeFileSync(
		path.join(folder, 'sctp/assocs'),
		' ASSOC     SOCK   STY SST ST HBKT ASSOC-ID TX_QUEUE RX_QUEUE UID INODE LPORT RPORT LADDRS <-> RADDRS HBINT INS OUTS MAXRT T1X T2X RTXC wmema wmemq sndbuf rcvbuf\n' +
			'       0        0 2   1   3  0       2        0        0    1000 23456 3868  51000 *192.0.2.1 2001:db8::1 <-> *198.51.100.7 198.51.100.8 \t    7500    10    10   10    0    0        0        1        0   212992   212992\n',
	);
	const of = (local: string, remote: string, port = 51_000) =>
		findInText({transport: 'sctp', local: {address: local, port: 3868}, remote: {address: remote, port}}, folder);
	expect(of('192.0.2.1', '198.51.100.8')).toEqual({inodes: [23_456], uid: 1000, cookie: null});
	expect(of('2001:db8::1', '198.51.100.7')).toEqual({inodes: [23_456], uid: 1000, cookie: null});
	expect(of('192.0.2.1', '198.51.100.9')).toBeNull();
	expect(of('198.51.100.7', '192.0.2.1')).toBeNull();
	expect(of('192.0.2.1', '198.51.100.7', 51_001)).toBeNull();
	expect(
		findInText({transport: 'sctp', local: {address: '::1', port: 1}, remote: {address: '::1', port: 2}}, os.tmpdir()),
	).toBeNull();
});

describe('what is sent by UDP', () => {
	const row = (address: string, inode: number, more: Partial<SocketRow> = {}): SocketRow => ({
		...{state: 7, local: bytesOf(address), localPort: 53, remote: bytesOf(address.includes(':') ? '::' : '0.0.0.0')},
		...{remotePort: 0, uid: 5, inode, cookie: BigInt(inode), isIPv6: address.includes(':'), ...more},
	});
	const query = (address: string): SocketQuery => ({
		transport: 'udp',
		local: {address, port: 53},
		remote: {address: '198.51.100.1', port: 4},
	});

	it.each<[string, string, SocketRow[], number[] | null]>([
		['the address itself', '192.0.2.1', [row('0.0.0.0', 1), row('192.0.2.1', 2), row('::', 3)], [2]],
		['any address, of its version', '192.0.2.2', [row('::', 3), row('0.0.0.0', 1), row('192.0.2.1', 2)], [1]],
		['any address, of both versions', '192.0.2.2', [row('::', 3), row('192.0.2.1', 2)], [3]],
		['several that share the port', '192.0.2.1', [row('192.0.2.1', 1), row('192.0.2.1', 2)], [1, 2]],
		['nobody, of another port', '192.0.2.1', [row('192.0.2.1', 1, {localPort: 54})], null],
		['nobody, of one that is connected', '192.0.2.1', [row('192.0.2.1', 1, {remotePort: 7})], null],
		['nobody, of the kernel', '192.0.2.1', [row('0.0.0.0', 0)], null],
		['nobody, of IPv4 for IPv6', '2001:db8::1', [row('0.0.0.0', 1)], null],
	])('is of %s', (_, address, rows, inodes) => {
		expect(unconnected(rows, query(address))).toEqual(inodes && {inodes, uid: 5, cookie: BigInt(inodes[0])});
	});
});
