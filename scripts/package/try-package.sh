#!/bin/sh
# Run as root inside a fresh Debian: `sh try-package.sh FILE.deb` installs the package, tries it, removes it and purges it.
set -eu

fail() {
	echo "$1"
	exit 1
}

package=$1
version=$(dpkg-deb --field "$package" Version)
dpkg --install "$package" >/dev/null || fail 'dpkg --install failed'
files=$(dpkg --listfiles netanal-tui | while read -r file; do [ -d "$file" ] || echo "$file"; done)

command -v node >/dev/null && fail 'there is a node here, which may have helped'
[ "$(netanal-tui --version)" = "$version" ] || fail 'it does not say its version'
netanal-tui interfaces | grep -q '^lo ' || fail 'libpcap or koffi do not work'
netanal-tui capture lo --count 1 --format json >/tmp/one.json &
capture=$!
until [ -s /tmp/one.json ]; do
	# it may have written, and ended, since it was looked at
	kill -0 "$capture" 2>/dev/null || [ -s /tmp/one.json ] || fail 'the capture ended'
	bash -c 'echo x > /dev/udp/127.0.0.1/9' || true
done
wait "$capture" || fail 'the capture failed'
grep -q '"packets": 1,' /tmp/one.json || fail 'it did not count its packet'
for file in /usr/lib/systemd/system/netanal-tui@.service /usr/share/bash-completion/completions/netanal-tui \
	/usr/share/zsh/vendor-completions/_netanal-tui /usr/share/fish/vendor_completions.d/netanal-tui.fish; do
	[ -s "$file" ] || fail "$file is missing"
done
[ -z "$(find /etc/systemd/system -name 'netanal-tui*')" ] || fail 'the unit is enabled'

dpkg --remove netanal-tui >/dev/null || fail 'dpkg --remove failed'
dpkg --purge netanal-tui >/dev/null 2>&1 || fail 'dpkg --purge failed'
for file in $files; do
	[ ! -e "$file" ] || fail "$file was left behind"
done
dpkg --status netanal-tui >/dev/null 2>&1 && fail 'dpkg still knows it'
echo "$version installed, tried, removed and purged"
