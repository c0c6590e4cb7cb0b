// What tshark and tcptrace say of the TCP segments of a capture, as `scripts/tcp-conformance.js` compares it.
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const LARGEST = 2 ** 30;
/** tcptrace cuts the names of its files. */
const LONGEST_NAME = 14;
const COUNTS = {
	retransmittedSegments: 'tcp.analysis.retransmission',
	outOfOrder: 'tcp.analysis.out_of_order',
	duplicateAcks: 'tcp.analysis.duplicate_ack',
	keepAlives: 'tcp.analysis.keep_alive',
	zeroWindows: 'tcp.analysis.zero_window',
};
const FIELDS = [
	...['frame.number', 'frame.time_epoch', 'frame.protocols', 'ip.src', 'ip.dst', 'ipv6.src', 'ipv6.dst'],
	...['tcp.srcport', 'tcp.dstport', 'tcp.stream', 'tcp.flags', 'tcp.seq_raw', 'tcp.ack_raw', 'tcp.len'],
	...['tcp.analysis.acks_frame', 'tcp.analysis.ack_rtt', 'tcp.options.timestamp.tsval', 'tcp.options.timestamp.tsecr'],
	'tcp.analysis.initial_rtt',
	...Object.values(COUNTS),
];
const WITHOUT_REASSEMBLY = ['tcp.desegment_tcp_streams', 'ip.defragment', 'ipv6.defragment'];

export const COUNT_NAMES = Object.keys(COUNTS);

/** @returns {string | null} of which tool none is here */
export function missingTool() {
	return ['tshark', 'editcap', 'tcptrace'].find(tool => spawnSync(tool, ['-h']).error !== undefined) ?? null;
}

/** The name of a way: one end, the other. */
export const wayOf = (source, sourcePort, destination, destinationPort) =>
	`${source} ${sourcePort} > ${destination} ${destinationPort}`;

/**
 * The TCP segments outside tunnels, in order, by tshark; null = tshark cannot read the capture.
 *
 * @param {string} file
 */
export function segmentsByTshark(file) {
	const options = WITHOUT_REASSEMBLY.flatMap(name => ['-o', `${name}:FALSE`]);
	const fields = FIELDS.flatMap(name => ['-e', name]);
	const {stdout, status} = spawnSync(
		'tshark',
		['-n', ...options, '-r', file, '-T', 'fields', '-E', 'occurrence=f', '-Y', 'tcp', ...fields],
		{
			encoding: 'utf8',
			maxBuffer: LARGEST,
		},
	);
	if (status !== 0 && stdout === '') {
		return null;
	}
	return stdout
		.split('\n')
		.filter(line => line !== '')
		.map(line => segment(line.split('\t')))
		.filter(({protocols}) => isOutside(protocols));
}

/** Whether nothing but links and one IP header stands before TCP. */
function isOutside(protocols) {
	const before = protocols.slice(0, protocols.indexOf('tcp'));
	return before.filter(name => name === 'ip' || name === 'ipv6').length === 1 && !before.includes('udp');
}

function segment(cells) {
	const at = Object.fromEntries(FIELDS.map((name, i) => [name, cells[i] ?? '']));
	const source = at['ip.src'] || at['ipv6.src'];
	const destination = at['ip.dst'] || at['ipv6.dst'];
	const flags = Number(at['tcp.flags']);
	const number = name => (at[name] === '' ? null : Number(at[name]));
	return {
		frame: Number(at['frame.number']),
		time: nanoseconds(at['frame.time_epoch']),
		protocols: at['frame.protocols'].split(':'),
		way: wayOf(source, at['tcp.srcport'], destination, at['tcp.dstport']),
		back: wayOf(destination, at['tcp.dstport'], source, at['tcp.srcport']),
		stream: at['tcp.stream'],
		fin: (flags & 1) !== 0,
		syn: (flags & 2) !== 0,
		rst: (flags & 4) !== 0,
		ack: (flags & 16) !== 0 ? Number(at['tcp.ack_raw']) : null,
		seq: Number(at['tcp.seq_raw']),
		length: Number(at['tcp.len']),
		acksFrame: number('tcp.analysis.acks_frame'),
		ackTime: at['tcp.analysis.ack_rtt'] === '' ? null : nanoseconds(at['tcp.analysis.ack_rtt']),
		initialRtt: at['tcp.analysis.initial_rtt'] === '' ? null : nanoseconds(at['tcp.analysis.initial_rtt']),
		timestamp: number('tcp.options.timestamp.tsval'),
		echo: number('tcp.options.timestamp.tsecr'),
		counts: COUNT_NAMES.filter(name => at[COUNTS[name]] !== ''),
	};
}

/** @param {string} seconds with a fraction */
export function nanoseconds(seconds) {
	const [whole, fraction = ''] = seconds.split('.');
	return BigInt(whole) * 1_000_000_000n + BigInt(fraction.padEnd(9, '0').slice(0, 9));
}

/**
 * By way: the samples of tcptrace, each the sequence number of its segment and whole milliseconds, and its counts. Empty where tcptrace
 * reads nothing of the capture.
 *
 * @param {string} file
 * @returns {Map<string, {samples: Array<{seq: number, milliseconds: number}>, count: number}>}
 */
export function tcptraceSamples(file) {
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tcptrace-'));
	try {
		const plain = path.join(folder, 'plain.pcap');
		spawnSync('editcap', ['-F', 'pcap', path.resolve(file), plain]);
		const {stdout} = spawnSync('tcptrace', ['-n', '-l', '-r', '-Z', '--csv', plain], {
			cwd: folder,
			encoding: 'utf8',
			maxBuffer: LARGEST,
		});
		const ways = new Map();
		const lines = (stdout ?? '').split('\n');
		const names = (lines.find(line => line.startsWith('conn_#')) ?? '').split(',');
		for (const line of lines.filter(line => /^\d+,/.test(line))) {
			const cells = line.split(',').map(cell => cell.trim());
			const cell = name => cells[names.indexOf(name)];
			const [a, b] = [2 * cells[0] - 2, 2 * cells[0] - 1].map(letters);
			const ends = [cell('host_a'), cell('port_a'), cell('host_b'), cell('port_b')];
			add(ways, wayOf(...ends), raw(folder, `${a}2${b}`), Number(cell('RTT_samples_a2b')));
			add(ways, wayOf(ends[2], ends[3], ends[0], ends[1]), raw(folder, `${b}2${a}`), Number(cell('RTT_samples_b2a')));
		}
		return ways;
	} finally {
		fs.rmSync(folder, {recursive: true});
	}
}

function add(ways, way, samples, count) {
	const known = ways.get(way) ?? {samples: [], count: 0};
	ways.set(way, {samples: [...known.samples, ...samples], count: known.count + count});
}

/** What tcptrace calls the nth host: a … z, aa … */
function letters(n) {
	return (n >= 26 ? letters(Math.floor(n / 26) - 1) : '') + String.fromCharCode(97 + (n % 26));
}

function raw(folder, name) {
	const file = path.join(folder, `${name}_rttraw.dat`.slice(0, LONGEST_NAME));
	if (!fs.existsSync(file)) {
		return [];
	}
	return fs
		.readFileSync(file, 'utf8')
		.split('\n')
		.filter(line => line !== '')
		.map(line => {
			const [seq, milliseconds] = line.split(' ').map(Number);
			return {seq, milliseconds};
		});
}
