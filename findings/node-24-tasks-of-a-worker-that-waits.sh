#!/bin/sh
# A worker that waits in Atomics.wait, and never goes back to its event loop, keeps memory with every collection of young objects in Node 24:
# V8 13.6 posts a task for the next one to the thread's event loop, calls it off when it collects sooner, and what was called off
# stays in the loop's queue until the loop turns. Seen three times, in KiB that malloc has given out and not got back after
# some 11,000 such collections, of a worker that never goes back to its event loop and of one that does after every 64 rounds:
#   Node 24.21.0 (V8 13.6): 1,737 or 1,738 and 10 to 12
#   Node 20.19.5 (V8 11.3): 0 and 0 to 58
# Neither v8.getHeapStatistics() nor process.memoryUsage() tells of it but by the resident size. Linux with glibc 2.33 or later on amd64, npm.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > waits.mjs <<'JS'
import koffi from 'koffi';
import {isMainThread, parentPort, Worker, workerData} from 'node:worker_threads';
import {fileURLToPath} from 'node:url';
const FIELDS = ['arena', 'ordblks', 'smblks', 'hblks', 'hblkhd', 'usmblks', 'fsmblks', 'uordblks', 'fordblks', 'keepcost'];
const garbage = async rounds => {
	const never = new Int32Array(new SharedArrayBuffer(4));
	for (let round = 0; round < rounds; round++) {
		for (let i = 0, object; i < 4000; i++) {
			object = {i, list: [i, object === null]};
		}
		if (round % 64 === 0) {
			Atomics.wait(never, 0, 0, 1);
			if (workerData.turns) {
				await new Promise(resolve => setImmediate(resolve));
			}
		}
	}
};
if (isMainThread) {
	const info = koffi.struct(Object.fromEntries(FIELDS.map(field => [field, 'size_t'])));
	const mallinfo2 = koffi.load('libc.so.6').func('mallinfo2', info, []);
	const given = () => Number(mallinfo2().uordblks);
	const kept = [];
	for (const turns of [false, true]) {
		const worker = new Worker(fileURLToPath(import.meta.url), {
			workerData: {turns},
			resourceLimits: {maxYoungGenerationSizeMb: 3},
		});
		const told = () => new Promise(resolve => worker.once('message', resolve));
		await told();
		const before = given();
		await told();
		kept.push(Math.max(0, Math.round((given() - before) / 1024)));
		await worker.terminate();
	}
	console.log(kept.join(' '));
} else {
	await garbage(2000);
	parentPort.postMessage('warm');
	await garbage(40_000);
	parentPort.postMessage('done');
	Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2000);
}
JS
for package in node@24.21.0 node@20.19.5; do
	rm -rf node_modules package.json package-lock.json
	npm install --silent --no-audit --no-fund --prefix . "$package" koffi@2.14.1 >/dev/null 2>&1
	node=$folder/node_modules/node/bin/node
	said=$("$node" waits.mjs)
	echo "node $("$node" --version) V8 $("$node" -p process.versions.v8), KiB kept without and with turns of the event loop: $said"
	[ "${said##* }" -lt 128 ]
	case $package in
		node@24*) [ "${said%% *}" -gt 700 ] ;;
		*) [ "${said%% *}" -lt 128 ] ;;
	esac
done
