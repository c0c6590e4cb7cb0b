/** How our workers end, and how it is known that they have. */
import type {Worker} from 'node:worker_threads';
import {watchHeap} from './heap-bound.js';
import {patiently} from './patience.js';
import {causeOf} from './scarce.js';

/** Milliseconds that Node gets for ending a thread by force, when it is the only one. */
const FORCE_PATIENCE = 5000;

/** `threadId` of a worker that has ended. */
const EXITED = -1;

/** Far longer than Node's timers wait: it only keeps the event loop alive. */
const FOREVER = 2 ** 30;

/** The first Node whose V8 compiles in the background what may have to wait for a collection; those before end their threads. */
const FIRST_STUCK = 24;

/**
 * Collects this thread's garbage, as the last thing that a worker does. Node waits for V8's compilers before it ends a thread, and
 * one of them may be waiting for that thread to collect: neither ever ends (nodejs/node#54918, seen on 24.21). A Node that has
 * no such compilers is spared the time.
 */
export async function collectGarbage(): Promise<void> {
	const isNeeded = Number.parseInt(process.versions.node, 10) >= FIRST_STUCK;
	// Node can be built without an inspector.
	if (!isNeeded || !process.features.inspector) {
		return;
	}
	const inspector = process.getBuiltinModule('node:inspector');
	const session = new inspector.Session();
	session.connect();
	// The collection is a task of the event loop, which must not end before it.
	const alive = setInterval(() => {}, FOREVER);
	await new Promise<void>(resolve => session.post('HeapProfiler.collectGarbage', () => resolve()));
	clearInterval(alive);
	session.disconnect();
}

/**
 * Waits until a worker has ended by itself, and else ends it by force.
 * @param patience milliseconds until then, where nothing else ends at once
 * @returns false when its thread is left behind all the same
 */
export async function endWorker(worker: Worker, patience: number): Promise<boolean> {
	if (patience > 0 && (await isGone(worker, patience))) {
		return true;
	}
	void worker.terminate();
	return isGone(worker, FORCE_PATIENCE);
}

/**
 * Calls `ended` once, when a worker is gone, or has used its memory up and cannot be ended.
 * @param ended is told its exit status, and in one line of what it died, '' = it did not say
 */
export function onEnd(worker: Worker, ended: (code: number, cause: string) => void): void {
	let cause = '';
	let isTold = false;
	const tell = (code: number) => {
		if (!isTold) {
			isTold = true;
			ended(code, cause);
		}
	};
	worker.on('error', error => {
		cause ||= causeOf(error);
	});
	worker.on('exit', tell);
	watchHeap(worker, words => {
		cause = words;
		void endWorker(worker, 0).then(() => tell(1));
	});
}

async function isGone(worker: Worker, milliseconds: number): Promise<boolean> {
	if (worker.threadId === EXITED) {
		return true;
	}
	return new Promise(resolve => {
		const gone = () => {
			ended();
			resolve(true);
		};
		const ended = patiently(milliseconds, () => {
			worker.off('exit', gone);
			resolve(false);
		});
		worker.once('exit', gone);
	});
}
