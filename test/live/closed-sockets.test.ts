/** The helper's own process, asked as the program asks it: whose a socket of UDP is, and that it was closed, without another question. */
import {type ChildProcess, spawn} from 'node:child_process';
import dgram from 'node:dgram';
import {once} from 'node:events';
import {closeSync} from 'node:fs';
import type {Duplex} from 'node:stream';
import {fileURLToPath} from 'node:url';
import {afterEach, expect, it} from 'vitest';
import {UnixMessages} from '../../source/engine/libpcap/unix-socket.js';
import type {OwnerNews} from '../../source/engine/owners.js';
import {encode} from '../../source/helper/protocol.js';
import {OwnerStream} from '../../source/host/owner-stream.js';
import {until} from '../helpers/until.js';

const HELPER = fileURLToPath(new URL('../../dist/helper.cjs', import.meta.url));

let helper: ChildProcess | null = null;
afterEach(() => {
	helper?.kill('SIGKILL');
	helper = null;
});

it.skipIf(process.platform !== 'linux')('says that a socket is closed that it was asked about', async () => {
	const messages = await UnixMessages.load();
	const [ours, theirs] = messages.pair();
	helper = spawn(process.execPath, ['--no-warnings', HELPER], {stdio: ['ignore', 'ignore', 'inherit', theirs, 'pipe']});
	closeSync(theirs);
	messages.send(
		ours,
		encode({type: 'begin', names: [], folder: null, sockets: false, processes: true, commands: false, account: null}),
	);
	try {
		const stream = new OwnerStream(helper.stdio[4] as Duplex, () => {});
		const socket = dgram.createSocket('udp4').bind(0, '127.0.0.1');
		await once(socket, 'listening');
		const end = (port: number) => ({address: '127.0.0.1', port});
		const news: OwnerNews[] = [];
		stream.ask([{id: 5, thorough: false, transport: 'udp', local: end(socket.address().port), remote: end(9)}], more =>
			news.push(...more),
		);
		await until(() => news.length === 1);
		expect(news).toMatchObject([{id: 5, socket: expect.any(Number), owner: {pid: process.pid}}]);
		const before = Date.now() / 1000;
		socket.close();
		await until(() => news.length === 2);
		const [{socket: closed}, {time}] = news as unknown as [{socket: number}, {time: number}];
		expect(news[1]).toEqual({closed, time: expect.any(Number), isFree: true});
		expect(time).toBeGreaterThanOrEqual(before);
	} finally {
		closeSync(ours);
	}
});
