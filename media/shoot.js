#!/usr/bin/env node
// Makes the README's pictures from the real program in a pseudo-terminal: `npm run build && node media/shoot.js`.
// Writes media/dashboard.svg, and media/dashboard.png where rsvg-convert (librsvg2-bin) and the DejaVu fonts are there.
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

const {values, positionals} = parseArgs({
	allowPositionals: true,
	options: {
		size: {type: 'string', default: '120x36'},
		seconds: {type: 'string', default: '45'},
		keys: {type: 'string', default: ''},
		name: {type: 'string', default: 'dashboard'},
		folder: {type: 'string', default: here},
	},
});
const [columns, rows] = values.size.split('x').map(Number);
const args = positionals.length > 0 ? positionals : ['--demo'];

const terminal = new headless.Terminal({cols: columns, rows, allowProposedApi: true});
const environment = {...process.env, TERM: 'xterm-256color', COLORTERM: 'truecolor', LC_ALL: 'C.UTF-8'};
for (const name of ['CI', 'NO_COLOR', 'FORCE_COLOR']) {
	delete environment[name];
}
const child = pty.spawn(process.execPath, [program, ...args], {cols: columns, rows, env: environment});
child.onData(data => terminal.write(data));

const after = seconds => new Promise(resolve => setTimeout(resolve, seconds * 1000));
await after(Number(values.seconds));
for (const key of values.keys) {
	child.write(key);
	await after(0.4);
}
await new Promise(resolve => terminal.write('', resolve));
const svg = path.join(values.folder, `${values.name}.svg`);
fs.writeFileSync(svg, terminalPicture(terminal, `netanal-tui ${args.join(' ')}`));
const exited = new Promise(resolve => child.onExit(resolve));
child.write('\u0003');
await exited;

const png = svg.replace(/svg$/, 'png');
const {error} = spawnSync('rsvg-convert', ['--zoom', '1.5', '--output', png, svg], {stdio: 'inherit'});
console.log(error ? `${svg} (no PNG: ${error.message})` : `${svg} ${png}`);
process.exit(0);
