/**
 * The dashboard on a veth pair for as long as one likes: hosts that keep changing, resizes and key presses, while the
 * process is measured from outside.
 */
import {spawn} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {pathToFileURL} from 'node:url';
import {writeCapture} from '../../bench/traffic/generate.js';
import type {Kind} from '../../bench/traffic/kinds.js';
import {Random} from '../../source/engine/capture/demo/random.js';
import type {Snapshot} from '../../source/engine/snapshot.js';
import {INTERFACE, liveTestObstacle, NetworkPair} from '../helpers/netns.js';
import {Program} from '../helpers/program.js';
import {residentBytes} from '../helpers/resident.js';
import {fitLine, floors} from './statistics.js';

export interface LongLifeOptions {
	program: string;
	/** `test/soak/collect.mjs`. */
	collect: string;
	folder: string;
	/** Minutes that are measured, after those of the warm-up, in which tables, heaps and the history fill. */
	minutes: number;
	warmUp: number;
	/** Minutes that the dashboard can look back; they are full before anything is measured. */
	history: number;
	packetsPerSecond: number;
	log(line: string): void;
}

/** What a round sends: addresses and flows that are never seen again, names, and steady traffic between them. */
const ROUND: readonly (readonly [Kind, number])[] = [
	['spoofed', 300_000],
	['flows', 300_000],
	['tls', 50_000],
	['mix', 100_000],
];
const ROUNDS = 4;
/** Packets that are sent in a burst, a thousand times a second. */
const AT_ONCE = 50;
const SAMPLE_EVERY = 2000;
/** A key every so many milliseconds while it warms up: V8 then has compiled in minutes what it would compile for an hour. */
const WARM_UP_EVERY = 200;
const MINUTE = 60_000;
/** Handles and threads that come and go: an export, a filter's compiler. */
const SPARE = 4;
/**
 * Small half-spaces, and collections by hand: what is never freed grows with them as without. V8 compiles a function after
 * a tenth of the usual work: at two frames a second it goes on optimising for hours otherwise, a few megabytes of code in all.
 */
const SOONER =
	Number.parseInt(process.versions.node, 10) < 22
		? ['--interrupt-budget=6000']
		: ['--invocation-count-for-maglev=40', '--invocation-count-for-turbofan=300'];
const NODE_FLAGS = ['--expose-gc', '--max-semi-space-size=2', ...SOONER];
/** In use to its end from the first minute on: of a large one, a busy machine would touch a bit more now and then. */
const QUEUE = '4M';
/**
 * Full within the first rounds, and all that hangs on their rows within the warm-up: of larger ones the flows that carry data, which
 * have records of TCP, go on taking the place of those that carry none for hours, and pages are touched that never were before.
 */
const TABLES = [
	'--max-flows',
	String(1 << 12),
	'--max-endpoints',
	String(1 << 13),
	'--max-conversations',
	String(1 << 12),
];
/** Samples of which the lowest counts: a minute, in which each heap is collected twice. */
const STRETCH = 30;
const MOST_MB_PER_HOUR = 1;
const MEGABYTE = 2 ** 20;
const megabytes = (bytes: number) => (bytes / MEGABYTE).toFixed(0);
const [CTRL_U, ESCAPE] = ['\u0015', '\u001b'];
/** Everything that opens, closes, moves and pauses; nothing that ends the capture or starts its counts again. */
const KEYS = [
	' ',
	' ',
	'?',
	ESCAPE,
	'f',
	`${CTRL_U}tcp prt`,
	ESCAPE,
	'\u001b[A',
	'\u001b[B',
	'\t',
	'\u001b[6~',
	'\u001b[5~',
];

interface Sample {
	hours: number;
	/** Bytes of all threads' objects and buffers that are left by a collection; buffers also where they were never touched. */
	objects: number;
	/** Resident bytes outside of V8's heaps, whose free room comes and goes, and without files that are mapped. */
	memory: number;
	/** Resident bytes of V8's heaps. */
	heaps: number;
	descriptors: number;
	threads: number;
}

