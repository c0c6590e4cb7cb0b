#!/usr/bin/env node
// Sets TCP health of the built program beside tshark's tcp.analysis.* and tcptrace's round trips, way by way of every flow, for the
// captures of the corpus beside the project or those named: `node scripts/tcp-conformance.js [--verbose] [FILE …]`. Fails when something
// differs that the table in docs/conformance.md does not explain. Says so and ends well where a tool or the corpus is missing.
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {adjudicate, explainedDifferences} from './conformance-table.js';
import {capturesToCompare, corpus} from './corpus.js';
import {flowOf, handshakes} from './tcp-handshakes.js';
import {COUNT_NAMES, missingTool, nanoseconds, segmentsByTshark, tcptraceSamples, wayOf} from './tcp-references.js';
import {REASONS, roundTrips} from './tcp-round-trips.js';

const DOCUMENT = 'docs/conformance.md';
const LARGEST = 2 ** 30;
const NO_HANDSHAKES = {handshakes: 0, agreeing: 0, initialRtts: 0, same: 0};
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const args = process.argv.slice(2);
const verbose = args.includes('--verbose');
const named = args.filter(arg => arg !== '--verbose');
const files = capturesToCompare(named);
const missing = missingTool();

if (missing !== null || files === null) {
	console.log(`tcp-conformance: skipped, there is no ${missing ?? `corpus at ${corpus}`}`);
} else {
	compareAll(files);
}

function compareAll(files) {
	const all = {
		captures: 0,
		ways: 0,
		agree: 0,
		segments: 0,
		samples: 0,
		tcptrace: 0,
		both: 0,
		without: 0,
		...NO_HANDSHAKES,
	};
	const reasons = Object.fromEntries([...Object.keys(REASONS), 'alone'].map(name => [name, 0]));
	const differences = [];
	for (const file of files) {
		const name = file.startsWith(corpus) ? path.relative(corpus, file) : path.basename(file);
		const segments = segmentsByTshark(file);
		if (segments !== null && segments.length > 0) {
			const before = {...all};
			differences.push(...compare(name, file, segments, all, reasons));
			told(name, Object.fromEntries(Object.entries(all).map(([count, sum]) => [count, sum - before[count]])));
		}
	}

	const explained = explainedDifferences(fs.readFileSync(path.join(root, DOCUMENT), 'utf8'), ['capture', 'count']);
	const {unexplained, stale, explained: known} = adjudicate(differences, explained);
	console.log(
		`tcp-conformance: ${all.captures} captures, ${all.segments} segments, ${all.ways} ways of flows: ${all.agree} agree in all, ${known} differences are explained`,
	);
	console.log(
		`round trips: ${all.samples}, of which tcptrace has ${all.both}, and ${all.without} are in captures or flows that it does not read; ${all.tcptrace - all.both} more of tcptrace: ${Object.entries(
			reasons,
		)
			.map(([reason, count]) => `${count} ${REASONS[reason] ?? 'tcptrace alone'}`)
			.join('; ')}`,
	);
	const {handshakes: shaken, agreeing, initialRtts, same} = all;
	console.log(
		`handshakes: ${shaken}, of which ${agreeing} have the same times; tshark's initial_rtt of ${initialRtts} is the same of ${same}`,
	);
	for (const difference of unexplained) {
		fail(`differs, and ${DOCUMENT} does not say why: ${difference}`);
	}
	for (const row of named.length === 0 ? stale : []) {
		fail(`${DOCUMENT} explains what no longer differs: ${row}`);
	}
	for (const {file, field, packets, reference, ours} of verbose ? differences : []) {
		console.log(`${file}: ${field}: packets ${packets}: ${reference} there, ${ours} here`);
	}
}

/** A capture as a row of the table in docs/conformance.md. */
function told(name, {segments, samples, both, handshakes: shaken, agreeing, initialRtts, same}) {
	if (verbose && samples + shaken > 0) {
		console.log(`| ${[name, segments, samples, both, shaken, agreeing, initialRtts, same].join(' | ')} |`);
	}
}

function fail(message) {
	console.error(`tcp-conformance: ${message}`);
	process.exitCode = 1;
}

/** @returns the differences of one capture */
function compare(name, file, segments, all, reasons) {
	const {ways, flows} = ourWays(file);
	const trips = roundTrips(segments);
	const traced = tcptraceSamples(file);
	const counted = counts(segments);
	const differences = compareHandshakes(name, segments, flows, all);
	all.captures++;
	all.segments += segments.length;
	for (const [way, {packets, ...reference}] of counted) {
		const ours = ways.get(way);
		const definition = trips.get(way)?.samples ?? [];
		const others = trips.get(way)?.others ?? [];
		const wants = {...reference, ...statistics(definition)};
		let agrees = true;
		for (const [count, want] of Object.entries(wants)) {
			const got = ours?.[count] ?? null;
			if (got !== want) {
				agrees = false;
				const at = packets[count] ?? definition.map(({frame}) => frame);
				differences.push({
					file: name,
					field: `${way} ${count}`,
					packets: at.slice(0, 20).join(' '),
					reference: want,
					ours: got,
				});
			}
		}
		all.ways++;
		all.agree += agrees ? 1 : 0;
		all.samples += definition.length;
		beside(traced.get(way), definition, others, {name, way}, all, reasons);
	}
	return differences;
}

