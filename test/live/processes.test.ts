/**
 * Whose flows are: programs that talk between two network namespaces, and what a capture says of them. Right, or not known: what is told
 * of a flow is compared with who had it, and all rows with all that was counted.
 */
import {type ChildProcess, spawnSync} from 'node:child_process';
import {readlinkSync} from 'node:fs';
import {afterEach, beforeEach, expect, it} from 'vitest';
import type {Snapshot} from '../../source/engine/index.js';
import {describeLive, untilOpen, useLive} from '../helpers/live.js';
import {INTERFACE} from '../helpers/netns.js';
import {descendants, helperOf} from '../helpers/processes.js';
import {PROGRAM, Program} from '../helpers/program.js';
import {until} from '../helpers/until.js';

const [HERE, THERE] = ['192.0.2.1', '192.0.2.2'];

/** Answers whatever comes, on TCP and UDP; says when it listens. */
const SERVER = `
	const [address, ...ports] = process.argv.slice(1);
	let open = 0;
	const listening = () => ++open === 2 * ports.length && console.log('listening');
	for (const port of ports.map(Number)) {
		require('node:net').createServer(socket => socket.on('error', () => {}).pipe(socket)).listen(port, address, listening);
		const socket = require('node:dgram').createSocket(address.includes(':') ? 'udp6' : 'udp4');
		socket.on('message', (data, {port, address}) => socket.send(data, port, address)).bind(port, address, listening);
	}`;

/** Opens connections one after the other, each for so many milliseconds, and ends. */
const CLIENT = `
	const net = require('node:net');
	const [address, port, count, life, localPort] = process.argv.slice(1);
	const options = {host: address, port: Number(port), ...(localPort ? {localPort: Number(localPort)} : {})};
	let open = Number(count);
	const connect = () => {
		const socket = net.connect(options, () => {
			socket.write('x'.repeat(1000));
			setTimeout(() => (localPort ? socket.resetAndDestroy() : socket.destroy()), Number(life));
		});
		socket.on('close', () => --open === 0 && process.exit()).resume();
	};
	for (let i = 0; i < Number(count); i++) {
		setTimeout(connect, 50 * i);
	}`;

/** Sends something five times a second, over a connection, by UDP, or by a socket that it was given. */
const TALKER = `
	const [address, port, kind = 'net'] = process.argv.slice(1);
	const net = require('node:net');
	const send = kind === 'dgram'
		? (socket => () => socket.send('hello', Number(port), address))(require('node:dgram').createSocket('udp4'))
		: (socket => () => socket.write('hello'))(kind === 'given' ? new net.Socket({fd: 3}).resume() : net.connect(Number(port), address).resume());
	setInterval(send, 200);
	// with whoever gave it the socket, which nobody else ends
	if (kind === 'given') process.stdin.resume().on('end', () => process.exit());`;

/** Sends a datagram ten times a second from a port until it is told a word; then it says how many, and ends. */
const DATAGRAMS = `
	use IO::Socket::INET; $| = 1;
	my ($address, $port, $own) = @ARGV;
	my $socket = IO::Socket::INET->new(Proto => 'udp', LocalPort => $own) or die;
	my $count = 0;
	until (select(my $ready = "\\1", undef, undef, 0.1)) { $count++; send($socket, 'hello', 0, pack_sockaddr_in($port, inet_aton($address))); }
	print "$count\\n";`;

/** An argument of the program whose flow is seen first. */
const SECRET = '--password=hunter2';

/** Waits for a word, sends 100,000 bytes, and keeps the connection. */
const ASKING = `
	const [address, port] = process.argv.slice(1);
	process.stdin.once('data', () => {
		require('node:net').connect(Number(port), address, function () { this.write('x'.repeat(100_000)); }).resume();
	});`;

