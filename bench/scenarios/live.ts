/** Live capture at the generator's top speed over a veth pair: packets lost and where, detail given up, CPU per packet, beside tcpdump. */
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {INTERFACE, liveTestObstacle, NetworkPair} from '../../test/helpers/netns.js';
import {version} from '../measure.js';
import {type BenchOptions, type BenchTable, median, type Scenario} from '../scenario.js';
import type {Kind} from '../traffic/generate.js';
import {PACKETS as CAPTURES, capture} from './analyze.js';

const PACKETS = 1_000_000;

/** Milliseconds between looks at a process, and looks without CPU time after which it has nothing left to do. */
const LOOK_EVERY = 100;
const IDLE_LOOKS = 4;

/** Packets per second from which on a round says whether the rate is kept up with. */
const FAST = 400_000;

/** What a tool says of its capture, in packets. */
interface Report {
	captured: number;
	/** Lost in the kernel, and in a queue of the tool's own. */
	kernel: number;
	queue: number;
	/** Counted with less detail; written into a file: null where that is not known, or there is none. */
	lessDetail: number | null;
	written: number | null;
}

interface Tool {
	name: string;
	command: string[];
	/** Ours: its main thread's timers are watched. */
	isNode: boolean;
	/** From what it wrote. */
	report(output: string, words: string): Report;
}

interface Run {
	/** Sent and neither captured nor told of as lost is what is left over. */
	sent: number;
	report: Report;
	/** Microseconds of user and system time of all threads per packet, start, warm-up and end left out. */
	cpu: number;
	/** Packets per second that were sent. */
	rate: number;
	/** Milliseconds by which the main thread's latest timer was late. */
	late: number | null;
}

const CAPTURE = [process.execPath, path.resolve('dist/cli.js'), 'capture', INTERFACE, '--format', 'json'];
const WRITTEN = path.join(os.tmpdir(), `netanal-live-${process.pid}.pcapng`);

const TOOLS: Tool[] = [
	...[[], ['-w', WRITTEN, '--force', '--keep-privileges']].map(options => ({
		name: options.length === 0 ? 'netanal-tui capture' : 'netanal-tui capture -w FILE.pcapng',
		command: [...CAPTURE, ...options],
		isNode: true,
		report: ourReport,
	})),
	{
		name: 'tcpdump -w /dev/null -B 65536',
		command: ['tcpdump', '-i', INTERFACE, '-n', '-w', '/dev/null', '-B', '65536'],
		isNode: false,
		report: (_, words) => ({
			captured: Number(/(\d+) packets? captured/.exec(words)?.[1]),
			kernel: Number(/(\d+) packets? dropped by kernel/.exec(words)?.[1]),
			queue: 0,
			lessDetail: null,
			written: null,
		}),
	},
];

function ourReport(output: string, words: string): Report {
	const {totals, drops, detail} = JSON.parse(output);
	const written = /wrote .*: ([\d,]+) packets/.exec(words)?.[1];
	return {
		captured: totals.packets,
		kernel: drops.kernel ?? 0,
		queue: drops.queue,
		lessDetail: Object.values<number>(detail.packets).reduce((sum, packets) => sum + packets, 0),
		written: written === undefined ? null : Number(written.replaceAll(',', '')),
	};
}

/** Kinds of traffic, by the names of `analyze`. */
const KINDS: readonly Kind[] = ['mix', 'flows', 'unknown', 'spoofed', 'small', 'tls', 'sni'];

export const live: Scenario = {
	name: 'live',
	about:
		'capture over veth at tcpreplay’s top speed, beside tcpdump -w /dev/null; --kind NAME for one kind (needs root)',
	async run(options: BenchOptions): Promise<BenchTable[]> {
		const obstacle = liveTestObstacle();
		if (obstacle !== null) {
			return [{title: 'live', columns: ['result'], rows: [], notes: [`left out: ${obstacle}`]}];
		}
		const packets = options.packets ?? PACKETS;
		const tables: BenchTable[] = [];
		for (const kind of KINDS.filter(name => options.kinds === null || options.kinds.includes(name))) {
			const about = KINDS_ABOUT.get(kind);
			const title = `live ${kind}: ${about}; ${packets} packets, top speed`;
			tables.push(await compare(title, capture(kind, packets, options), options));
		}
		return tables;
	},
};

const KINDS_ABOUT = new Map(CAPTURES.map(([kind, , about]) => [kind, about]));

async function compare(title: string, file: string, options: BenchOptions): Promise<BenchTable> {
	const network = new NetworkPair();
	try {
		const runs = new Map<Tool, Run[]>(TOOLS.map(tool => [tool, []]));
		for (let round = 1; round <= options.rounds; round++) {
			for (const [tool, done] of runs) {
				options.say(`${title}: round ${round} of ${options.rounds}, ${tool.name}`);
				done.push(await runOnce(network, tool, file));
			}
		}
		const late = new Map<Tool, number | null>();
		for (const tool of TOOLS.filter(({isNode}) => isNode)) {
			options.say(`${title}: timers, ${tool.name}`);
			late.set(tool, (await runOnce(network, tool, file, true)).late);
		}
		return {
			title,
			columns: [
				'lost: kernel',
				'queue',
				'not accounted for',
				'less detail',
				'not in the file',
				'CPU µs/packet',
				'min – max',
				'latest timer',
				'sent/s',
				`rounds ≥ ${FAST / 1000}k/s`,
			],
			rows: [...runs].map(([tool, done]) => {
				const cpu = done.map(run => run.cpu);
				const latest = late.get(tool);
				const sum = (of: (run: Run) => number) => String(done.reduce((all, run) => all + of(run), 0));
				const hasFile = done.some(({report}) => report.written !== null);
				return {
					tool: tool.name,
					cells: [
						sum(({report}) => report.kernel),
						sum(({report}) => report.queue),
						sum(({sent, report}) => sent - report.captured - report.kernel - report.queue),
						tool.isNode ? sum(({report}) => report.lessDetail ?? 0) : '',
						hasFile ? sum(({report}) => report.captured - (report.written ?? 0)) : '',
						median(cpu).toFixed(2),
						`${Math.min(...cpu).toFixed(2)} – ${Math.max(...cpu).toFixed(2)}`,
						latest == null ? '' : `${latest.toFixed(0)} ms`,
						median(done.map(run => run.rate)).toFixed(0),
						String(done.filter(({rate}) => rate >= FAST).length),
					],
				};
			}),
			notes: [
				`node ${process.version}, ${version(['tcpdump', '--version'])}, ${version(['tcpreplay', '-V'])}`,
				`each run captures the file twice and counts the second time: start and compiling are left out, of all tools alike; load ${os.loadavg()[0].toFixed(1)}`,
				'CPU is user and system time of all threads; the latest timer is the main thread’s, sought every 5 ms in a run of its own',
				'kernel buffers: 64 MiB, our default, for both; the first four columns are sums of all rounds, and of both times in each',
			],
		};
	} finally {
		network.close();
	}
}

async function runOnce(network: NetworkPair, tool: Tool, file: string, watches = false): Promise<Run> {
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
	const first = await network.replay(file, 0);
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
	fs.rmSync(WRITTEN, {force: true});
	return {sent: first + sent, report: tool.report(output, words), cpu, rate, late: late === '' ? null : Number(late)};
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
