#!/usr/bin/env node
// Makes the README's pictures from the real program in a pseudo-terminal: `npm run build && node media/shoot.js`, all of them,
// or those that are named. Writes media/NAME.svg; with --png media/NAME.png besides, by rsvg-convert (librsvg2-bin).
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import pty from '@lydell/node-pty';
import headless from '@xterm/headless';
import {terminalPicture} from './terminal-picture.js';

const here = path.dirname(fileURLToPath(import.meta.url));
const program = path.join(here, '..', 'dist', 'cli.js');

/** What is pressed after so many seconds of made-up traffic. Keys that are no character stand in braces. */
const PICTURES = {
	dashboard: {columns: 120, rows: 36, seconds: 45, keys: ''},
	filter: {columns: 120, rows: 36, seconds: 30, keys: 'ftcp port 443 or prot 80'},
	'looking-back': {columns: 120, rows: 36, seconds: 45, keys: '5gj{enter}{left}{left}{left}{left}{left}'},
};
const NAMED = {enter: '\r', left: '\u001b[D'};

const {values, positionals} = parseArgs({
	allowPositionals: true,
	options: {folder: {type: 'string', default: here}, png: {type: 'boolean', default: false}},
});
for (const name of positionals) {
	if (!(name in PICTURES)) {
		console.error(`no picture '${name}': ${Object.keys(PICTURES).join(', ')}`);
		process.exit(2);
	}
}

const after = seconds => new Promise(resolve => setTimeout(resolve, seconds * 1000));

async function shoot(name, {columns, rows, seconds, keys}) {
	const terminal = new headless.Terminal({cols: columns, rows, allowProposedApi: true});
	const environment = {...process.env, TERM: 'xterm-256color', COLORTERM: 'truecolor', LC_ALL: 'C.UTF-8'};
	for (const variable of ['CI', 'NO_COLOR', 'FORCE_COLOR', 'SSH_CONNECTION']) {
		delete environment[variable];
	}
	const child = pty.spawn(process.execPath, [program, '--demo'], {cols: columns, rows, env: environment});
	child.onData(data => terminal.write(data));
	await after(seconds);
	for (const [key, named] of keys.matchAll(/\{(\w+)\}|./g)) {
		child.write(NAMED[named] ?? key);
		await after(0.2);
	}
	await after(1);
	await new Promise(resolve => terminal.write('', resolve));
	const svg = path.join(values.folder, `${name}.svg`);
	fs.writeFileSync(svg, terminalPicture(terminal, `netanal-tui --demo ${keys}`.trim()));
	const exited = new Promise(resolve => child.onExit(resolve));
	child.write('\u0003');
	await exited;
	console.log(svg);
	if (values.png) {
		const png = svg.replace(/svg$/, 'png');
		const {error} = spawnSync('rsvg-convert', ['--zoom', '1.5', '--output', png, svg], {stdio: 'inherit'});
		console.log(error ? `no ${png}: ${error.message}` : png);
	}
}

const wanted = positionals.length > 0 ? positionals : Object.keys(PICTURES);
await Promise.all(wanted.map(name => shoot(name, PICTURES[name])));
process.exit(0);
