#!/bin/sh
# After a heap has shrunk, V8 13.6 keeps pages resident that v8.getHeapStatistics() tells nothing of: neither total_heap_size nor
# total_physical_size has them, and five collections in ten seconds do not give them back. So resident memory less the heap's free room is
# no measure of what a process keeps. Seen three times, of 3 million objects that were dropped, in MiB:
#   Node 24.21.0 (V8 13.6): heap 6 or 7, of which 6 are physical, but 113 to 131 resident
#   Node 20.19.5 (V8 11.3): heap 6 or 7, of which 6 are physical, and 5 or 6 resident
# Pages are told by their addresses: V8 asks for them below 2^46, the kernel gives others higher ones. Linux on amd64, npm.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > shrunk.mjs <<'JS'
import fs from 'node:fs';
import {setTimeout as sleep} from 'node:timers/promises';
import v8 from 'node:v8';
const MIB = 2 ** 20;
const resident = () => {
	let bytes = 0;
	let isPages = false;
	for (const line of fs.readFileSync('/proc/self/smaps', 'latin1').split('\n')) {
		const mapping = /^([\da-f]+)-\S+ (\S+) \S+ \S+ \d+ *(.*)$/.exec(line);
		if (mapping) {
			isPages = mapping[3] === '' && (mapping[2].includes('x') || Number.parseInt(mapping[1], 16) < 2 ** 46);
		} else if (isPages && line.startsWith('Rss:')) {
			bytes += 1024 * Number.parseInt(line.slice(4), 10);
		}
	}
	return bytes;
};
let objects = Array.from({length: 3e6}, (_, i) => ({i}));
objects = null;
for (let i = 0; i < 5; i++) {
	gc();
	await sleep(2000);
}
const {total_heap_size: heap, total_physical_size: physical} = v8.getHeapStatistics();
const told = [heap, physical, resident(), resident() - heap].map(bytes => Math.round(bytes / MIB));
console.log(told.join(' '));
JS
for package in node@24.21.0 node@20.19.5; do
	rm -rf installed
	mkdir installed
	npm install --silent --no-audit --no-fund --prefix installed "$package" >/dev/null 2>&1
	node=$folder/installed/node_modules/node/bin/node
	said=$("$node" --expose-gc shrunk.mjs)
	echo "node $("$node" --version) V8 $("$node" -p process.versions.v8), MiB of heap, physical, resident, beyond the heap: $said"
	beyond=${said##* }
	case $package in
		node@24*) [ "$beyond" -ge 16 ] ;;
		*) [ "$beyond" -le 4 ] ;;
	esac
done