/** Sorts the samples of tcptrace: also a sample by definition, or why not. */
function beside(traced, definition, others, {name, way}, all, reasons) {
	if (traced === undefined) {
		all.without += definition.length;
		return;
	}
	all.tcptrace += traced.samples.length;
	const left = [...definition];
	for (const sample of traced.samples) {
		const at = left.findIndex(other => isSame(sample, other));
		if (at >= 0) {
			left.splice(at, 1);
			all.both++;
			continue;
		}
		const other = others.find(one => isSame(sample, one));
		reasons[other?.reason ?? 'alone']++;
		if (verbose && other === undefined) {
			console.log(`${name}: ${way}: tcptrace alone: sequence number ${sample.seq}, ${sample.milliseconds} ms`);
		}
	}
	for (const {frame, of, time} of verbose ? left : []) {
		console.log(`${name}: ${way}: not of tcptrace: packet ${frame} answers ${of}, ${time} ns`);
	}
}

/** tcptrace has microseconds, and tells whole milliseconds. */
function isSame({seq, milliseconds}, {seq: own, time}) {
	return seq === own && Math.abs(Number(time) / 1e6 - 0.5 - milliseconds) <= 0.502;
}

function counts(segments) {
	const ways = new Map();
	for (const {way, frame, length, counts} of segments) {
		if (!ways.has(way)) {
			const packets = Object.fromEntries(COUNT_NAMES.map(name => [name, []]));
			ways.set(way, {segments: 0, dataBytes: 0, ...Object.fromEntries(COUNT_NAMES.map(name => [name, 0])), packets});
		}
		const known = ways.get(way);
		known.segments++;
		known.dataBytes += length;
		for (const name of counts) {
			known[name]++;
			known.packets[name].push(frame);
		}
	}
	return ways;
}

function statistics(samples) {
	const times = samples.map(({time}) => Number(time));
	return {
		samples: samples.length,
		min: times.length === 0 ? null : Math.min(...times),
		max: times.length === 0 ? null : Math.max(...times),
		mean: times.length === 0 ? null : Math.round(times.reduce((sum, time) => sum + time, 0) / times.length),
	};
}

/** By way, what the built program says. */
function ourWays(file) {
	const {stdout} = spawnSync(
		process.execPath,
		['dist/cli.js', 'analyze', path.resolve(file), '--format', 'json', '--top', 'all'],
		{
			cwd: root,
			encoding: 'utf8',
			maxBuffer: LARGEST,
		},
	);
	const ways = new Map();
	const flows = new Map();
	const time = text => (text === null ? null : Number(nanoseconds(text)));
	for (const {a, b, tcp} of JSON.parse(stdout).flows.top.filter(({tcp}) => tcp != null)) {
		const way = wayOf(a.address, a.port, b.address, b.port);
		const back = wayOf(b.address, b.port, a.address, a.port);
		const {synToSynAck, synAckToAck} = tcp.handshake;
		flows.set(flowOf({way, back}), {synToSynAck: time(synToSynAck), synAckToAck: time(synAckToAck)});
		for (const [name, {rtt, ...facts}] of [
			[way, tcp.aToB],
			[back, tcp.bToA],
		]) {
			const {samples, min, max, mean} = rtt;
			ways.set(name, {...facts, samples, min: time(min), max: time(max), mean: time(mean)});
		}
	}
	return {ways, flows};
}

/** Of the last connection of each flow; tshark's initial_rtt is both parts together, where all three segments were seen. */
function compareHandshakes(name, segments, flows, all) {
	const differences = [];
	for (const [flow, {way, frames, initialRtt, synToSynAck, synAckToAck}] of handshakes(segments)) {
		const ours = flows.get(flow) ?? {};
		let agrees = true;
		const compareOne = (field, reference, got) => {
			if (got !== reference) {
				agrees = false;
				differences.push({file: name, field: `${way} ${field}`, packets: frames.join(' '), reference, ours: got});
			}
			return got === reference;
		};
		compareOne('synToSynAck', synToSynAck, ours.synToSynAck ?? null);
		compareOne('synAckToAck', synAckToAck, ours.synAckToAck ?? null);
		all.handshakes++;
		all.agreeing += agrees ? 1 : 0;
		if (initialRtt !== null) {
			const sum = ours.synToSynAck == null || ours.synAckToAck == null ? null : ours.synToSynAck + ours.synAckToAck;
			all.initialRtts++;
			all.same += compareOne('initial_rtt', initialRtt, sum) ? 1 : 0;
		}
	}
	return differences;
}