/** @returns what was wrong, one line each */
export async function longLife(options: LongLifeOptions): Promise<string[]> {
	const {program, collect, folder, minutes, warmUp, history, packetsPerSecond, log} = options;
	const obstacle = liveTestObstacle();
	if (obstacle !== null) {
		return [obstacle];
	}
	if (warmUp <= history) {
		return [`a warm-up of ${warmUp} min does not fill a history of ${history} min`];
	}
	const files: string[] = [];
	for (let round = 0; round < ROUNDS; round++) {
		for (const [kind, packets] of ROUND) {
			const file = path.join(folder, `${kind}-${round}.pcap`);
			writeCapture(file, {kind, packets, seed: 1 + round});
			files.push(file);
		}
	}

	const network = new NetworkPair();
	const before = ['ip', 'netns', 'exec', network.receiver];
	const args = [INTERFACE, '--history', String(history), '--queue', QUEUE, ...TABLES];
	const heaps = path.join(folder, 'heaps');
	fs.mkdirSync(heaps, {recursive: true});
	fs.chmodSync(heaps, 0o777);
	const nodeFlags = [...NODE_FLAGS, `--import=${pathToFileURL(collect).href}?folder=${encodeURIComponent(heaps)}`];
	const start = {program, nodeFlags, before, cwd: folder, env: {HOME: folder}, columns: 120, rows: 40};
	const trial = await Program.started(args, start, 'capturing');
	try {
		let over = false;
		let sent = 0;
		const sending = (async () => {
			for (let at = 0; !over; at = (at + 1) % files.length) {
				sent += await network.replay(files[at], packetsPerSecond, AT_ONCE);
			}
		})();
		const samples = await watch(trial, heaps, {warmUp, minutes}, log);
		over = true;
		await sending;
		const snapshot = await finalExport(trial, folder);
		trial.press('q');
		const status = await trial.exit();
		return [
			...(status === 0 ? [] : [`the dashboard ended with status ${status}`]),
			...(await trial.leftovers()),
			...judge(samples, warmUp, log),
			...judgeCounts(snapshot, sent, log),
		];
	} finally {
		await trial.closed();
		network.close();
	}
}

async function watch(
	trial: Program,
	heaps: string,
	{warmUp, minutes}: Pick<LongLifeOptions, 'warmUp' | 'minutes'>,
	log: (line: string) => void,
): Promise<Sample[]> {
	const random = new Random(1);
	const samples: Sample[] = [];
	const started = performance.now();
	const passed = () => (performance.now() - started) / MINUTE;
	let told = 0;
	for (let turn = 0; passed() < warmUp + minutes; turn++) {
		trial.press(KEYS[turn % KEYS.length]);
		if (turn % 7 === 6) {
			trial.resize(random.between(40, 160), random.between(12, 50));
		}
		const every = passed() < warmUp ? WARM_UP_EVERY : SAMPLE_EVERY;
		await sleep(every);
		const sample = measure(trial.pid, heaps, passed() / 60);
		samples.push(sample);
		if (passed() < told + 1) {
			continue;
		}
		told++;
		const {objects, memory, heaps: pages, descriptors, threads} = sample;
		const sizes = `objects and buffers of ${megabytes(objects)} MB, resident ${megabytes(pages)} MB in V8's heaps and ${megabytes(memory)} MB outside`;
		log(`${told} min: ${sizes}, ${descriptors} descriptors, ${threads} threads`);
	}

	return samples;
}

/** Open descriptors and threads, and bytes of memory that is kept. @see proc_pid_status(5) */
function measure(pid: number, heaps: string, hours: number): Sample {
	const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
	const {inHeaps, outside} = residentBytes(fs.readFileSync(`/proc/${pid}/smaps`, 'utf8'));
	return {
		hours,
		objects: kept(heaps),
		memory: outside,
		heaps: inHeaps,
		threads: Number(/^Threads:\s+(\d+)/m.exec(status)![1]),
		descriptors: fs.readdirSync(`/proc/${pid}/fd`).length,
	};
}

/** Bytes of all threads that collections left; NaN while they are being written. */
function kept(heaps: string): number {
	let all = 0;
	for (const name of fs.readdirSync(heaps)) {
		const text = fs.readFileSync(path.join(heaps, name), 'utf8');
		all += text.endsWith('}') ? JSON.parse(text).objects : Number.NaN;
	}
	return all;
}

