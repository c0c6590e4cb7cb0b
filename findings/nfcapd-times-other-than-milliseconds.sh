#!/bin/sh
# nfcapd of Debian's nfdump 1.7.1-2+deb12u1 takes IPFIX flows whose times are in seconds, microseconds or nanoseconds (information elements
# 150/151, 154/155, 156/157) without a word, counts their packets and bytes, and dates them 1970-01-01. Only milliseconds (152/153) keep
# their time. An exporter that is to be read by it sends those. Debian 12 on amd64, Node.
set -eu
folder=$(mktemp -d)
collector=
trap 'kill $collector 2>/dev/null || :; rm -rf "$folder"' EXIT
chmod 755 "$folder"
cd "$folder"
apt-get download -qq nfdump=1.7.1-2+deb12u1 >/dev/null 2>&1
dpkg -x nfdump_*.deb root
cat > send.cjs <<'JS'
// One template and one record of 2026-01-02 03:04:05.678 UTC: 10 packets, 1000 bytes.
const dgram = require('node:dgram');
const [unit, port] = process.argv.slice(2);
const at = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
const number = (bytes, value) => {
	const buffer = Buffer.alloc(8);
	buffer.writeBigUInt64BE(BigInt(value));
	return buffer.subarray(8 - bytes);
};
// RFC 7011, sections 6.1.9 and 6.1.10: seconds since 1900, and 2^-32 of a second
const ntp = Buffer.concat([number(4, Math.floor(at / 1000) + 2_208_988_800), number(4, Math.round(0.678 * 2 ** 32))]);
const [start, end, time] = {
	seconds: [150, 151, number(4, Math.floor(at / 1000))],
	milliseconds: [152, 153, number(8, at)],
	microseconds: [154, 155, ntp],
	nanoseconds: [156, 157, ntp],
}[unit];
const fields = [[8, 4], [12, 4], [7, 2], [11, 2], [4, 1], [start, time.length], [end, time.length], [1, 8], [2, 8]];
const set = (id, ...parts) => {
	const body = Buffer.concat(parts);
	return Buffer.concat([number(2, id), number(2, 4 + body.length), body]);
};
const template = set(2, number(2, 256), number(2, fields.length), ...fields.flat().map(value => number(2, value)));
const record = [number(4, 0xc0000201), number(4, 0xc0000202), number(2, 80), number(2, 443), number(1, 6), time, time];
const sets = Buffer.concat([template, set(256, ...record, number(8, 1000), number(8, 10))]);
const header = [number(2, 10), number(2, 16 + sets.length), number(4, Math.floor(at / 1000) + 1), number(4, 0), number(4, 1)];
const socket = dgram.createSocket('udp4');
socket.send(Buffer.concat([...header, sets]), Number(port), '127.0.0.1', () => socket.close());
JS
port=$(node -e "const s = require('node:dgram').createSocket('udp4').bind(0, '127.0.0.1', () => { console.log(s.address().port); s.close(); })")
said=
for unit in seconds milliseconds microseconds nanoseconds; do
	rm -rf flows
	mkdir flows
	root/usr/bin/nfcapd -w flows -p "$port" -b 127.0.0.1 >log 2>&1 &
	collector=$!
	sleep 1
	node send.cjs "$unit" "$port"
	sleep 1
	kill "$collector"
	wait "$collector" || :
	collector=
	line=$(TZ=UTC root/usr/bin/nfdump -q -R flows -o 'fmt:%ts %pkt %byt' | tr -s ' ')
	echo "$unit: $line"
	said="$said$unit $line;"
done
[ "$said" = "seconds 1970-01-01 00:00:00.000 10 1000;milliseconds 2026-01-02 03:04:05.678 10 1000;microseconds 1970-01-01 00:00:00.000 10 1000;nanoseconds 1970-01-01 00:00:00.000 10 1000;" ]
# seen: "milliseconds: 2026-01-02 03:04:05.678 10 1000", and 1970-01-01 00:00:00.000 for the other three
