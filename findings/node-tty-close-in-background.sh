#!/bin/sh
# Node 22.23.3 and 24.21.0 (libuv 1.51, 1.52) set a terminal's attributes when a tty stream is destroyed whose raw mode was ever
# switched on, even if it was switched off again. A job that its shell has put into the background is stopped by that (SIGTTOU) where it
# was about to end: `bg`, then `kill %1`, leaves a stopped process. Node 20.19.5 (libuv 1.46) leaves the terminal alone, and ends.
# What closes the descriptor itself (fs.closeSync) ends on all three. Linux on amd64, bash, Debian's `script` (bsdutils), npm.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > job.cjs <<'JS'
const fs = require('node:fs');
process.stdin.setRawMode(true);
process.stdin.setRawMode(false);
const alive = setInterval(() => {}, 1000);
process.once('SIGCONT', () => {
	process.stdin.destroy();
	clearInterval(alive);
});
process.once('exit', () => fs.writeFileSync('state', 'ended'));
fs.writeFileSync('pid', String(process.pid));
process.kill(process.pid, 'SIGTSTP');
JS
cat > shell.sh <<'SH'
set -m
rm -f state
"$1" job.cjs
bg >/dev/null 2>&1
sleep 2
[ -e state ] || sed 's/.*) //; s/ .*//' "/proc/$(cat pid)/stat" >state
kill -KILL "$(cat pid)" 2>/dev/null
SH
said=
for package in node@20.19.5 node@22.23.3 node@24.21.0; do
	rm -rf installed
	mkdir installed
	npm install --silent --no-audit --no-fund --prefix installed "$package" >/dev/null 2>&1
	node=$folder/installed/node_modules/node/bin/node
	script -qec "bash shell.sh $node" /dev/null >/dev/null 2>&1 </dev/null || :
	line="node $("$node" --version) libuv $("$node" -p process.versions.uv): $(cat state)"
	echo "$line"
	said="$said$line;"
done
# T = stopped
[ "$said" = "node v20.19.5 libuv 1.46.0: ended;node v22.23.3 libuv 1.51.0: T;node v24.21.0 libuv 1.52.1: T;" ]
