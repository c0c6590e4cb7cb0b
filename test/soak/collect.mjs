// Loaded before the program by `--import`, with `--expose-gc`: every thread collects its garbage twice a minute, and writes into
// the folder `?folder=` what its objects take then, with the buffers outside of its heap. The program knows nothing of it.
import fs from 'node:fs';
import path from 'node:path';
import v8 from 'node:v8';
import {threadId} from 'node:worker_threads';

const EVERY = 30_000;
const file = path.join(new URL(import.meta.url).searchParams.get('folder'), `thread-${threadId}.json`);
const real = performance.now.bind(performance);
let next = real() + EVERY;
// The program becomes another user before the next time.
fs.writeFileSync(file, '{"objects":0}');
fs.chmodSync(file, 0o666);

function collect() {
	if (real() < next) {
		return;
	}
	next = real() + EVERY;
	globalThis.gc();
	const {used_heap_size: used, external_memory: buffers} = v8.getHeapStatistics();
	fs.writeFileSync(file, JSON.stringify({objects: used + buffers}));
}

// The workers that never go back to their event loop read the clock in every round.
performance.now = () => {
	collect();
	return real();
};
setInterval(collect, 1000).unref();
