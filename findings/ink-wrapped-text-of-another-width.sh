#!/bin/sh
# Ink 6.8.0 (React 19.3.1, Node 20) remembers how it wrapped a text under that text followed by the width in digits. A text that ends in a digit,
# wrapped in a narrow box, therefore decides how the same text without that digit is wrapped in a box whose width begins with it: after
# "quickbrownfoxlazy1" in 2 columns, "quickbrownfoxlazy" in 12 columns comes out in 2 columns. In 13 columns it is wrapped as it should be.
# Linux on amd64, npm.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund ink@6.8.0 react@19.3.1 >/dev/null 2>&1
cat > show.mjs <<'JS'
import {Writable} from 'node:stream';
import {Box, render, Text} from 'ink';
import React from 'react';

class Frames extends Writable {
	columns = 100;
	last = '';
	_write(chunk, encoding, done) {
		this.last = String(chunk);
		done();
	}
}

const stdout = new Frames();
const options = {stdout, debug: true, exitOnCtrlC: false, patchConsole: false};
const boxOf = (width, text) => React.createElement(Box, {width}, React.createElement(Text, null, text));
const app = render(boxOf(40, ''), options);
const shown = async (width, text) => {
	app.rerender(boxOf(width, text));
	await new Promise(resolve => setImmediate(resolve));
	return stdout.last.trimEnd();
};
const sentence = 'quickbrownfoxlazy';
const plain = await shown(13, sentence);
await shown(2, `${sentence}1`);
const after = await shown(12, sentence);
console.log(`in 13 columns: ${JSON.stringify(plain)}`);
console.log(`in 12 columns, after the text with a 1 in 2: ${JSON.stringify(after)}`);

app.unmount();
const isMixedUp = plain === 'quickbrownfox\nlazy' && after.startsWith('qu\nic\nkb');
process.exit(isMixedUp ? 0 : 1);
JS
node show.mjs
