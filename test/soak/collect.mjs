// Loaded before the program by `--import`, with `--expose-gc`: every thread collects its garbage twice a minute, and writes into
// the folder `?folder=` what its objects take then, with the buffers outside of its heap, and how much room V8 holds free in that
// heap; the main thread adds what is resident. The program knows nothing of it.
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import v8 from 'node:v8';
import {isMainThread, threadId} from 'node:worker_threads';

const EVERY = 30_000;
const file = path.join(new URL(import.meta.url).searchParams.get('folder'), `thread-${threadId}.json`);
const real = performance.now.bind(performance);
let next = real() + EVERY;
// The program becomes another user before the next time.
fs.writeFileSync(file, '{"resident":0,"objects":0,"free":0}');
fs.chmodSync(file, 0o666);

function collect() {
	if (real() < next) {
		return;
	}
	next = real() + EVERY;
	globalThis.gc();
	const {total_heap_size: held, used_heap_size: used, external_memory: buffers} = v8.getHeapStatistics();
	const resident = isMainThread ? process.memoryUsage.rss() : 0;
	fs.writeFileSync(file, JSON.stringify({resident, objects: used + buffers, free: held - used}));
}

// The workers that never go back to their event loop read the clock in every round.
performance.now = () => {
	collect();
	return real();
};
setInterval(collect, 1000).unref();
