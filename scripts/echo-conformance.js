#!/usr/bin/env node
// Sets the round trips of ICMP echoes of the built program beside tshark's icmp.resptime, for each pair of hosts and way, for the captures of the
// corpus beside the project or those named: `node scripts/echo-conformance.js [FILE …]`. Fails when something differs. Says so and ends well
// where tshark or the corpus is missing.
import {spawnSync} from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {capturesToCompare, corpus} from './corpus.js';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const files = capturesToCompare(process.argv.slice(2));
const LARGEST = 2 ** 30;
const FIELDS = ['frame.protocols', 'ip.src', 'ip.dst', 'ipv6.src', 'ipv6.dst', 'icmp.resptime', 'icmpv6.resptime'];

if (spawnSync('tshark', ['-v']).error !== undefined) {
	console.log('echo-conformance: skipped, there is no tshark');
} else if (files === null) {
	console.log(`echo-conformance: skipped, there is no corpus at ${corpus}`);
} else {
	compareAll(files);
}

function compareAll(files) {
	let [captures, ways, samples] = [0, 0, 0];
	for (const file of files) {
		const theirs = byTshark(file);
		if (theirs.size === 0) {
			continue;
		}
		const ours = byOurs(file);
		captures++;
		for (const [way, times] of theirs) {
			const want = `${times.length} samples, least ${Math.min(...times)} µs, last ${times.at(-1)} µs`;
			const got = ours.get(way) ?? 'nothing';
			ways++;
			samples += times.length;
			if (got !== want) {
				console.error(`echo-conformance: ${file}: ${way}: ${want} there, ${got} here`);
				process.exitCode = 1;
			}
		}
		for (const way of [...ours.keys()].filter(way => !theirs.has(way))) {
			console.error(`echo-conformance: ${file}: ${way}: nothing there, ${ours.get(way)} here`);
			process.exitCode = 1;
		}
	}
	console.log(`echo-conformance: ${captures} captures, ${ways} ways between hosts, ${samples} round trips`);
}

/** Times of replies by who asked whom, whole microseconds, outside tunnels. */
function byTshark(file) {
	const {stdout} = spawnSync(
		'tshark',
		[
			...['-n', '-r', file, '-Y', 'icmp.resptime || icmpv6.resptime', '-T', 'fields', '-E', 'occurrence=f'],
			...FIELDS.flatMap(name => ['-e', name]),
		],
		{encoding: 'utf8', maxBuffer: LARGEST},
	);
	const found = new Map();
	for (const line of stdout.split('\n').filter(Boolean)) {
		const [protocols, src, dst, src6, dst6, time, time6] = line.split('\t');
		if (protocols.split(':').filter(name => name === 'ip' || name === 'ipv6').length === 1) {
			const way = `${dst || dst6} asks ${src || src6}`;
			found.set(way, [...(found.get(way) ?? []), Math.round(1000 * Number(time || time6))]);
		}
	}
	return found;
}

/** The same in words, by the built program. */
function byOurs(file) {
	const {stdout} = spawnSync(
		process.execPath,
		['dist/cli.js', 'analyze', path.resolve(file), '--format', 'json', '--top', 'all'],
		{cwd: root, encoding: 'utf8', maxBuffer: LARGEST},
	);
	const found = new Map();
	for (const {a, b, icmpEcho} of JSON.parse(stdout).conversations.top) {
		for (const [way, echoes] of [
			[`${a} asks ${b}`, icmpEcho?.aToB],
			[`${b} asks ${a}`, icmpEcho?.bToA],
		]) {
			const {samples = 0, min, last} = echoes?.roundTrip ?? {};
			if (samples > 0) {
				const microseconds = text => Math.round(1e6 * Number(text));
				found.set(way, `${samples} samples, least ${microseconds(min)} µs, last ${microseconds(last)} µs`);
			}
		}
	}
	return found;
}
