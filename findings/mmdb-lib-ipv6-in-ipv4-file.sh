#!/bin/sh
# mmdb-lib 3.0.3 answers for IPv6 addresses out of a MaxMind DB file that has IPv4 addresses alone (ip_version 4): it walks the tree by
# the first bits of the IPv6 address, so that 2001:db8::1 has the place of 32.1.x.x. The format's description wants that a reader
# tells its caller of an error or of nothing found there. Ask such a file about IPv4 addresses only.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --ignore-scripts mmdb-lib@3.0.3
cat > try.cjs <<'JS'
const {Reader} = require('mmdb-lib');

// One node: its left half, 0.0.0.0/1, has data; its right half has none.
const text = value => Buffer.concat([Buffer.from([0x40 | value.length]), Buffer.from(value)]);
const word = value => Buffer.from([0xa1, value]);
const long = value => Buffer.from([0xc1, value]);
const map = (...pairs) => Buffer.concat([Buffer.from([0xe0 | (pairs.length / 2)]), ...pairs]);
const tree = Buffer.from([0, 0, 17, 0, 0, 1]);
const metadata = map(
	...[text('binary_format_major_version'), word(2), text('binary_format_minor_version'), word(0)],
	...[text('build_epoch'), Buffer.from([0x01, 0x02, 1]), text('database_type'), text('Made')],
	...[text('description'), map(text('en'), text('made')), text('ip_version'), word(4)],
	...[text('languages'), Buffer.from([0x00, 0x04]), text('node_count'), long(1), text('record_size'), word(24)],
);
const file = Buffer.concat([tree, Buffer.alloc(16), map(text('country'), text('Left')), Buffer.from('abcdef', 'hex'), Buffer.from('MaxMind.com'), metadata]);

const reader = new Reader(file);
const said = address => reader.get(address)?.country ?? 'nothing';
const all = ['10.0.0.1', '200.0.0.1', '2001:db8::1', 'fe80::1'].map(address => `${address}: ${said(address)}`).join(', ');
console.log(`ip_version ${reader.metadata.ipVersion}; ${all}`);
process.exitCode = all === '10.0.0.1: Left, 200.0.0.1: nothing, 2001:db8::1: Left, fe80::1: nothing' ? 0 : 1;
JS
node try.cjs
# seen: "ip_version 4; 10.0.0.1: Left, 200.0.0.1: nothing, 2001:db8::1: Left, fe80::1: nothing"
