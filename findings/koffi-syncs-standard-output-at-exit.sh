#!/bin/sh
# koffi 3.3.4 calls fsync on standard output when the process exits, though nothing of it has written there: a program that loads it and
# whose output goes into a file waits for the disk at its end; and where standard output is closed by then, a line comes on standard error:
# "Error: Failed to sync '<stdout>': Bad file descriptor". Seen with strace=6.1-0.1 of Debian 12, Node 20, Linux on amd64, npm.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . koffi@3.3.4 >/dev/null 2>&1
apt-get download strace=6.1-0.1 >/dev/null 2>&1
dpkg-deb -x strace_*.deb .
synced() {
	usr/bin/strace -f -qq -e trace=fsync -e signal=none -o calls node -e "$1" >output
	grep -c 'fsync(1)' calls || :
}
with=$(synced "require('koffi'); console.log('one line')")
without=$(synced "console.log('one line')")
echo "fsync of standard output: $with with koffi, $without without"
closed=$(node -e "require('koffi'); require('node:fs').closeSync(1)" 2>&1 >/dev/null)
echo "closed before the end: $closed"
[ "$with $without" = "1 0" ]
[ "$closed" = "Error: Failed to sync '<stdout>': Bad file descriptor" ]
