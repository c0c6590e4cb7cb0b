#!/usr/bin/env node
// Makes the pictures of README and docs from the real program in a pseudo-terminal: `npm run build && node media/shoot.js`, all of
// them, or those that are named; `fleet` needs nats-server, and what captures (processes, losing, capture-failed) root. Writes media/NAME.svg; with --png media/NAME.png besides, by rsvg-convert (librsvg2-bin).
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import headless from '@xterm/headless';
import {
	after,
	cutFile,
	end,
	flood,
	madeUp,
	ownInterfaces,
	ownTraffic,
	removedInterface,
	sensorsOf,
	start,
	wholeFile,
} from './sources.js';
import {terminalPicture} from './terminal-picture.js';

const here = path.dirname(fileURLToPath(import.meta.url));

/** What is pressed after so many seconds of made-up traffic, or of another source. Keys that are no character stand in braces. */
const PICTURES = {
	dashboard: {columns: 120, rows: 36, seconds: 45, keys: ''},
	'size-200x60': {columns: 200, rows: 60, seconds: 45, keys: ''},
	'size-120x40': {columns: 120, rows: 40, seconds: 45, keys: ''},
	'size-100x30': {columns: 100, rows: 30, seconds: 45, keys: ''},
	'size-80x24': {columns: 80, rows: 24, seconds: 45, keys: ''},
	'size-60x20': {columns: 60, rows: 20, seconds: 45, keys: ''},
	'size-40x12': {columns: 40, rows: 12, seconds: 45, keys: ''},
	filter: {columns: 120, rows: 36, seconds: 30, keys: 'ftcp port 443 or prot 80'},
	'looking-back': {columns: 120, rows: 36, seconds: 45, keys: '5gj{enter}{left}{left}{left}{left}{left}'},
	'details-host': {columns: 100, rows: 30, seconds: 30, keys: '3g{enter}'},
	'details-flow': {columns: 100, rows: 30, seconds: 30, keys: '5:sort total{enter}g{enter}'},
	health: {columns: 100, rows: 30, seconds: 30, keys: 'hz'},
	paused: {columns: 100, rows: 30, seconds: 30, keys: ' '},
	alerts: {columns: 100, rows: 30, seconds: 15, keys: ':alert host > 5Mb/s{enter}', pause: 8, later: '8z'},
	help: {columns: 100, rows: 30, seconds: 15, keys: '?'},
	'view-filter': {columns: 100, rows: 30, seconds: 30, keys: '5/app:tls >10kb/s'},
	command: {columns: 100, rows: 30, seconds: 15, keys: ':so'},
	interfaces: {columns: 100, rows: 30, seconds: 15, keys: 'i', source: ownInterfaces},
	'narrow-terminal': {columns: 80, rows: 24, seconds: 45, keys: ''},
	'tiny-terminal': {columns: 40, rows: 12, seconds: 45, keys: ''},
	'end-of-file': {columns: 100, rows: 30, seconds: 1, keys: '', source: wholeFile},
	'ended-early': {columns: 100, rows: 30, seconds: 1, keys: '', source: cutFile},
	processes: {columns: 100, rows: 30, seconds: 3, keys: 'P', source: ownTraffic, pause: 20},
	losing: {columns: 100, rows: 30, seconds: 12, keys: '', source: flood, pause: 2},
	'capture-failed': {columns: 100, rows: 30, seconds: 8, keys: '', source: removedInterface},
	fleet: {columns: 120, rows: 36, seconds: 30, keys: '0', source: sensorsOf(['web1', 'web2', 'db1'])},
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

const textOf = ({buffer: {active}}) =>
	Array.from({length: active.length}, (_, row) => active.getLine(row).translateToString()).join('\n');

async function shoot(name, {columns, rows, seconds, keys, source = madeUp, pause = 0, later = ''}) {
	const {words, before = [], cwd, last, close} = await source();
	const terminal = new headless.Terminal({cols: columns, rows, allowProposedApi: true});
	const child = start(columns, rows, words, before, cwd);
	child.onData(data => terminal.write(data));
	while (!/capturing|end of file|ended early|sensors/.test(textOf(terminal))) {
		await after(0.1);
	}
	await after(seconds);
	await last?.();
	const press = async text => {
		for (const [key, named] of text.matchAll(/\{(\w+)\}|./g)) {
			child.write(NAMED[named] ?? key);
			await after(0.2);
		}
	};
	await press(keys);
	await after(pause);
	await press(later);
	await after(2);
	await new Promise(resolve => terminal.write('', resolve));
	const svg = path.join(values.folder, `${name}.svg`);
	fs.writeFileSync(svg, terminalPicture(terminal, `netanal-tui ${words.join(' ')} ${keys}`.trim()));
	await end(child);
	await close?.();
	console.log(svg);
	if (values.png) {
		const png = svg.replace(/svg$/, 'png');
		const {error} = spawnSync('rsvg-convert', ['--zoom', '1.5', '--output', png, svg], {stdio: 'inherit'});
		console.log(error ? `no ${png}: ${error.message}` : png);
	}
}

const wanted = positionals.length > 0 ? positionals : Object.keys(PICTURES);
const next = wanted.values();
// more at once would be too slow for each other
const painters = Array.from({length: 4}, async () => {
	for (const name of next) {
		await shoot(name, PICTURES[name]);
	}
});
await Promise.all(painters);
process.exit(0);
