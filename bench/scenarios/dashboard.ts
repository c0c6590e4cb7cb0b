/** The dashboard: how soon it is there, what it costs on a quiet interface, and what a slow terminal costs (nothing). */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {writeKnownTraffic} from '../../test/helpers/known-traffic.js';
import {INTERFACE, liveTestObstacle, NetworkPair} from '../../test/helpers/netns.js';
import {type BenchOptions, type BenchTable, median, type Scenario} from '../scenario.js';
import {cpuTime, DashboardTerminal, pause} from '../terminal.js';
import {ratios, versions} from '../versions.js';

/** Milliseconds of the steady screen that are measured, and before it. */
const STEADY = 20_000;
const WARM_UP = 5000;
/** 9,600 baud, eight data bits, a start and a stop bit. */
const SLOW = 960;
const STALL = 30_000;
const SLOW_PACKETS = 200_000;

export const dashboard: Scenario = {
	name: 'dashboard',
	about:
		'first frame, bytes and CPU of a steady screen, a terminal of 9,600 baud and one that takes nothing (needs root)',
	async run(options: BenchOptions): Promise<BenchTable[]> {
		const obstacle = liveTestObstacle();
		const tables = [await firstFrame(options, obstacle === null)];
		if (obstacle !== null) {
			return [...tables, {title: 'dashboard, live', columns: [], rows: [], notes: [obstacle]}];
		}
		return [...tables, await steady(options), await slowTerminal(options)];
	},
};

async function firstFrame(options: BenchOptions, isRoot: boolean): Promise<BenchTable> {
	const sources = [['--demo'], ...(isRoot ? [['lo']] : [])];
	const rows: BenchTable['rows'] = [];
	for (const args of sources) {
		const seen = versions(options).map(version => ({...version, times: [] as number[], cpu: [] as number[]}));
		for (let round = 0; round < options.rounds; round++) {
			for (const {label, dist, times, cpu} of seen) {
				options.say(`dashboard ${args}${label}: first frame, round ${round + 1} of ${options.rounds}`);
				const shown = new DashboardTerminal(args, {dist});
				await shown.shows(/capturing/);
				times.push(shown.firstFrame);
				cpu.push(shown.firstFrameCpu);
				await shown.quit();
			}
		}
		const figures = seen.map(({times, cpu}) => [median(times), Math.min(...times), Math.max(...times), median(cpu)]);
		for (const [at, {label}] of seen.entries()) {
			rows.push({tool: args.join(' ') + label, cells: figures[at].map(value => `${value.toFixed(0)} ms`)});
		}
		if (figures.length > 1) {
			rows.push({tool: `${args.join(' ')}, ratio`, cells: ratios(figures[0], figures[1])});
		}
	}
	return {
		title: 'dashboard: from the start of the process to the first frame, 120×40',
		columns: ['median', 'fastest', 'slowest', 'CPU'],
		rows,
		notes: [`node ${process.version}; load ${os.loadavg()[0].toFixed(1)}; to be ≤ 300 ms on an idle machine`],
	};
}

