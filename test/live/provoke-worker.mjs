// Loaded before the program by `--import`: SIGUSR2 makes one of its workers die. The program knows nothing of it.
// NETANAL_PROVOKE is `WORKER:HOW`, e.g. `capture-worker:memory`; HOW is throw, memory (all of it in one
// round), growth (some in each), exit, hang or kill.
import {syncBuiltinESMExports} from 'node:module';
import process from 'node:process';
import workerThreads from 'node:worker_threads';

const {isMainThread, Worker, workerData} = workerThreads;
/** MiB for the worker's objects. */
const MEMORY = {memory: 256, growth: 96};
const [target, how] = (process.env.NETANAL_PROVOKE ?? '').split(':');

if (isMainThread) {
	const cell = new Int32Array(new SharedArrayBuffer(4));
	const victims = [];
	workerThreads.Worker = class extends Worker {
		constructor(url, options) {
			const isTarget = String(url).includes(target);
			const limits = how in MEMORY ? {resourceLimits: {maxOldGenerationSizeMb: MEMORY[how]}} : {};
			super(url, isTarget ? {...options, ...limits, workerData: {...options.workerData, provoke: cell}} : options);
			if (isTarget) {
				victims.push(this);
			}
		}
	};
	syncBuiltinESMExports();
	process.on('SIGUSR2', () => {
		Atomics.store(cell, 0, 1);
		if (how === 'kill') {
			for (const victim of victims) {
				victim.terminate();
			}
		}
	});
} else if (workerData?.provoke) {
	const real = performance.now.bind(performance);
	const heap = [];
	const die = () => {
		if (Atomics.load(workerData.provoke, 0) === 0) {
			return;
		}
		if (how === 'throw') {
			throw new Error('provoked');
		}
		if (how === 'exit') {
			process.exit(0);
		}
		while (how === 'hang') {}
		do {
			for (let i = 0; i < 10_000; i++) {
				heap.push({number: i, next: {number: -i}});
			}
		} while (how === 'memory');
	};
	// The workers that never go back to their event loop read the clock in every round.
	performance.now = () => {
		die();
		return real();
	};
	setInterval(die, 20).unref();
}
