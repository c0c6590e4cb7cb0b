/** Live capture at the generator's top speed over a veth pair: packets lost, and CPU per packet, beside tcpdump. */
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {writeKnownTraffic} from '../../test/helpers/known-traffic.js';
import {INTERFACE, liveTestObstacle, NetworkPair} from '../../test/helpers/netns.js';
import {version} from '../measure.js';
import {type BenchOptions, type BenchTable, median, type Scenario} from '../scenario.js';
import {capture} from './analyze.js';

const PACKETS = 1_000_000;
/** Bytes of each packet that both keep where they are compared. */
const SNAPLEN = '256';

/** Milliseconds between looks at a process, and looks without CPU time after which it has nothing left to do. */
const LOOK_EVERY = 100;
const IDLE_LOOKS = 4;

interface Tool {
	name: string;
	command: string[];
	/** Ours: its main thread's timers are watched. */
	isNode: boolean;
	/** Packets captured, from what it wrote. */
	captured(output: string, words: string): number;
}

interface Run {
	lost: number;
	/** Microseconds of user and system time of all threads per packet, start, warm-up and end left out. */
	cpu: number;
	/** Packets per second that were sent. */
	rate: number;
	/** Milliseconds by which the main thread's latest timer was late. */
	late: number | null;
}

const CAPTURE = [process.execPath, path.resolve('dist/cli.js'), 'capture', INTERFACE, '--format', 'json'];

const TOOLS: Tool[] = [
	...[['-s', SNAPLEN], []].map(options => ({
		name: ['netanal-tui capture', ...options].join(' '),
		command: [...CAPTURE, ...options],
		isNode: true,
		captured: (output: string) => JSON.parse(output).totals.packets,
	})),
	...[['-s', SNAPLEN, '-B', '65536']].map(options => ({
		name: ['tcpdump -w /dev/null', ...options].join(' '),
		command: ['tcpdump', '-i', INTERFACE, '-n', '-w', '/dev/null', ...options],
		isNode: false,
		captured: (_: string, words: string) => Number(/(\d+) packets? captured/.exec(words)?.[1]),
	})),
];

export const live: Scenario = {
	name: 'live',
	about: 'capture of 1 M packets over veth at tcpreplay’s top speed, beside tcpdump -w /dev/null (needs root)',
	async run(options: BenchOptions): Promise<BenchTable[]> {
		const obstacle = liveTestObstacle();
		if (obstacle !== null) {
			return [{title: 'live', columns: ['result'], rows: [], notes: [`left out: ${obstacle}`]}];
		}
		const packets = options.packets ?? PACKETS;
		const small = path.join(options.captures, `small-${packets}.pcap`);
		fs.mkdirSync(options.captures, {recursive: true});
		if (!fs.existsSync(small)) {
			writeKnownTraffic(small, packets);
		}
		return [
			await compare(`live: ${packets} packets of 60–259 bytes, top speed`, small, packets, options),
			await compare(
				`live: ${packets} packets of a mix of 500 hosts, top speed`,
				capture('mix', packets, options),
				packets,
				options,
			),
		];
	},
};

