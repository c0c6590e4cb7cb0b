/** This build beside another one: whether both say the same of every capture, and what each takes. */
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {type Measurement, measure} from '../measure.js';
import {type BenchOptions, type BenchTable, median, type Scenario} from '../scenario.js';
import {capture, PACKETS} from './analyze.js';

/** Rows of each list that are compared, and bytes of a report at most. */
const TOP = '20000';
const LARGEST = 2 ** 28;

export const builds: Scenario = {
	name: 'builds',
	about: 'this build beside that of --base: the same snapshot of every capture? CPU of both in turns; by name only',
	async run(options: BenchOptions): Promise<BenchTable[]> {
		const {base, kinds} = options;
		if (base === null) {
			throw new Error('bench: --scenario builds needs --base DIST, the dist folder of the other build');
		}
		const rows: BenchTable['rows'] = [];
		for (const [kind, count] of PACKETS.filter(([name]) => kinds === null || kinds.includes(name))) {
			const packets = options.packets ?? count;
			const file = capture(kind, packets, options);
			options.say(`builds ${kind}: the snapshots`);
			const same = isSame(report(base, file), report('dist', file));
			const before: Measurement[] = [];
			const after: Measurement[] = [];
			for (let round = 1; round <= options.rounds; round++) {
				options.say(`builds ${kind}: round ${round} of ${options.rounds}`);
				before.push(await measure(analysis(base, file)));
				after.push(await measure(analysis('dist', file)));
			}
			rows.push({tool: kind, cells: [same ? 'the same' : 'ANOTHER', ...compared(before, after)]});
		}
		const tables: BenchTable[] = options.corpus === null ? [] : [compareFolder(options.corpus, base, options.say)];
		return [
			...tables,
			{
				title: 'analyze by two builds',
				columns: ['snapshot', 'CPU before', 'after', 'ratio of medians', 'of pairs', 'peak before', 'after'],
				rows,
				notes: [
					`medians of ${options.rounds} rounds in turns, CPU of the whole process`,
					`snapshots: --top ${TOP}, in the fields that both have, without counts that are estimates, since these hang on random numbers`,
				],
			},
		];
	},
};

function analysis(dist: string, file: string): string[] {
	return [process.execPath, path.join(dist, 'cli.js'), 'analyze', file, '--format', 'json'];
}

function compared(before: readonly Measurement[], after: readonly Measurement[]): string[] {
	const cpu = (runs: readonly Measurement[]) => median(runs.map(run => run.cpu));
	const peak = (runs: readonly Measurement[]) => `${Math.round(Math.max(...runs.map(run => run.peak)) / 1e6)} MB`;
	return [
		`${Math.round(cpu(before))} ms`,
		`${Math.round(cpu(after))} ms`,
		(cpu(after) / cpu(before)).toFixed(2),
		median(after.map((run, i) => run.cpu / before[i].cpu)).toFixed(2),
		peak(before),
		peak(after),
	];
}

/** Whether the second says all that the first says; fields may have been added. */
function isSame(before: unknown, after: unknown): boolean {
	if (typeof before !== 'object' || before === null || typeof after !== 'object' || after === null) {
		return before === after;
	}
	if (Array.isArray(before) && before.length !== (after as unknown[]).length) {
		return false;
	}
	return Object.entries(before).every(([name, value]) => isSame(value, (after as Record<string, unknown>)[name]));
}

/** The snapshot, or the words, with which a build ends; without its own name, the times and what is estimated. */
function report(dist: string, file: string): {status: number | null; words?: string; snapshot?: unknown} {
	const [program, ...parameters] = analysis(dist, file);
	const {stdout, stderr, status} = spawnSync(program, [...parameters, '--top', TOP], {
		encoding: 'utf8',
		maxBuffer: LARGEST,
	});
	if (stdout === '') {
		return {status, words: stderr};
	}
	const snapshot = JSON.parse(stdout);
	snapshot.generator = '';
	const {endpoints, conversations, flows} = snapshot;
	for (const table of [endpoints, conversations, flows].filter(({evicted}) => evicted > 0)) {
		for (const count of ['distinct', 'ipv4', 'ipv6', 'tcp', 'udp', 'sctp'].filter(name => name in table)) {
			table[count] = 'estimated';
		}
	}
	return {status, snapshot};
}

function compareFolder(folder: string, base: string, say: BenchOptions['say']): BenchTable {
	const files = fs.readdirSync(folder, {recursive: true, withFileTypes: true}).filter(entry => entry.isFile());
	const rows: BenchTable['rows'] = [];
	for (const [at, entry] of files.entries()) {
		const file = path.join(entry.parentPath ?? entry.path, entry.name);
		say(`builds: file ${at + 1} of ${files.length}`);
		if (!isSame(report(base, file), report('dist', file))) {
			rows.push({tool: path.relative(folder, file), cells: ['ANOTHER']});
		}
	}
	const notes = [`${files.length} files, ${rows.length} with another snapshot`];
	return {title: 'snapshots of a folder by two builds', columns: ['snapshot'], rows, notes};
}
