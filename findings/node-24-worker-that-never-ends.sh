#!/bin/sh
# Node 24.21.0: of 40 workers that run plain functions, make six large buffers each and return, some never end.
# `exit` is not emitted, their threads and descriptors stay, and so does the process. Node 22.23.3 ends all of them.
# Seen with gdb: such a worker waits in node::NodePlatform::DrainTasks for V8's compilers, and those in
# v8::internal::CollectionBarrier::AwaitCollectionBackground for that worker to collect garbage (nodejs/node#54918).
# With a garbage collection as the last thing that a worker does, all end: `collects` below.
# Output seen: "v24.21.0 returns: stuck", "v24.21.0 collects: all gone", "v22.23.3 returns: all gone".
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund node24@npm:node@24.21.0 node22@npm:node@22.23.3 >/dev/null
cat >workers.mjs <<'JS'
import {isMainThread, parentPort, Worker, workerData} from 'node:worker_threads';

const WORKERS = 40;
const PATIENCE = 60_000;
if (isMainThread) {
	const how = process.argv[2];
	const tell = what => {
		console.log(`${process.version} ${how}: ${what}`);
		// a process with such a worker cannot end in another way
		process.kill(process.pid, 'SIGKILL');
	};
	let [returned, gone, timer] = [0, 0, null];
	for (let i = 0; i < WORKERS; i++) {
		const worker = new Worker(new URL(import.meta.url), {workerData: how});
		worker.on('message', () => {
			returned++;
			if (returned === WORKERS) {
				timer = setTimeout(() => tell('stuck'), PATIENCE);
			}
		});
		worker.on('exit', () => {
			gone++;
			if (gone === WORKERS) {
				clearTimeout(timer);
				tell('all gone');
			}
		});
	}
} else {
	const numbers = Array.from({length: 16}, (_, i) => i);
	const lines = Array.from({length: 30}, (_, k) => `s = (s + a[(i + ${k}) & 15]) & 65535;`).join('\n');
	const functions = Array.from({length: 200}, (_, n) => new Function('a', 'b', `let s = ${n}; for (let i = 0; i < b; i++) {${lines}} return s;`));
	const run = times => {
		for (let time = 0; time < times; time++) {
			functions.forEach((each, n) => each(numbers, 10 + (n % 20)));
		}
	};
	run(20);
	const buffers = Array.from({length: 6}, () => new Uint8Array(60e6));
	run(10);
	parentPort.postMessage(buffers.length);
	if (workerData === 'collects') {
		const {Session} = process.getBuiltinModule('node:inspector');
		const session = new Session();
		session.connect();
		const alive = setInterval(() => {}, 2 ** 30);
		await new Promise(resolve => session.post('HeapProfiler.collectGarbage', resolve));
		clearInterval(alive);
		session.disconnect();
	}
}
JS
node24=$(find node_modules/node24 -name node -type f -path '*bin*' | head -n 1)
node22=$(find node_modules/node22 -name node -type f -path '*bin*' | head -n 1)
[ -x "$node24" ] && [ -x "$node22" ]
# A matter of timing: one run of eight is enough.
for run in 1 2 3 4 5 6 7 8; do
	"$node24" workers.mjs returns >returns 2>/dev/null || :
	cat returns
	if grep -q stuck returns; then break; fi
done
grep -q '^v24.21.0 returns: stuck$' returns
"$node24" workers.mjs collects 2>/dev/null | tee collects || :
grep -q '^v24.21.0 collects: all gone$' collects
"$node22" workers.mjs returns 2>/dev/null | tee other || :
grep -q '^v22.23.3 returns: all gone$' other