async function compare(title: string, file: string, packets: number, options: BenchOptions): Promise<BenchTable> {
	const network = new NetworkPair();
	try {
		const runs = new Map<Tool, Run[]>(TOOLS.map(tool => [tool, []]));
		for (let round = 1; round <= options.rounds; round++) {
			for (const [tool, done] of runs) {
				options.say(`${title}: round ${round} of ${options.rounds}, ${tool.name}`);
				done.push(await runOnce(network, tool, file, packets));
			}
		}
		const late = new Map<Tool, number | null>();
		for (const tool of TOOLS.filter(({isNode}) => isNode)) {
			options.say(`${title}: timers, ${tool.name}`);
			late.set(tool, (await runOnce(network, tool, file, packets, true)).late);
		}
		return {
			title,
			columns: ['lost, all rounds', 'CPU µs/packet', 'min – max', 'latest timer', 'sent/s'],
			rows: [...runs].map(([tool, done]) => {
				const cpu = done.map(run => run.cpu);
				const latest = late.get(tool);
				return {
					tool: tool.name,
					cells: [
						String(done.reduce((sum, {lost}) => sum + lost, 0)),
						median(cpu).toFixed(2),
						`${Math.min(...cpu).toFixed(2)} – ${Math.max(...cpu).toFixed(2)}`,
						latest == null ? '' : `${latest.toFixed(0)} ms`,
						median(done.map(run => run.rate)).toFixed(0),
					],
				};
			}),
			notes: [
				`node ${process.version}, ${version(['tcpdump', '--version'])}, ${version(['tcpreplay', '-V'])}`,
				`each run captures the file twice and counts the second time: start and compiling are left out, of all tools alike; load ${os.loadavg()[0].toFixed(1)}`,
				'CPU is user and system time of all threads; the latest timer is the main thread’s, sought every 5 ms in a run of its own',
				'kernel buffers: 64 MiB, our default, for both',
			],
		};
	} finally {
		network.close();
	}
}

async function runOnce(network: NetworkPair, tool: Tool, file: string, packets: number, watches = false): Promise<Run> {
	const timers = path.join(os.tmpdir(), `netanal-timers-${process.pid}`);
	fs.writeFileSync(timers, '');
	const [program = '', ...parameters] = tool.command;
	const watch = watches ? ['--import', path.resolve('bench/timer-monitor.js')] : [];
	const child = network.spawn(network.receiver, 'env', [`TIMER_MONITOR=${timers}`, program, ...watch, ...parameters]);
	let output = '';
	let words = '';
	child.stdout?.on('data', chunk => {
		output += chunk;
	});
	child.stderr?.on('data', chunk => {
		words += chunk;
	});
	const ended = new Promise(resolve => child.once('close', resolve));
	await until(
		() => listening(network),
		'no packet socket was opened',
		() => words,
	);
	// `ip` and `env` have become the tool
	const pid = child.pid!;
	await quiet(pid);
	await network.replay(file, 0);
	await quiet(pid);
	if (watches) {
		process.kill(pid, 'SIGUSR2');
	}
	const before = ticks(pid);
	const started = performance.now();
	const sent = await network.replay(file, 0);
	const rate = (1000 * sent) / (performance.now() - started);
	await quiet(pid);
	const cpu = (10_000 * (ticks(pid) - before)) / sent;
	if (watches) {
		process.kill(pid, 'SIGUSR2');
	}
	await pause();
	process.kill(pid, 'SIGINT');
	await ended;
	const late = fs.readFileSync(timers, 'utf8');
	fs.rmSync(timers);
	return {lost: 2 * packets - tool.captured(output, words), cpu, rate, late: late === '' ? null : Number(late)};
}

/** Whether somebody in the receiver's namespace has a packet socket, packet(7). */
function listening(network: NetworkPair): boolean {
	const {stdout} = spawnSync('ip', ['netns', 'exec', network.receiver, 'cat', '/proc/net/packet'], {encoding: 'utf8'});
	return stdout.trim().split('\n').length > 1;
}

/** Clock ticks of user and system time, proc(5). */
function ticks(pid: number): number {
	const fields = fs
		.readFileSync(`/proc/${pid}/stat`, 'utf8')
		.replace(/^.*\) /, '')
		.split(' ');
	return Number(fields[11]) + Number(fields[12]);
}

/** Until the process has used no CPU time to speak of for a while. */
async function quiet(pid: number): Promise<void> {
	let before = ticks(pid);
	for (let idle = 0; idle < IDLE_LOOKS; ) {
		await pause();
		const now = ticks(pid);
		idle = now - before <= 1 ? idle + 1 : 0;
		before = now;
	}
}

async function until(reached: () => boolean, failure: string, detail: () => string): Promise<void> {
	for (let looks = 0; !reached(); looks++) {
		if (looks > 100) {
			throw new Error(`${failure}: ${detail()}`);
		}
		await pause();
	}
}

function pause(): Promise<void> {
	return new Promise(resolve => setTimeout(resolve, LOOK_EVERY));
}
