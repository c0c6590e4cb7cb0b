/**
 * `npm run fuzz -- [--seconds N] [--seed S] [--cases N]`: tries mutated captures until the time is over or one fails.
 *
 * A worker does the work, so that one that hangs is noticed. Case `index` of seed S is always the same capture.
 */
import fs from 'node:fs';
import path from 'node:path';
import {performance} from 'node:perf_hooks';
import {parseArgs} from 'node:util';
import {isMainThread, parentPort, Worker, workerData} from 'node:worker_threads';
import {Random} from '../../source/engine/capture/demo/random.js';
import {residentBytes} from '../helpers/resident.js';
import {findFault} from './faults.js';
import {collectMaterial, type Material} from './material.js';
import {makeCapture} from './mutate.js';
import {writeRegression} from './regressions.js';
import {shrink} from './shrink.js';

interface Job {
	seed: number;
	seconds: number;
	cases: number;
	corpus: string;
	/** The case under way, and when it began (ms since the start): read by the main thread. */
	beat: SharedArrayBuffer;
}

type Report =
	| {type: 'begun'; families: number; captures: number; fromCorpus: boolean}
	| {type: 'fault'; index: number; fault: string; bytes: Uint8Array}
	| {type: 'end'; cases: number; bytes: number; seconds: number};

/** Longest time that one capture of a few kilobytes may take; milliseconds. */
const HANG = 10_000;
const SHRINK_TIME = 20_000;
/** Memory that may come to be held beyond what the material takes: captures of a few kilobytes ask for hardly any. */
const MOST_GROWTH = 256 * 2 ** 20;
/** Megabytes that objects may take in all, or the worker ends. */
const MOST_OBJECTS = 256;
const SAMPLE_EVERY = 500;
const SMAPS = '/proc/self/smaps';

function caseOf(seed: number, index: number, material: Material): Uint8Array {
	return makeCapture(new Random(Math.imul(seed, 0x9e37_79b1) ^ index), material);
}

function work({seed, seconds, cases, corpus, beat}: Job): void {
	const report = (message: Report) => parentPort!.postMessage(message);
	const material = collectMaterial(corpus);
	const {families, captures, fromCorpus} = material;
	report({type: 'begun', families: families.length, captures: captures.length, fromCorpus});
	const progress = new Int32Array(beat);
	const started = performance.now();
	let bytes = 0;
	let index = 0;
	for (; index < cases && performance.now() - started < seconds * 1000; index++) {
		Atomics.store(progress, 0, index);
		Atomics.add(progress, 1, 1);
		const capture = caseOf(seed, index, material);
		bytes += capture.length;
		const fault = findFault(capture);
		if (fault === null) {
			continue;
		}
		Atomics.store(progress, 1, -1);
		const deadline = performance.now() + SHRINK_TIME;
		const smallest = shrink(
			capture,
			candidate => findFault(candidate) === fault,
			deadline,
			() => performance.now(),
		);
		report({type: 'fault', index, fault, bytes: smallest});
		return;
	}

	report({type: 'end', cases: index, bytes, seconds: (performance.now() - started) / 1000});
}

function parseOptions() {
	try {
		return parseArgs({
			options: {
				seconds: {type: 'string', default: '60'},
				seed: {type: 'string', default: '1'},
				cases: {type: 'string', default: 'Infinity'},
				corpus: {type: 'string', default: path.resolve('..', 'shared', 'corpus')},
				regressions: {type: 'string', default: path.resolve('test', 'fixtures', 'regressions')},
			},
		}).values;
	} catch (error) {
		return misused((error as Error).message);
	}
}

function misused(what: string): never {
	process.stderr.write(`fuzz: ${what}\n`);
	process.exit(2);
}

async function main(): Promise<void> {
	const values = parseOptions();
	const beat = new SharedArrayBuffer(8);
	const job: Job = {
		seed: Number(values.seed),
		seconds: Number(values.seconds),
		cases: Number(values.cases),
		corpus: values.corpus,
		beat,
	};
	if (Number.isNaN(job.seed + job.seconds) || Number.isNaN(job.cases)) {
		misused('--seconds, --seed and --cases take numbers');
	}

	const say = (line: string) => process.stdout.write(`${line}\n`);
	const failed = (index: number, fault: string, bytes: Uint8Array) => {
		const file = writeRegression(values.regressions, {bytes, fault, seed: job.seed, index});
		say(`FAULT at case ${index} of seed ${job.seed}: ${fault}`);
		say(`kept as ${bytes.length} bytes in ${path.relative('.', file)} (and .json), which npm test now tries`);
		process.exitCode = 1;
	};

	const worker = new Worker(new URL(import.meta.url), {
		workerData: job,
		resourceLimits: {maxOldGenerationSizeMb: MOST_OBJECTS},
	});
	const progress = new Int32Array(beat);
	/** Resident memory beside objects once the material is there, and the most since. */
	const memory = {before: 0, most: 0};
	const sample = () => {
		memory.most = Math.max(memory.most, resident());
	};
	const sampling = setInterval(sample, SAMPLE_EVERY).unref();
	let last = -1;
	const watch = setInterval(() => {
		const now = Atomics.load(progress, 1);
		if (now === last && now > 0) {
			const index = Atomics.load(progress, 0);
			clearInterval(watch);
			failed(index, 'a capture takes too long', caseOf(job.seed, index, collectMaterial(job.corpus)));
			void worker.terminate();
		}

		last = now;
	}, HANG);
	worker.on('message', (message: Report) => {
		if (message.type === 'begun') {
			const origin = message.fromCorpus ? 'generators and corpus' : `generators only (no corpus at ${job.corpus})`;
			memory.before = resident();
			say(`seed ${job.seed}: packets of ${message.families} captures, ${message.captures} small captures; ${origin}`);
			return;
		}

		clearInterval(watch);
		clearInterval(sampling);
		sample();
		if (message.type === 'fault') {
			failed(message.index, message.fault, message.bytes);
		} else {
			const hourly = Math.round((message.cases / message.seconds) * 3600);
			const megabytes = (message.bytes / 1e6).toFixed(1);
			const time = message.seconds.toFixed(1);
			say(`${message.cases} mutated captures (${megabytes} MB) in ${time} s, no fault; ${hourly} an hour`);
			const [from, to] = [memory.before, memory.most].map(bytes => Math.round(bytes / 2 ** 20));
			say(`memory beside objects: ${from} MB with the material, at most ${to} MB`);
			if (memory.most - memory.before > MOST_GROWTH) {
				say(`FAULT: memory grew by more than ${MOST_GROWTH / 2 ** 20} MB`);
				process.exitCode = 1;
			}
		}
	});
	worker.on('error', error => {
		clearInterval(watch);
		process.stderr.write(`${error.stack}\n`);
		process.exitCode = 1;
	});
}

/** Bytes outside of V8's heaps, whose free pages say nothing of what is held; all of them where the system does not tell these apart. */
function resident(): number {
	return fs.existsSync(SMAPS) ? residentBytes(fs.readFileSync(SMAPS, 'latin1')).outside : process.memoryUsage.rss();
}

if (isMainThread) {
	await main();
} else {
	work(workerData as Job);
}
