#!/usr/bin/env node
// Makes the pictures of README and docs from the real program in a pseudo-terminal: `npm run build && node media/shoot.js`, all of
// them, or those that are named; `fleet` needs nats-server. Writes media/NAME.svg; with --png media/NAME.png besides, by rsvg-convert (librsvg2-bin).
import {spawn, spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
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
	fleet: {columns: 120, rows: 36, seconds: 30, keys: '0', sensors: ['web1', 'web2', 'db1']},
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

function start(columns, rows, ...words) {
	const environment = {...process.env, TERM: 'xterm-256color', COLORTERM: 'truecolor', LC_ALL: 'C.UTF-8'};
	for (const variable of ['CI', 'NO_COLOR', 'FORCE_COLOR', 'SSH_CONNECTION']) {
		delete environment[variable];
	}
	return pty.spawn(process.execPath, [program, ...words], {cols: columns, rows, env: environment});
}

/** Ends when its user leaves. */
async function end(child) {
	const exited = new Promise(resolve => child.onExit(resolve));
	child.write('\u0003');
	await exited;
}

/** A broker, and sensors of made-up traffic. */
async function startFleet(sensors) {
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-fleet-'));
	const server = spawn('nats-server', ['-js', '-sd', folder, '-a', '127.0.0.1', '-p', '4222'], {stdio: 'ignore'});
	await after(1);
	const url = 'nats://127.0.0.1:4222';
	const children = sensors.map(name => start(120, 36, '--demo', '--to', url, '--sensor-name', name));
	return {
		url,
		async close() {
			await Promise.all(children.map(end));
			server.kill();
			fs.rmSync(folder, {recursive: true, force: true});
		},
	};
}

async function shoot(name, {columns, rows, seconds, keys, sensors, pause = 0, later = ''}) {
	const fleet = sensors && (await startFleet(sensors));
	const words = fleet ? ['fleet', fleet.url] : ['--demo'];
	const terminal = new headless.Terminal({cols: columns, rows, allowProposedApi: true});
	const child = start(columns, rows, ...words);
	child.onData(data => terminal.write(data));
	await after(seconds);
	const press = async text => {
		for (const [key, named] of text.matchAll(/\{(\w+)\}|./g)) {
			child.write(NAMED[named] ?? key);
			await after(0.2);
		}
	};
	await press(keys);
	await after(pause);
	await press(later);
	await after(1);
	await new Promise(resolve => terminal.write('', resolve));
	const svg = path.join(values.folder, `${name}.svg`);
	fs.writeFileSync(svg, terminalPicture(terminal, `netanal-tui ${words.join(' ')} ${keys}`.trim()));
	await end(child);
	await fleet?.close();
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
