/**
 * Whose traffic is, as nethogs, ss and this program tell of the same: curl, iperf3, a server that forks, a container made by unshare, UDP
 * both ways. All runs in two network namespaces; connections stay open, with nothing sent any more, until ss has looked.
 */
import {type ChildProcess, spawnSync} from 'node:child_process';
import path from 'node:path';
import type {Snapshot} from '../../source/engine/snapshot.js';
import {INTERFACE, liveTestObstacle, NetworkPair} from '../../test/helpers/netns.js';
import {descendants} from '../../test/helpers/processes.js';
import {until} from '../../test/helpers/until.js';
import {version} from '../measure.js';
import type {BenchTable, Scenario} from '../scenario.js';

const [HERE, THERE] = ['192.0.2.1', '192.0.2.2'];

/** At the far end: 300,000 bytes over HTTP, of which the last never comes; a port that takes all; and what is sent by UDP comes back. */
const FAR = `
	require('node:http').createServer((_, answer) => answer.write(Buffer.alloc(300_000))).listen(8080, '${THERE}');
	require('node:net').createServer(socket => socket.resume()).listen(7001, '${THERE}');
	const socket = require('node:dgram').createSocket('udp4');
	socket.on('message', (data, {port, address}) => socket.send(data, port, address)).bind(9000, '${THERE}', () => console.log('ready'));`;

/** A child for each connection, which sends back what comes. */
const FORKING = `
	use IO::Socket::INET; $SIG{CHLD} = 'IGNORE'; $| = 1;
	my $server = IO::Socket::INET->new(LocalAddr => '${HERE}', LocalPort => 7000, Listen => 5, ReuseAddr => 1) or die;
	print "ready\\n";
	while (my $client = $server->accept()) {
		if (!fork()) { close $server; while (sysread($client, my $data, 4096)) { syswrite($client, $data); } exit; }
		close $client;
	}`;

/** Sends so many bytes over a connection that it keeps. */
const SENDER = `
	const [address, port, bytes] = process.argv.slice(1);
	require('node:net').connect(Number(port), address, function () { this.write(Buffer.alloc(Number(bytes))); }).resume();`;

/** 50 datagrams of 1,000 bytes, one each 20 ms; the socket stays. It is connected, or not. */
const DATAGRAMS = `
	const socket = require('node:dgram').createSocket('udp4');
	const send = more => setInterval(() => left-- > 0 && socket.send(Buffer.alloc(1000), ...more), 20);
	let left = 50;
	process.argv[1] === 'connected' ? socket.connect(9000, '${THERE}', () => send([])) : send([9000, '${THERE}']);`;

interface Told {
	name: string;
	sent: number;
	received: number;
}

/** pid → what a tool says. */
type Figures = ReadonlyMap<number, Told>;

const ofOurs = ({processes}: Snapshot): Figures =>
	new Map(processes!.top.map(row => [row.pid, {name: row.name, sent: row.bytesSent, received: row.bytesReceived}]));

/** Of the last refresh of `nethogs -t -v 2`: `/usr/bin/curl/812/0<TAB>bytes sent<TAB>bytes received`; connections of one process are one row. */
function ofNethogs(output: string): Figures {
	const last = output.split('Refreshing:').at(-1) ?? '';
	return new Map(
		[...last.matchAll(/^(.*)\/(\d+)\/\d+\t([\d.e+]+)\t([\d.e+]+)$/gm)].map(([, program, pid, sent, received]) => [
			Number(pid),
			{name: path.basename(program.split(' ')[0]), sent: Number(sent), received: Number(received)},
		]),
	);
}

