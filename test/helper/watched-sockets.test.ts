/** Sockets of UDP that are closed: as the kernel tells it, and what is said of those that are watched. */
import dgram from 'node:dgram';
import {once} from 'node:events';
import {afterEach, beforeAll, beforeEach, describe, expect, it} from 'vitest';
import {SocketTable} from '../../source/engine/libpcap/sock-diag.js';
import type {SocketClosing} from '../../source/engine/libpcap/socket-closings.js';
import type {SocketClosed} from '../../source/engine/owners.js';
import {PAUSE, WatchedSockets} from '../../source/helper/watched-sockets.js';
import {until} from '../helpers/until.js';

describe('a watched socket', () => {
	let now: number;
	let told: SocketClosing[];
	let used: Set<number>;
	let closed: SocketClosed[];
	let descriptor: number | null;
	let watched: WatchedSockets;

	beforeEach(() => {
		[now, told, used, closed, descriptor] = [0, [], new Set(), [], null];
		const closings = {
			get descriptor() {
				return descriptor;
			},
			open() {
				descriptor = 9;
			},
			close() {
				descriptor = null;
			},
			read: () => told.splice(0),
		};
		watched = new WatchedSockets(
			closings,
			port => !used.has(port),
			one => closed.push(one),
			() => now,
			() => now + 1_000_000,
		);
		watched.listen();
		watched.watch(7n, 70);
	});

	it('is told to be closed, once, with the time until which it was sure to be alone', () => {
		now = 500;
		told = [
			{cookie: 7n, localPort: 53},
			{cookie: 8n, localPort: 54},
		];
		watched.hear();
		told = [{cookie: 7n, localPort: 53}];
		watched.hear();
		expect(closed).toEqual([{closed: 70, time: 1000.5, isFree: true}]);
	});

	it.each([
		['has the port', () => used.add(53)],
		['had it, and is closed as well', () => told.push({cookie: 8n, localPort: 53})],
	])('is not told to have been alone where another one %s', (_, other) => {
		told = [{cookie: 7n, localPort: 53}];
		other();
		watched.hear();
		expect(closed).toMatchObject([{closed: 70, isFree: false}]);
	});

	it('is looked at again after a pause, and when all are closed nothing is listened to', () => {
		watched.watch(8n, 80);
		told = [{cookie: 7n, localPort: 53}];
		expect(watched.descriptor).toBe(9);
		expect(watched.pause).toBe(-1);
		watched.hear();
		expect(watched.descriptor).toBeNull();
		expect(watched.pause).toBe(PAUSE);
		now += PAUSE;
		expect(watched.descriptor).toBe(9);
		expect(watched.pause).toBe(-1);
		told = [{cookie: 8n, localPort: 54}];
		watched.hear();
		expect(descriptor).toBeNull();
		expect(watched.pause).toBe(-1);
	});

	it('is one of a limited number: the first ones are not watched any more', () => {
		for (let cookie = 100n; cookie < 4196n; cookie++) {
			watched.watch(cookie, Number(cookie));
		}
		told = [7n, 100n, 4195n].map(cookie => ({cookie, localPort: Number(cookie)}));
		watched.hear();
		expect(closed.map(one => one.closed)).toEqual([100, 4195]);
	});
});

describe.skipIf(process.platform !== 'linux')('a socket that this process closes', () => {
	let table: SocketTable;
	beforeAll(async () => {
		table = await SocketTable.load();
	});
	afterEach(() => table.closings?.close());

	it.each(['udp4', 'udp6'] as const)('is told of by the kernel, %s, by the cookie that its table had', async type => {
		const closings = table.closings!;
		closings.open();
		const address = type === 'udp4' ? '127.0.0.1' : '::1';
		const socket = dgram.createSocket(type).bind(0, address);
		await once(socket, 'listening');
		const {port: localPort} = socket.address();
		const end = (port: number) => ({address, port});
		const found = table.find({transport: 'udp', local: end(localPort), remote: end(9)});
		expect(found).toMatchObject({inodes: [expect.any(Number)], cookie: expect.any(BigInt)});
		expect(table.isFree(localPort)).toBe(false);
		socket.close();
		const told: SocketClosing[] = [];
		await until(() => {
			told.push(...closings.read());
			return told.some(one => one.localPort === localPort);
		});
		expect(told).toContainEqual({cookie: (found as {cookie: bigint}).cookie, localPort});
		expect(table.isFree(localPort)).toBe(true);
	});
});
