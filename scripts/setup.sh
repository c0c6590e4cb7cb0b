#!/bin/sh
# Makes a fresh Debian ready: `sh scripts/setup.sh` to run the program, `--test` for what the tests drive as well.
# Does nothing twice; each step that had nothing to do says so in one line.
set -eu

fail() {
	echo "setup.sh: $1" >&2
	exit 1
}

cd "$(dirname "$0")/.."

for argument in "$@"; do
	case "$argument" in
	--test) ;;
	*) fail "unknown option $argument: use sh scripts/setup.sh [--test]" ;;
	esac
done

command -v node >/dev/null 2>&1 || fail 'node is missing: install Node.js 20 or newer, for example from https://nodejs.org/en/download'
command -v npm >/dev/null 2>&1 || fail 'npm is missing: install the npm that belongs to your Node.js'
major=$(node -p 'process.versions.node.split(".")[0]')
[ "$major" -ge 20 ] || fail "node $(node -v) is too old: install Node.js 20 or newer, for example from https://nodejs.org/en/download"

# A package is listed with the file or command that proves it is there, so that other ways of installing it count too.
missing=''
want() { # want PACKAGE COMMAND
	command -v "$2" >/dev/null 2>&1 || [ -x "/usr/sbin/$2" ] || [ -x "/sbin/$2" ] || missing="$missing $1"
}

# libpcap0.8t64 is its name since Debian 13; both carry the same file.
ldconfig=$(command -v ldconfig || echo /sbin/ldconfig)
"$ldconfig" -p 2>/dev/null | grep -q 'libpcap\.so\.0\.8' || missing="$missing libpcap0.8"
if [ "${1:-}" = --test ]; then
	want iproute2 ip
	want iputils-ping ping
	want tcpreplay tcpreplay
	want tcpdump tcpdump
	want tmux tmux
	want procps ps
	want util-linux unshare
	want fish fish
	want zsh zsh
	want mandoc mandoc
	want curl curl
	want prometheus prometheus
	want binutils strip
	want openssl openssl
	want nats-server nats-server
	want rabbitmq-server rabbitmqctl
	want nfdump nfcapd
	want pmacct nfacctd
	want iftop iftop
fi

if [ -z "$missing" ]; then
	echo 'system packages: all there'
else
	command -v apt-get >/dev/null 2>&1 || fail "this is not Debian (no apt-get): install these yourself, then run it again:$missing"
	root=''
	if [ "$(id -u)" -ne 0 ]; then
		command -v sudo >/dev/null 2>&1 || fail "no root and no sudo: as root run  apt-get install$missing"
		root=sudo
	fi
	echo "system packages: installing$missing"
	$root apt-get update -qq || fail 'apt-get update failed: see its words above'
	case "$missing" in
	*libpcap0.8*)
		apt-cache show libpcap0.8 >/dev/null 2>&1 || missing=$(echo "$missing" | sed 's/libpcap0\.8/libpcap0.8t64/')
		;;
	esac
	# shellcheck disable=SC2086 # a list of words
	$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null ||
		fail "apt-get could not install$missing: see its words above"
fi

# npm writes node_modules/.package-lock.json last, so a broken-off install is done again.
if [ -f node_modules/.package-lock.json ] && [ -z "$(find package-lock.json -newer node_modules/.package-lock.json)" ]; then
	echo 'node packages: up to date'
else
	echo 'node packages: npm ci'
	npm ci --ignore-scripts --no-audit --no-fund --loglevel=error || fail 'npm ci failed: see its words above'
fi

# cli.js is among the last files that a build writes; declaration files come with the full build only.
newer=''
[ ! -f dist/cli.js ] || newer=$(find source scripts/build.js scripts/licences.js scripts/schema.js package.json tsconfig.json tsconfig.types.json node_modules/.package-lock.json -newer dist/cli.js)
if [ -f dist/cli.js ] && [ -d dist/types ] && [ -z "$newer" ]; then
	echo 'build: up to date'
else
	echo 'build: npm run build'
	npm run --silent build || fail 'the build failed: see its words above'
fi