/** Of `ss -tnpiu`: a line per socket and one about it; what is sent and received is payload. */
function ofSs(output: string): Figures {
	const told = new Map<number, Told>();
	for (const [, name, pid, about] of output.matchAll(/users:\(\("([^"]+)",pid=(\d+)[^\n]*\n?(\t[^\n]*)?/g)) {
		const figure = (what: string) => Number(new RegExp(`bytes_${what}:(\\d+)`).exec(about ?? '')?.[1] ?? 0);
		const known = told.get(Number(pid));
		told.set(Number(pid), {
			name,
			sent: (known?.sent ?? 0) + figure('sent'),
			received: (known?.received ?? 0) + figure('received'),
		});
	}
	return told;
}

const cellOf = (told: Told | undefined): string =>
	told === undefined ? 'not told' : `${told.name} ${told.sent.toFixed(0)} / ${told.received.toFixed(0)}`;

/** All that a program writes. */
function heard(child: ChildProcess): {text: string} {
	const output = {text: ''};
	child.stdout!.on('data', chunk => {
		output.text += chunk;
	});
	return output;
}

async function compare(network: NetworkPair, say: (line: string) => void): Promise<BenchTable['rows']> {
	const {sender: far, receiver: here} = network;
	for (const [ip, address] of [
		[network.ipReceiver, HERE],
		[network.ipSender, THERE],
	] as const) {
		ip.call(network, 'address', 'add', `${address}/24`, 'dev', INTERFACE);
		ip.call(network, 'link', 'set', INTERFACE, 'arp', 'on');
	}
	const node = (namespace: string, ...args: string[]) => network.spawn(namespace, process.execPath, ['-e', ...args]);
	const forking = network.spawn(here, 'perl', ['-e', FORKING]);
	const servers = [node(far, FAR), forking].map(heard);
	network.spawn(far, 'iperf3', ['-s']);
	await until(() => servers.every(({text}) => text.includes('ready')));

	const capture = network.spawn(here, process.execPath, [
		...[
			path.resolve('dist/cli.js'),
			'capture',
			INTERFACE,
			'--format',
			'ndjson',
			'--interval',
			'0.5',
			'-q',
			'--top',
			'all',
		],
	]);
	const ours = heard(capture);
	const nethogs = heard(network.spawn(here, 'nethogs', ['-t', '-d', '1', '-v', '2', '-C', INTERFACE]));
	// both see packets: of no process, so they are in no row
	await until(() => {
		spawnSync('ip', ['netns', 'exec', here, 'ping', '-c', '1', '-W', '1', THERE]);
		return ours.text !== '' && nethogs.text.includes('Refreshing');
	});

	say('traffic');
	const container = ['unshare', '--fork', '--pid', '--mount-proc', '--uts', '--ipc', process.execPath, '-e', SENDER];
	const programs: [string, ChildProcess][] = [
		['curl', network.spawn(here, 'curl', ['-s', '-o', '/dev/null', `http://${THERE}:8080/`])],
		['iperf3', network.spawn(here, 'iperf3', ['-c', THERE, '-t', '4', '-b', '2M'])],
		['server that forks', forking],
		['container of unshare', network.spawn(here, container[0], [...container.slice(1), THERE, '7001', '50000'])],
		['UDP both ways', node(here, DATAGRAMS, 'unconnected')],
		['the same, connected', node(here, DATAGRAMS, 'connected')],
	];
	node(far, SENDER, HERE, '7000', '100000');
	const iperf = programs[1][1];
	const whose = new Map([[iperf.pid!, 'iperf3']]);
	await new Promise(resolve => iperf.once('exit', resolve));
	const lines = () => ours.text.trimEnd().split('\n');
	// nothing comes any more, and everybody has told of all that did
	const refreshes = () => nethogs.text.split('Refreshing:').length;
	const before = refreshes();
	await until(() => refreshes() >= before + 4);
	const ss = spawnSync('ip', ['netns', 'exec', here, 'ss', '-tnpiuH']).stdout.toString();
	for (const [what, {pid}] of programs) {
		for (const one of descendants(pid!)) {
			whose.set(one, what);
		}
	}
	const closed = new Promise(resolve => capture.once('close', resolve));
	capture.kill('SIGINT');
	await closed;

	const [own, hogs, sockets] = [ofOurs(JSON.parse(lines().at(-1)!) as Snapshot), ofNethogs(nethogs.text), ofSs(ss)];
	const pids = [...new Set([...own.keys(), ...hogs.keys(), ...sockets.keys()])].filter(pid => pid > 0);
	return pids.map(pid => ({
		tool: `${whose.get(pid) ?? 'others'}, pid ${pid}`,
		cells: [own, hogs, sockets].map(told => cellOf(told.get(pid))),
	}));
}

export const processNames: Scenario = {
	name: 'process-names',
	about:
		'whose traffic is, beside nethogs and ss: curl, iperf3, a server that forks, a container of unshare, UDP both ways',
	async run({say}): Promise<BenchTable[]> {
		const obstacle = liveTestObstacle();
		const missing = ['nethogs', 'iperf3', 'ss', 'curl', 'perl'].filter(tool => spawnSync(tool, ['-V']).error);
		if (obstacle !== null || missing.length > 0) {
			throw new Error(obstacle ?? `${missing.join(', ')} missing: apt-get install nethogs iperf3 iproute2 curl perl`);
		}
		const network = new NetworkPair();
		try {
			const rows = await compare(network, say);
			return [
				{
					title: 'bytes sent / received by process; of ss without headers',
					columns: ['netanal-tui', 'nethogs', 'ss -tnpiu'],
					rows,
					notes: [
						['nethogs', '-V'],
						['iperf3', '-v'],
						['ss', '-V'],
					].map(command => version(command) ?? ''),
				},
			];
		} finally {
			network.close();
		}
	},
};