/** Two frames a second: snapshots come every 500 ms and nothing else happens. Versions are measured at the same time. */
async function steady(options: BenchOptions): Promise<BenchTable> {
	const network = new NetworkPair();
	const file = path.join(options.captures, 'trickle.pcap');
	fs.mkdirSync(options.captures, {recursive: true});
	writeKnownTraffic(file, 60);
	const before = ['ip', 'netns', 'exec', network.receiver];
	const all = versions(options).map(({label, dist}) => ({
		label,
		shown: new DashboardTerminal([INTERFACE], {before, dist}),
	}));
	try {
		for (const {shown} of all) {
			await shown.shows(/capturing/);
		}
		const measured = async (what: string): Promise<BenchTable['rows']> => {
			options.say(`dashboard, steady: ${what}`);
			await pause(WARM_UP);
			const begin = performance.now();
			const first = all.map(({shown}) => ({bytes: shown.bytes, frames: shown.frames, cpu: cpuTime(shown.pid)}));
			await pause(STEADY);
			const seconds = (performance.now() - begin) / 1000;
			const figures = all.map(({shown}, at) => {
				const drawn = shown.frames - first[at].frames;
				return [
					drawn / seconds,
					(shown.bytes - first[at].bytes) / Math.max(1, drawn),
					(cpuTime(shown.pid) - first[at].cpu) / (seconds * 10),
				];
			});
			const rows = figures.map(([frames, bytes, cpu], at) => ({
				tool: what + all[at].label,
				cells: [frames.toFixed(1), bytes.toFixed(0), `${cpu.toFixed(1)} %`],
			}));
			return figures.length === 1 ? rows : [...rows, {tool: `${what}, ratio`, cells: ratios(figures[0], figures[1])}];
		};
		const silent = await measured('no packets');
		const headless = await headlessIdle(network, options);
		const sent = network.replay(file, 2);
		const trickle = await measured('2 packets a second');
		await sent;
		return {
			title: 'dashboard: a steady screen of 120×40',
			columns: ['frames/s', 'bytes/frame', 'CPU'],
			rows: [...silent, ...trickle, headless],
			notes: [
				`over ${STEADY / 1000} s; CPU is user and system time of all threads; load ${os.loadavg()[0].toFixed(1)}`,
				'to be ≤ 600 bytes and ≤ 3 %, without the dashboard ≤ 1 %',
			],
		};
	} finally {
		for (const {shown} of all) {
			await shown.quit();
		}
		network.close();
	}
}

/** `capture` on an interface to which nothing comes. */
async function headlessIdle(network: NetworkPair, options: BenchOptions): Promise<BenchTable['rows'][number]> {
	const tool = 'capture without the dashboard, no packets';
	options.say(`dashboard, steady: ${tool}`);
	const command = [path.resolve('dist/cli.js'), 'capture', INTERFACE];
	const child = network.spawn(network.receiver, process.execPath, command);
	await pause(WARM_UP);
	const [cpu, begin] = [cpuTime(child.pid!), performance.now()];
	await pause(STEADY);
	const share = (cpuTime(child.pid!) - cpu) / ((performance.now() - begin) / 100);
	child.kill('SIGINT');
	return {tool, cells: ['', '', `${share.toFixed(1)} %`]};
}

/** What was sent while the terminal could not follow, and whether all of it was counted. */
async function slowTerminal(options: BenchOptions): Promise<BenchTable> {
	const packets = options.packets ?? SLOW_PACKETS;
	const file = path.join(options.captures, `small-${packets}.pcap`);
	if (!fs.existsSync(file)) {
		writeKnownTraffic(file, packets);
	}
	const rows: BenchTable['rows'] = [];
	for (const [what, rate] of [
		['9,600 baud', SLOW],
		['takes nothing (Ctrl-S)', 0],
	] as const) {
		options.say(`dashboard, terminal ${what}`);
		const network = new NetworkPair();
		const shown = new DashboardTerminal([INTERFACE], {before: ['ip', 'netns', 'exec', network.receiver]});
		try {
			await shown.shows(/capturing/);
			shown.takes(rate);
			await network.replay(file, Math.ceil(packets / (STALL / 2000)));
			await pause(STALL / 2);
			const {bytes} = shown;
			shown.takes(null);
			const late = await shown.shows(new RegExp(`${packets.toLocaleString('en-US')} packets`));
			const queue = /queue +([\d,]+|n\/a)/.exec(shown.screen)?.[1] ?? '?';
			const kernel = /kernel +([\d,]+|n\/a)/.exec(shown.screen)?.[1] ?? '?';
			rows.push({
				tool: what,
				cells: [String(packets), `${kernel} kernel, ${queue} queue`, String(bytes), `${late.toFixed(0)} ms`],
			});
		} finally {
			await shown.quit();
			network.close();
		}
	}
	return {
		title: 'dashboard: a terminal that does not keep up, for 30 s',
		columns: ['sent and counted', 'lost', 'bytes taken', 'newest frame after'],
		rows,
		notes: ['the newest frame is the one with every packet in it, after the terminal takes everything again'],
	};
}
