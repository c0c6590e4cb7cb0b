/**
 * What the pictures are of: made-up traffic, files, sensors, and captures over interfaces and in network namespaces that are made for them.
 * Each is set up by a call and says how the program is started.
 */
import {spawn, spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import pty from '@lydell/node-pty';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = path.join(root, 'dist', 'cli.js');

export const after = seconds => new Promise(resolve => setTimeout(resolve, seconds * 1000));

export function start(columns, rows, words, before = [], cwd = process.cwd()) {
	const environment = {...process.env, TERM: 'xterm-256color', COLORTERM: 'truecolor', LC_ALL: 'C.UTF-8'};
	for (const variable of ['CI', 'NO_COLOR', 'FORCE_COLOR', 'SSH_CONNECTION']) {
		delete environment[variable];
	}
	const [command, ...rest] = [...before, process.execPath, program, ...words];
	return pty.spawn(command, rest, {cols: columns, rows, cwd, env: environment});
}

/** Ends when its user leaves. */
export async function end(child) {
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

export function madeUp() {
	return {words: ['--demo']};
}

export function sensorsOf(names) {
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
	run(process.execPath, path.join(root, 'bench', 'traffic', 'run.js'), kind, String(packets), file);
	return {file, close: () => fs.rmSync(folder, {recursive: true, force: true})};
}

export function wholeFile() {
	const {file, close} = captureFile('mix', 50_000);
	return {words: [path.basename(file)], cwd: path.dirname(file), close};
}

export function cutFile() {
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
export function flood() {
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
export function removedInterface() {
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
export function ownTraffic() {
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
export function ownInterfaces() {
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
