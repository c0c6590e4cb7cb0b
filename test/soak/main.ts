/**
 * `npm run soak [-- PART…] [--minutes N] [--warm-up N] [--history N] [--times N] [--count N]`: the promises of docs/security.md in their long form.
 * The program under test is a copy of dist/, so that a build meanwhile changes nothing.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {parseArgs} from 'node:util';
import {writeCapture} from '../../bench/traffic/generate.js';
import {simulatedDay} from './day.js';
import {KINDS, killedExports} from './exports.js';
import {longLife, runTool} from './long-life.js';
import {hostileStrings} from './strings.js';
import {terminal} from './terminal.js';

const {values, positionals} = parseArgs({
	allowPositionals: true,
	options: {
		minutes: {type: 'string', default: '60'},
		'warm-up': {type: 'string', default: '25'},
		history: {type: 'string', default: '10'},
		pps: {type: 'string', default: '50000'},
		times: {type: 'string', default: '20'},
		count: {type: 'string', default: '1000000'},
	},
});
const root = process.cwd();
const log = (line: string) => console.log(line);

const PARTS: Record<string, (folder: string, program: string) => Promise<string[]>> = {
	life: (folder, program) =>
		longLife({
			program,
			collect: path.join(root, 'test/soak/collect.mjs'),
			folder,
			minutes: Number(values.minutes),
			warmUp: Number(values['warm-up']),
			history: Number(values.history),
			packetsPerSecond: Number(values.pps),
			log,
		}),
	terminal: (cwd, program) =>
		terminal({program, cwd, provoke: path.join(root, 'test/soak/provoke.mjs')}, Number(values.times), log),
	exports: async (folder, program) => {
		const capture = path.join(folder, 'mix.pcap');
		writeCapture(capture, {kind: 'mix', packets: 100_000});
		const wrong: string[] = [];
		for (const kind of KINDS) {
			const work = fs.mkdtempSync(path.join(folder, 'exports-'));
			wrong.push(...(await killedExports({program, folder: work, kind, capture, times: Number(values.times), log})));
		}

		return wrong;
	},
	strings: () => hostileStrings(Number(values.count), log),
	day: async () => simulatedDay({hours: 25, step: 5, hosts: 4, log}),
	// Over a pair of network namespaces: twenty runs of a million packets …
	conservation: () => liveTests('conservation', '-t', 'run|receives'),
	// … a thousand filter changes at full rate …
	filters: () => liveTests('conservation', '-t', 'changes the filter'),
	// … and interfaces that change, or are down for long.
	interfaces: () => liveTests('interfaces'),
	// A hundred engines at once, a thousand one after another.
	ended: () => liveTests('ended'),
	captures: () =>
		runTool(path.join(root, 'scripts/fuzz.js'), [
			'--cases',
			values.count,
			'--seconds',
			String(60 * Number(values.minutes)),
		]),
};

/** A test of test/live at its full length. */
function liveTests(name: string, ...flags: string[]): Promise<string[]> {
	process.env.NETANAL_SOAK = 'long';
	const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');
	return runTool(vitest, ['run', `test/live/${name}.test.ts`, '--reporter=verbose', ...flags]);
}

const wanted = positionals.length > 0 ? positionals : ['life'];
const unknown = wanted.filter(name => !(name in PARTS));
if (unknown.length > 0) {
	console.error(`no part ${unknown.join(', ')}; there are ${Object.keys(PARTS).join(', ')}`);
	process.exit(2);
}

const cache = path.join(root, 'node_modules/.cache');
fs.mkdirSync(cache, {recursive: true});
const copy = fs.mkdtempSync(path.join(cache, 'netanal-soak-'));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-soak-'));
const failures: string[] = [];
try {
	fs.cpSync(path.join(root, 'dist'), copy, {recursive: true});
	fs.chmodSync(copy, 0o755);
	// a capture gives up root, and exports as nobody
	fs.chmodSync(folder, 0o777);
	for (const name of wanted) {
		log(`── ${name}`);
		for (const wrong of await PARTS[name](folder, path.join(copy, 'cli.js'))) {
			failures.push(`${name}: ${wrong}`);
		}
	}
} catch (error) {
	failures.push(String(error));
} finally {
	for (const each of [copy, folder]) {
		fs.rmSync(each, {recursive: true, force: true});
	}
}

for (const failure of failures) {
	console.error(`FAILED ${failure}`);
}
log(failures.length === 0 ? 'all promises kept' : `${failures.length} broken`);
process.exit(failures.length === 0 ? 0 : 1);