/** A child for each connection, which says that it is there. */
const FORKING = `
	use IO::Socket::INET; $| = 1; $SIG{CHLD} = 'IGNORE';
	my $server = IO::Socket::INET->new(LocalAddr => $ARGV[0], LocalPort => $ARGV[1], Listen => 5, ReuseAddr => 1) or die;
	print "listening\\n";
	while (my $client = $server->accept()) {
		if (!fork()) { print "child $$\\n"; close $server; while (sysread($client, my $data, 100)) { syswrite($client, $data); } exit; }
		close $client;
	}`;

/** Hands its connection to a program in a network namespace of its own. */
const GIVING = `
	const [address, port, program] = process.argv.slice(1);
	const socket = require('node:net').connect(Number(port), address, () => {
		const child = require('node:child_process').spawn('unshare', ['--net', process.execPath, '-e', program, address, port, 'given'], {
			stdio: ['pipe', 'inherit', 'inherit', socket],
		});
		socket.destroy();
		console.log('taker ' + child.pid);
	});`;

const processOf = ({processes}: Snapshot, pid: number) => processes!.top.find(process => process.pid === pid);
const networkOf = (snapshot: Snapshot, pid: number) => `net:[${processOf(snapshot, pid)?.networkNamespace}]`;

describeLive('the process of a flow', 60_000, () => {
	const live = useLive({packets: {}});
	let capturing: ChildProcess | null;

	beforeEach(() => {
		capturing = null;
		const {network} = live;
		network.ipReceiver('address', 'add', `${HERE}/24`, 'dev', INTERFACE);
		network.ipSender('address', 'add', `${THERE}/24`, 'dev', INTERFACE);
		network.ipReceiver('link', 'set', INTERFACE, 'arp', 'on');
		network.ipSender('link', 'set', INTERFACE, 'arp', 'on');
	});
	afterEach(() => {
		capturing?.kill('SIGKILL');
	});

	async function serve(namespace: string, address: string, ...ports: number[]): Promise<ChildProcess> {
		const server = live.network.spawn(namespace, process.execPath, ['-e', SERVER, address, ...ports.map(String)]);
		await said(server, 'listening');
		return server;
	}

	/** @returns its number, once it has ended */
	async function connect(...parameters: (string | number)[]): Promise<number> {
		const client = live.network.spawn(live.network.receiver, process.execPath, [
			'-e',
			CLIENT,
			...parameters.map(String),
		]);
		await new Promise(resolve => client.once('exit', resolve));
		return client.pid!;
	}

	async function said(child: ChildProcess, words: string): Promise<void> {
		let output = '';
		child.stdout!.on('data', chunk => {
			output += chunk;
		});
		await until(() => output.includes(words));
	}

	/** What is captured until the traffic is over, which begins when the first flow has been named. */
	async function captured(traffic: (seen: () => Snapshot) => Promise<void>, ...args: string[]): Promise<Snapshot> {
		const child = live.network.spawn(live.network.receiver, process.execPath, [
			...[PROGRAM, 'capture', INTERFACE, '--format', 'ndjson', '--interval', '0.2', '--top', 'all', '-q', ...args],
		]);
		capturing = child;
		let output = '';
		child.stdout!.on('data', chunk => {
			output += chunk;
		});
		const seen = () => JSON.parse(output.trimEnd().split('\n').at(-1)!) as Snapshot;
		const hasSeen = (is: (snapshot: Snapshot) => boolean) => output.endsWith('\n') && is(seen());
		const closed = new Promise(resolve => child.once('close', resolve));
		await untilOpen(child.pid!);
		const first = live.network.spawn(live.network.receiver, process.execPath, [
			'-e',
			TALKER,
			THERE,
			'3999',
			'net',
			SECRET,
		]);
		await until(() => hasSeen(({flows}) => flows.top.some(({process}) => process !== null)));
		first.kill('SIGKILL');
		await traffic(seen);
		child.kill('SIGINT');
		await closed;
		// in no word of what is printed, unless that was asked for
		expect(output.includes(SECRET)).toBe(args.includes('--process-commands'));
		return seen();
	}

	/** The flows of a port. */
	const ofPort = ({flows}: Snapshot, port: number) => flows.top.filter(({a, b}) => a.port === port || b.port === port);

	function expectSums({processes, totals, flows}: Snapshot): void {
		const {top, unknown, others} = processes!;
		const rows = [...top, unknown, others];
		const sum = (figure: (row: (typeof rows)[number]) => number) => rows.reduce((all, row) => all + figure(row), 0);
		expect(sum(row => row.packetsSent + row.packetsReceived)).toBe(totals.packets);
		expect(sum(row => row.bytesSent + row.bytesReceived)).toBe(totals.bytes);
		for (const {pid, bytesSent, bytesReceived, flows: count} of top) {
			const own = flows.top.filter(({process}) => process?.pid === pid);
			expect({pid, bytes: bytesSent + bytesReceived, flows: count}).toEqual({
				pid,
				bytes: own.reduce((all, {bytes}) => all + bytes, 0),
				flows: own.length,
			});
		}
	}

	it('is named for 95 % of connections that live for 200 ms', async () => {
		await serve(live.network.sender, THERE, 3999, 4000);
		let pid = 0;
		const snapshot = await captured(async () => {
			pid = await connect(THERE, 4000, 60, 200);
		});
		const flows = ofPort(snapshot, 4000);
		const named = flows.filter(({process}) => process !== null);
		expect(flows).toHaveLength(60);
		expect(named.length).toBeGreaterThanOrEqual(57);
		expect(new Set(named.map(({process}) => process!.pid))).toEqual(new Set([pid]));
		expect(processOf(snapshot, pid)).toMatchObject({name: 'node', user: 'root', flows: named.length, hosts: 1});
		expectSums(snapshot);
	});

	it('is the one that answers, over TCP by a socket of IPv6 and over UDP by one that is not connected', async () => {
		await serve(live.network.sender, THERE, 3999);
		const server = await serve(live.network.receiver, '::', 4001);
		const snapshot = await captured(async seen => {
			for (const kind of ['net', 'dgram']) {
				live.network.spawn(live.network.sender, process.execPath, ['-e', TALKER, HERE, '4001', kind]);
			}
			await until(() => ofPort(seen(), 4001).filter(({process}) => process !== null).length === 2);
			live.network.spawn(live.network.sender, 'ping', ['-c', '3', '-i', '0.2', HERE]);
			await until(() => seen().protocols.transport.some(({name, packets}) => name === 'icmp' && packets === 6));
		});
		expect(ofPort(snapshot, 4001).map(({transport, process}) => ({transport, pid: process?.pid}))).toEqual(
			expect.arrayContaining([
				{transport: 'tcp', pid: server.pid},
				{transport: 'udp', pid: server.pid},
			]),
		);
		// what is in no flow was sent by nobody who is known
		expect(snapshot.processes!.unknown.packetsSent).toBeGreaterThanOrEqual(3);
		expectSums(snapshot);
	});

	it('is who has the socket in the end: the child of a server that forks, a program in another network namespace', async () => {
		await serve(live.network.sender, THERE, 3999, 4000);
		const perl = live.network.spawn(live.network.receiver, 'perl', ['-e', FORKING, HERE, '4002']);
		let output = '';
		perl.stdout!.on('data', chunk => {
			output += chunk;
		});
		await until(() => output.includes('listening'));
		const snapshot = await captured(async seen => {
			live.network.spawn(live.network.sender, process.execPath, ['-e', TALKER, HERE, '4002']);
			const giver = live.network.spawn(live.network.receiver, process.execPath, ['-e', GIVING, THERE, '4000', TALKER]);
			let taker = '';
			giver.stdout!.on('data', chunk => {
				taker += chunk;
			});
			await until(
				() =>
					/child (\d+)/.test(output) &&
					ofPort(seen(), 4002)[0]?.process?.pid === Number(/child (\d+)/.exec(output)![1]),
			);
			await until(
				() =>
					/taker (\d+)/.test(taker) && ofPort(seen(), 4000)[0]?.process?.pid === Number(/taker (\d+)/.exec(taker)![1]),
			);
			// it may have been asked about before it moved into its namespace; it is asked about again
			const takerPid = Number(/taker (\d+)/.exec(taker)![1]);
			await until(() => networkOf(seen(), takerPid) === readlinkSync(`/proc/${takerPid}/ns/net`));
		});
		const [child, taker] = [4002, 4000].map(port => ofPort(snapshot, port)[0].process!);
		const networks = [child, taker].map(({pid}) => [pid, networkOf(snapshot, pid)]);
		expect(networks).toEqual([child, taker].map(({pid}) => [pid, readlinkSync(`/proc/${pid}/ns/net`)]));
		expect(networks[0][1]).not.toBe(networks[1][1]);
		expect(child.name).toBe('perl');
		expect(processOf(snapshot, perl.pid!)).toBeUndefined();
		expectSums(snapshot);
	});

	it('is told apart from who had the same ports before', async () => {
		await serve(live.network.sender, THERE, 3999, 4000);
		const pids: number[] = [];
		const snapshot = await captured(async () => {
			pids.push(await connect(THERE, 4000, 1, 300, 40_000), await connect(THERE, 4000, 1, 300, 40_000));
		}, '--process-commands');
		const [flow, ...others] = ofPort(snapshot, 4000);
		expect(others).toEqual([]);
		const [one, two] = pids.map(pid => processOf(snapshot, pid)!);
		expect(two.command).toMatch(/ -e .* 192\.0\.2\.2 4000 1 300 40000$/);
		// SYN, ACK, data, RST; SYN and ACK, ACK, data
		expect(one).toMatchObject({packetsSent: two.packetsSent, bytesSent: two.bytesSent, flows: 1});
		expect(one.bytesSent + one.bytesReceived + two.bytesSent + two.bytesReceived).toBe(flow.bytes);
		expect(flow.process!.pid).toBe(pids[1]);
	});

	it('is told apart from who had the same port of UDP before', async () => {
		await serve(live.network.sender, THERE, 3999, 4000);
		const counts = new Map<number, number>();
		const snapshot = await captured(async seen => {
			for (let i = 0; i < 2; i++) {
				const parameters = ['-e', DATAGRAMS, THERE, '4000', '40000'];
				const child = live.network.spawn(live.network.receiver, 'perl', parameters);
				let output = '';
				child.stdout!.on('data', chunk => {
					output += chunk;
				});
				const closed = new Promise(resolve => child.once('close', resolve));
				await until(() => ofPort(seen(), 4000)[0]?.process?.pid === child.pid);
				child.stdin!.write('end');
				await closed;
				counts.set(child.pid!, Number(output));
			}
		});
		for (const [pid, count] of counts) {
			const {packetsSent, flows} = processOf(snapshot, pid)!;
			expect({pid, flows, isSome: packetsSent > 0}).toEqual({pid, flows: 1, isSome: true});
			expect(packetsSent).toBeLessThanOrEqual(count);
		}
		const [flow, ...others] = ofPort(snapshot, 4000);
		expect(others).toEqual([]);
		expect(flow.process!.pid).toBe([...counts.keys()].at(-1));
	});

	it('has the name, the number and the bytes that ss tells of', async () => {
		for (const namespace of [live.network.sender, live.network.receiver]) {
			// headers of one length
			spawnSync('ip', ['netns', 'exec', namespace, 'sysctl', '-qw', 'net.ipv4.tcp_sack=0']);
		}
		await serve(live.network.sender, THERE, 3999, 4000, 4001);
		const {sender, receiver} = live.network;
		await said(live.network.spawn(receiver, 'perl', ['-e', FORKING, HERE, '4002']), 'listening');
		const asking = (address: string, port: number) => [process.execPath, '-e', ASKING, address, String(port)];
		const container = ['unshare', '--fork', '--pid', '--mount-proc', '--uts', '--ipc'];
		const clients = [
			live.network.spawn(receiver, process.execPath, asking(THERE, 4000).slice(1)),
			live.network.spawn(receiver, container[0], [...container.slice(1), ...asking(THERE, 4001)]),
			live.network.spawn(sender, process.execPath, asking(HERE, 4002).slice(1)),
		];
		let told = '';
		const snapshot = await captured(async seen => {
			for (const {stdin} of clients) {
				stdin!.write('go');
			}
			await until(() => [4000, 4001, 4002].every(port => (ofPort(seen(), port)[0]?.bToA.bytes ?? 0) > 100_000));
			const {stdout} = spawnSync('ip', ['netns', 'exec', receiver, 'ss', '-tnpiH', 'state', 'established']);
			told = stdout.toString();
		});
		for (const [port, local] of [
			[4000, 'a'],
			[4001, 'a'],
			[4002, 'b'],
		] as const) {
			const [{aToB, bToA, process: owner}] = ofPort(snapshot, port);
			const [sent, received] = local === 'a' ? [aToB, bToA] : [bToA, aToB];
			const [, name, pid, about] = new RegExp(`:${port} .*users:\\(\\("([^"]+)",pid=(\\d+).*\\n(.*)`).exec(told)!;
			const payload = (what: string) => Number(new RegExp(`bytes_${what}:(\\d+)`).exec(about)![1]);
			expect(owner).toEqual({name: name === 'MainThread' ? 'node' : name, pid: Number(pid)});
			// Ethernet, IPv4 and TCP with timestamps are 66 bytes; a SYN has 8 bytes of options more
			expect({
				port,
				sent: sent.bytes - 66 * sent.packets - 8,
				received: received.bytes - 66 * received.packets - 8,
			}).toEqual({
				...{port, sent: payload('sent'), received: payload('received')},
			});
		}
		expect(ofPort(snapshot, 4000)[0].process!.pid).toBe(clients[0].pid);
		// by the number that it has outside of the container
		expect(descendants(clients[1].pid!)).toContain(ofPort(snapshot, 4001)[0].process!.pid);
		expect(ofPort(snapshot, 4002)[0].process!.name).toBe('perl');
	});

	it('is on the screen: in the list of processes, in that of flows, and found by its name', async () => {
		const server = await serve(live.network.sender, THERE, 4000);
		const talker = live.network.spawn(live.network.receiver, process.execPath, ['-e', TALKER, THERE, '4000']);
		const running = new Program([INTERFACE, '--process-commands'], {
			columns: 120,
			rows: 40,
			before: ['ip', 'netns', 'exec', live.network.receiver],
		});
		try {
			await running.shows('capturing');
			running.press('P');
			await running.shows(new RegExp(`node +${talker.pid} root .*[1-9][\\d.]* k?b/s`));
			expect(running.screen).toMatch(/not known/);
			running.press('\r');
			await running.shows(`proc:${talker.pid}`);
			running.press('z');
			// either end may have sent the first packet that was captured
			await running.shows(/:4000 .*node +active/);
			running.press('\r');
			await running.shows(/command (from|to) +\S*node -e/);
			running.press('\u001b');
			await until(() => !running.screen.includes('command '));
			running.press(`:search proc:${server.pid}\r`);
			await running.shows('nothing is found');
		} finally {
			running.kill();
		}
	});

	it('is looked for by nobody with --no-processes', async () => {
		const child = live.network.spawn(live.network.receiver, process.execPath, [
			...[PROGRAM, 'capture', INTERFACE, '--format', 'json', '-q', '-c', '8', '--no-processes'],
		]);
		let output = '';
		child.stdout!.on('data', chunk => {
			output += chunk;
		});
		const closed = new Promise(resolve => child.once('close', resolve));
		await untilOpen(child.pid!);
		expect(helperOf(child.pid!)).toBeNull();
		await serve(live.network.sender, THERE, 4000);
		await connect(THERE, 4000, 3, 10);
		await closed;
		const snapshot = JSON.parse(output) as Snapshot;
		expect(snapshot).not.toHaveProperty('processes');
		expect(snapshot.flows.top[0]).not.toHaveProperty('process');
	});
});
