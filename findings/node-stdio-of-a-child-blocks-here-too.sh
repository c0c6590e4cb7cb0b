#!/bin/sh
# A descriptor that is given to a child process as its standard input, output or error is made to block: libuv clears O_NONBLOCK in the
# child. The flag belongs to the open file, which parent and child share, so that from then on the parent's own writes block as well.
# Seen with Node 20.19.5, 22.23.3 and 24.21.0 (libuv 1.46, 1.51, 1.52), by /proc/self/fdinfo; a descriptor that is given at place 3 keeps its
# flag. Linux on amd64, npm.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > parent.cjs <<'JS'
const fs = require('node:fs');
const {spawnSync} = require('node:child_process');
const {O_RDWR, O_NONBLOCK, O_CREAT} = fs.constants;
const blocks = descriptor => {
	const [, flags] = /^flags:\s+(\d+)$/m.exec(fs.readFileSync(`/proc/self/fdinfo/${descriptor}`, 'utf8'));
	return (Number.parseInt(flags, 8) & O_NONBLOCK) === 0;
};
const open = name => fs.openSync(name, O_RDWR | O_NONBLOCK | O_CREAT);
const [first, second] = [open('first'), open('second')];
const before = [blocks(first), blocks(second)];
spawnSync('true', [], {stdio: ['ignore', first, 'ignore', second]});
console.log(`at 1: ${before[0]} ${blocks(first)}, at 3: ${before[1]} ${blocks(second)}`);
JS
for package in node@20.19.5 node@22.23.3 node@24.21.0; do
	rm -rf installed
	mkdir installed
	npm install --silent --no-audit --no-fund --prefix installed "$package" >/dev/null 2>&1
	node=$folder/installed/node_modules/node/bin/node
	said=$("$node" parent.cjs)
	echo "node $("$node" --version) libuv $("$node" -p process.versions.uv): blocks before and after, $said"
	[ "$said" = "at 1: false true, at 3: false false" ]
done
