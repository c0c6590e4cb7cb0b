/** Live capture at the generator's top speed over a veth pair: packets lost, and CPU per packet, beside tcpdump. */
import {type ChildProcess, spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {writeKnownTraffic} from '../../test/helpers/known-traffic.js';
import {INTERFACE, liveTestObstacle, NetworkPair} from '../../test/helpers/netns.js';
import {version} from '../measure.js';
import {type BenchOptions, type BenchTable, median, type Scenario} from '../scenario.js';
import {capture} from './analyze.js';

const PACKETS = 1_000_000;

/** Milliseconds between looks at a process, and looks without CPU time after which it has nothing left to do. */
const LOOK_EVERY = 100;
const IDLE_LOOKS = 4;

interface Tool {
	name: string;
	command: string[];
	/** Packets captured, from what it wrote. */
	captured(output: string, words: string): number;
}

interface Run {
	captured: number;
	/** Milliseconds of user and system time, start-up included. */
	cpu: number;
	/** Packets per second that were sent. */
	rate: number;
}

const TOOLS: Tool[] = [
	{
		name: 'netanal-tui capture',
		command: [process.execPath, path.resolve('dist/cli.js'), 'capture', INTERFACE, '--format', 'json'],
		captured: output => JSON.parse(output).totals.packets,
	},
	...[[], ['-B', '65536']].map(buffer => ({
		name: ['tcpdump -w /dev/null', ...buffer].join(' '),
		command: ['tcpdump', '-i', INTERFACE, '-n', '-w', '/dev/null', ...buffer],
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
		if (!fs.existsSync(small)) writeKnownTraffic(small, packets);
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
		const runs = new Map<Tool, {idle: number[]; full: Run[]}>(TOOLS.map(tool => [tool, {idle: [], full: []}]));
		for (let round = 1; round <= options.rounds; round++) {
			for (const [tool, {idle, full}] of runs) {
				options.say(`${title}: round ${round} of ${options.rounds}, ${tool.name}`);
				idle.push((await runOnce(network, tool, null)).cpu);
				full.push(await runOnce(network, tool, file));
			}
		}
		return {
			title,
			columns: ['lost, all rounds', 'most in one', 'CPU µs/packet', 'min – max', 'start-up CPU', 'sent/s'],
			rows: [...runs].map(([tool, {idle, full}]) => {
				const base = median(idle);
				const lost = full.map(run => packets - run.captured);
				const each = full.map(run => ((run.cpu - base) * 1000) / packets);
				return {
					tool: tool.name,
					cells: [
						String(lost.reduce((sum, one) => sum + one, 0)),
						String(Math.max(...lost)),
						median(each).toFixed(2),
						`${Math.min(...each).toFixed(2)} – ${Math.max(...each).toFixed(2)}`,
						`${base.toFixed(0)} ms`,
						median(full.map(run => run.rate)).toFixed(0),
					],
				};
			}),
			notes: [
				`node ${process.version}, ${version(['tcpdump', '--version'])}, ${version(['tcpreplay', '-V'])}`,
				'CPU is user and system time of the whole process, less the median of the same run without packets.',
				'Kernel buffers: ours 64 MiB (its default), tcpdump 2 MiB (its default) and 64 MiB (-B 65536).',
			],
		};
	} finally {
		network.close();
	}
}

/** @param file what is sent; null = nothing: the cost of starting and ending */
async function runOnce(network: NetworkPair, tool: Tool, file: string | null): Promise<Run> {
	const script = 'TIMEFORMAT="@%3R %3U %3S"; exec 3>&2; time "$@" 2>&3';
	const shell = network.spawn(network.receiver, 'bash', ['-c', script, 'bash', ...tool.command]);
	let output = '';
	let words = '';
	shell.stdout?.on('data', chunk => {
		output += chunk;
	});
	shell.stderr?.on('data', chunk => {
		words += chunk;
	});
	const ended = new Promise(resolve => shell.once('close', resolve));
	await until(
		() => listening(network),
		'no packet socket was opened',
		() => words,
	);
	const pid = childOf(shell);
	await quiet(pid);
	let rate = Number.NaN;
	if (file !== null) {
		const started = performance.now();
		const sent = await network.replay(file, 0);
		rate = (1000 * sent) / (performance.now() - started);
		await quiet(pid);
	}
	process.kill(pid, 'SIGINT');
	await ended;
	const times = /@([\d.]+) ([\d.]+) ([\d.]+)\n$/.exec(words);
	if (times === null) throw new Error(`${tool.name}: ${words}`);
	return {captured: tool.captured(output, words), cpu: 1000 * (Number(times[2]) + Number(times[3])), rate};
}

/** Whether somebody in the receiver's namespace has a packet socket, packet(7). */
function listening(network: NetworkPair): boolean {
	const {stdout} = spawnSync('ip', ['netns', 'exec', network.receiver, 'cat', '/proc/net/packet'], {encoding: 'utf8'});
	return stdout.trim().split('\n').length > 1;
}

function childOf(shell: ChildProcess): number {
	return Number(fs.readFileSync(`/proc/${shell.pid}/task/${shell.pid}/children`, 'utf8').trim().split(' ')[0]);
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
		if (looks > 100) throw new Error(`${failure}: ${detail()}`);
		await pause();
	}
}

function pause(): Promise<void> {
	return new Promise(resolve => setTimeout(resolve, LOOK_EVERY));
}
