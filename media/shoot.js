#!/usr/bin/env node
// Makes the pictures of README and docs from the real program in a pseudo-terminal: `npm run build && node media/shoot.js`, all of
// them, or those that are named; `fleet` needs nats-server, and what captures (processes, losing, capture-failed) root. Writes media/NAME.svg; with --png media/NAME.png besides, by rsvg-convert (librsvg2-bin).
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

const after = seconds => new Promise(resolve => setTimeout(resolve, seconds * 1000));

function start(columns, rows, words, before = [], cwd = process.cwd()) {
	const environment = {...process.env, TERM: 'xterm-256color', COLORTERM: 'truecolor', LC_ALL: 'C.UTF-8'};
	for (const variable of ['CI', 'NO_COLOR', 'FORCE_COLOR', 'SSH_CONNECTION']) {
		delete environment[variable];
	}
	const [command, ...rest] = [...before, process.execPath, program, ...words];
	return pty.spawn(command, rest, {cols: columns, rows, cwd, env: environment});
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
	const children = sensors.map(name => start(120, 36, ['--demo', '--to', url, '--sensor-name', name]));
	return {
		url,
		async close() {
			await Promise.all(children.map(end));
			server.kill();
			fs.rmSync(folder, {recursive: true, force: true});
		},
	};
}

/**
 * What is shown: the words that the program is started with, those before it, what happens in the end, and what ends what was set up for it.
 *
 * @typedef {{words: string[], before?: string[], cwd?: string, last?(): unknown, close?(): unknown}} Source
 */

function madeUp() {
	return {words: ['--demo']};
}

function sensorsOf(names) {
	return async () => {
		const {url, close} = await startFleet(names);
		return {words: ['fleet', url], close};
	};
}

function run(command, ...words) {
	const {status, error} = spawnSync(command, words, {stdio: ['ignore', 'ignore', 'inherit']});
	if (error || status !== 0) {
		throw error ?? new Error(`${command} ${words.join(' ')}: status ${status}`);
	}
}

/** A capture of the benchmark's traffic in a folder of its own. */
function captureFile(kind, packets) {
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-shoot-'));
	const file = path.join(folder, 'office.pcap');
	run(process.execPath, path.join(here, '..', 'bench', 'traffic', 'run.js'), kind, String(packets), file);
	return {file, close: () => fs.rmSync(folder, {recursive: true, force: true})};
}

function wholeFile() {
	const {file, close} = captureFile('mix', 50_000);
	return {words: [path.basename(file)], cwd: path.dirname(file), close};
}

function cutFile() {
	const {file, close} = captureFile('mix', 50_000);
	fs.truncateSync(file, Math.round(0.6 * fs.statSync(file).size));
	return {words: [path.basename(file)], cwd: path.dirname(file), close};
}

let interfaces = 0;

/** An interface whose packets nobody gets: one end of a cable. */
function ownInterface() {
	const name = `shoot${interfaces++}`;
	run('ip', 'link', 'add', name, 'type', 'veth', 'peer', 'name', `${name}-end`);
	for (const end of [name, `${name}-end`]) {
		run('sysctl', '-q', `net.ipv6.conf.${end}.disable_ipv6=1`);
		run('ip', 'link', 'set', end, 'up');
	}
	return {name, remove: () => spawnSync('ip', ['link', 'delete', name])};
}

/** Traffic of an office, over an interface of our own. */
function captured(words = []) {
	const {file, close} = captureFile('mix', 100_000);
	const {name, remove} = ownInterface();
	const senders = [];
	const send = (capture, ...pace) => {
		const sender = spawn('tcpreplay', ['-q', '-i', name, '--preload-pcap', ...pace, capture], {stdio: 'ignore'});
		senders.push(sender);
	};
	send(file, '--pps', '2000');
	return {
		words: [name, ...words],
		send,
		remove,
		close() {
			for (const sender of senders) {
				sender.kill();
			}
			remove();
			close();
		},
	};
}

/** In the end more than a small queue can hold. */
function flood() {
	const {file, close} = captureFile('flows', 300_000);
	const office = captured(['--queue', '1M']);
	return {
		...office,
		last: () => office.send(file, '--topspeed', '--loop=0'),
		close() {
			office.close();
			close();
		},
	};
}

/** Taken away while it is captured. */
function removedInterface() {
	const office = captured();
	return {...office, last: office.remove};
}

/** A network namespace where nothing else speaks; `inside` are the words before a command in it. */
function ownNamespace() {
	const name = `shoot-${process.pid}-${namespaces++}`;
	run('ip', 'netns', 'add', name);
	run('ip', '-n', name, 'link', 'set', 'lo', 'up');
	return {
		name,
		inside: ['ip', 'netns', 'exec', name],
		close() {
			const {stdout} = spawnSync('ip', ['netns', 'pids', name], {encoding: 'utf8'});
			for (const pid of stdout.split('\n').filter(Boolean)) {
				process.kill(Number(pid));
			}
			spawnSync('ip', ['netns', 'delete', name]);
		},
	};
}

let namespaces = 0;

/** Programs of this machine that speak with each other. */
function ownTraffic() {
	const {inside, close} = ownNamespace();
	const start = (...words) => spawn(inside[0], [...inside.slice(1), ...words], {stdio: 'ignore'});
	start('iperf3', '-s');
	start('python3', '-m', 'http.server', '8080', '--bind', '127.0.0.1');
	return {
		words: ['lo'],
		before: inside,
		last() {
			start('iperf3', '-c', '127.0.0.1', '-b', '20M', '-t', '60');
			start(
				'curl',
				'-s',
				'--limit-rate',
				'100k',
				'-o',
				'/dev/null',
				...Array(99).fill('http://127.0.0.1:8080/package-lock.json'),
			);
		},
		close,
	};
}

/** Made-up traffic on a machine with two cards. */
function ownInterfaces() {
	const {name, inside, close} = ownNamespace();
	for (const [number, card] of ['eth0', 'eth1'].entries()) {
		run('ip', '-n', name, 'link', 'add', card, 'type', 'veth', 'peer', 'name', `peer${number}`);
		run('ip', '-n', name, 'address', 'add', `192.0.2.${number + 2}/24`, 'dev', card);
	}
	for (const end of ['eth0', 'peer0']) {
		run('ip', '-n', name, 'link', 'set', end, 'up');
	}
	return {words: ['--demo'], before: inside, close};
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
