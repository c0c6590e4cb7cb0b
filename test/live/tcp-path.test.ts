/** Real TCP over a path that loses, delays, overtakes and doubles segments: what is counted beside its sender is what the path saw and did. */
import {spawnSync} from 'node:child_process';
import {once} from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import {fileURLToPath} from 'node:url';
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, it} from 'vitest';
import type {Snapshot, TcpDirection} from '../../source/engine/snapshot.js';
import {liveTestObstacle, NetworkPair} from '../helpers/netns.js';
import {until} from '../helpers/until.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cli = path.join(root, 'dist/cli.js');
const forwarder = fileURLToPath(new URL('forwarder.mjs', import.meta.url));

/** As much each way, after one another. */
const BYTES = 300_000;
const PATH = {delay: 20, late: 12, chances: {lost: 0.04, late: 0.04, doubled: 0.04}};
const ROUND_TRIP = (2 * PATH.delay) / 1000;
/** The clocks of the kernel and of the path go alike within this, seconds. */
const CLOCKS = 0.000_5;

/** What the path saw of the segments of one way, and did to them. */
interface Way {
	taken: {segments: number; again: number; sameAcks: number};
	given: {segments: number; again: number; sameAcks: number};
	lost: number;
	doubled: number;
	late: number;
}

const SERVER = `const server = require('node:net').createServer({allowHalfOpen: true}, socket => {
	let got = 0;
	socket.on('data', bytes => { got += bytes.length; });
	socket.on('end', () => socket.end(Buffer.alloc(got)));
	server.close();
}).listen(5001, () => console.log('listening'));`;
const CLIENT = `let got = 0;
const socket = require('node:net').connect({host: '192.0.2.2', port: 5001}, () => socket.end(Buffer.alloc(${BYTES})));
socket.on('data', bytes => { got += bytes.length; });
socket.on('end', () => { process.exitCode = got === ${BYTES} ? 0 : 1; });`;

const obstacle = liveTestObstacle() ?? (fs.existsSync('/dev/net/tun') ? null : 'there is no /dev/net/tun');
if (obstacle !== null) {
	console.warn(`live tests left out: ${obstacle}`);
}

describe.skipIf(obstacle !== null)('TCP over a bad path', {timeout: 60_000}, () => {
	let folder: string;
	let network: NetworkPair;
	beforeAll(() => {
		folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-path-'));
		fs.chmodSync(folder, 0o777);
	});
	afterAll(() => fs.rmSync(folder, {recursive: true}));
	beforeEach(() => {
		network = new NetworkPair();
	});
	afterEach(() => network.close());

	/** A connection over the path. @returns what was captured beside the client, and what passed */
	async function connected(seed: number): Promise<{file: string; there: Way; back: Way}> {
		const {sender, receiver} = network;
		const middle = network.spawn(sender, process.execPath, [forwarder, JSON.stringify({seed, ...PATH})]);
		const said = readline.createInterface({input: middle.stdout!})[Symbol.asyncIterator]();
		await said.next();
		network.ipSender('link', 'set', 'far0', 'netns', receiver);
		for (const [name, device, address] of [
			[sender, 'near0', '192.0.2.1/24'],
			[receiver, 'far0', '192.0.2.2/24'],
		]) {
			// what is on its way has room in the queues of the devices, whoever is slow
			for (const setting of ['tcp_rmem', 'tcp_wmem']) {
				spawnSync('ip', ['netns', 'exec', name, 'sysctl', '-qw', `net.ipv4.${setting}=4096 32768 131072`]);
			}
			const ip = (...parameters: string[]) =>
				name === sender ? network.ipSender(...parameters) : network.ipReceiver(...parameters);
			ip('address', 'add', address, 'dev', device);
			ip('link', 'set', device, 'up');
		}
		const file = path.join(folder, `${seed}.pcap`);
		const capture = network.spawn(sender, process.execPath, [cli, 'capture', 'near0', '-o', file]);
		let errors = '';
		capture.stderr!.on('data', chunk => {
			errors += chunk;
		});
		capture.stdout!.resume();
		// root is given up once the handle is open
		await until(() => !/^Uid:\t0\t/m.test(fs.readFileSync(`/proc/${capture.pid}/status`, 'utf8')));
		const server = network.spawn(receiver, process.execPath, ['-e', SERVER]);
		await once(server.stdout!, 'data');
		const client = network.spawn(sender, process.execPath, ['-e', CLIENT]);
		expect(await once(client, 'close')).toEqual([0, null]);
		middle.stdin!.end();
		const passed = JSON.parse((await said.next()).value!);
		capture.kill('SIGINT');
		await once(capture, 'close');
		expect(errors).toMatch(/dropped: kernel 0, interface (0|n\/a), queue 0\n/);
		return {file, ...passed};
	}

	function analysed(file: string): Snapshot {
		const {stdout} = spawnSync(process.execPath, [cli, 'analyze', file, '--format', 'json'], {encoding: 'utf8'});
		return JSON.parse(stdout);
	}

	const late = ({retransmittedSegments, outOfOrder}: TcpDirection) => retransmittedSegments + outOfOrder;

	it.each([1, 2])('has the counts of what passed (seed %i)', async seed => {
		const {file, there, back} = await connected(seed);
		const {flows, health} = analysed(file);
		expect(flows.top).toHaveLength(1);
		const {aToB, bToA, handshake, connections} = flows.top[0].tcp!;
		for (const {lost, doubled, late: overtaken} of [there, back]) {
			expect(Math.min(lost, doubled, overtaken)).toBeGreaterThan(3);
		}
		expect([connections, health!.tcp.outOfWindow, aToB.keepAlives, bToA.keepAlives]).toEqual([1, 0, 0, 0]);

		// the client's, before the path: what it sent once more, and that is all that was lost
		expect(aToB.segments).toBe(there.taken.segments);
		expect(late(aToB)).toBe(there.taken.again);
		expect(late(aToB)).toBeGreaterThanOrEqual(there.lost);
		expect(aToB.retransmittedSegments).toBeGreaterThan(0);
		expect(aToB.dataBytes).toBeGreaterThanOrEqual(BYTES);
		expect(aToB.duplicateAcks).toBe(there.taken.sameAcks);

		// the server's, behind it: what was sent once more, doubled or overtaken
		expect(bToA.segments).toBe(back.given.segments);
		expect(late(bToA)).toBe(back.given.again);
		expect(late(bToA)).toBeGreaterThanOrEqual(back.doubled);
		expect(late(bToA)).toBeLessThanOrEqual(back.taken.again + back.doubled + back.late);
		expect(bToA.duplicateAcks).toBe(back.given.sameAcks);
		expect(aToB.duplicateAcks).toBeGreaterThan(0);

		// no time is shorter than the path
		expect(aToB.rtt.samples).toBeGreaterThan(0);
		expect(Number(aToB.rtt.min)).toBeGreaterThan(ROUND_TRIP - CLOCKS);
		expect(Number(handshake.synToSynAck)).toBeGreaterThan(ROUND_TRIP - CLOCKS);

		// tshark and tcptrace say the same, where they are
		const {status, stderr} = spawnSync(process.execPath, ['scripts/tcp-conformance.js', file], {
			cwd: root,
			encoding: 'utf8',
		});
		expect([status, stderr]).toEqual([0, '']);
	});
});