function judge(all: readonly Sample[], warmUp: number, log: (line: string) => void): string[] {
	const samples = all.filter(({hours, objects}) => hours * 60 > warmUp && Number.isFinite(objects));
	const range = (values: number[]) => [Math.min(...values), Math.max(...values)] as const;
	const descriptors = range(samples.map(sample => sample.descriptors));
	const threads = range(samples.map(sample => sample.threads));
	const wrong: string[] = [];
	log(`after ${warmUp} min of warm-up, allowed ${MOST_MB_PER_HOUR} MB/h:`);
	for (const what of ['objects', 'memory'] as const) {
		const points = samples.map(sample => [sample.hours, sample[what] / MEGABYTE] as const);
		const {slope, error} = fitLine(floors(points, STRETCH));
		const [least, most] = range(points.map(([, size]) => size));
		log(`${what} ${least.toFixed(1)} to ${most.toFixed(1)} MB, slope ${slope.toFixed(2)} ± ${error.toFixed(2)} MB/h`);
		if (!Number.isFinite(error)) {
			wrong.push('too few minutes were measured for a slope');
		} else if (slope - 2 * error > MOST_MB_PER_HOUR) {
			wrong.push(`${what} grow by ${slope.toFixed(1)} MB/h`);
		} else if (slope + 2 * error > MOST_MB_PER_HOUR) {
			log('too short a run for more than: no growth is proven');
		}
	}

	log(
		`V8's heaps ${range(samples.map(sample => sample.heaps))
			.map(megabytes)
			.join(' to ')} MB resident`,
	);
	log(`descriptors ${descriptors.join(' to ')}, threads ${threads.join(' to ')}`);
	if (descriptors[1] - descriptors[0] > SPARE) {
		wrong.push(`open descriptors went from ${descriptors.join(' to ')}`);
	}
	if (threads[1] - threads[0] > SPARE) {
		wrong.push(`threads went from ${threads.join(' to ')}`);
	}
	return wrong;
}

/** Leaves what a key has opened, waits until all that was sent is counted or lost, and exports. */
async function finalExport(trial: Program, folder: string): Promise<Snapshot> {
	trial.resize(120, 40);
	for (const key of [ESCAPE, ESCAPE]) {
		trial.press(key);
		await sleep(500);
	}

	if (trial.screen.includes('PAUSED')) {
		trial.press(' ');
	}
	await sleep(3000);
	trial.press('\u0013');
	const written = () => fs.readdirSync(folder).filter(name => name.endsWith('.json'));
	await trial.until('the export', () => written().length > 0);
	await trial.until('word of it', () => trial.screen.includes('written'));
	return JSON.parse(fs.readFileSync(path.join(folder, written()[0]), 'utf8'));
}

function judgeCounts(
	{totals, drops, endpoints, conversations, flows, bandwidth}: Snapshot,
	sent: number,
	log: (line: string) => void,
): string[] {
	const {kernel, queue} = drops;
	log(`${sent} packets sent, ${totals.packets} counted, dropped by the kernel ${kernel}, by our queue ${queue}`);
	log(
		`given up: ${endpoints.evicted} endpoints, ${conversations.evicted} conversations, ${flows.evicted} flows; ${bandwidth.samples.length} samples`,
	);
	const missing = sent - totals.packets - (kernel ?? 0) - (queue ?? 0);
	return [
		...(missing === 0 ? [] : [`${missing} packets are neither counted nor dropped`]),
		...Object.entries({endpoints, conversations, flows})
			.filter(([, {evicted}]) => evicted === 0)
			.map(([name]) => `the table of ${name} never came to its limit: run longer`),
		...(bandwidth.samples.length > 86_400 ? [`${bandwidth.samples.length} bandwidth samples`] : []),
	];
}

/** Runs another of our tools, its output shown. @returns what was wrong */
export async function runTool(file: string, args: readonly string[]): Promise<string[]> {
	const child = spawn(process.execPath, [file, ...args], {stdio: 'inherit'});
	const status = await new Promise<number | null>(resolve => child.on('close', resolve));
	return status === 0 ? [] : [`${path.basename(file)} ended with status ${status}`];
}
