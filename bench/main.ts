/** The benchmark's command line: picks scenarios, prints their tables, keeps them in bench/RESULTS.md with --write. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {parseArgs} from 'node:util';
import type {BenchOptions, BenchTable, Scenario} from './scenario.js';
import {analyze, slowTools} from './scenarios/analyze.js';
import {builds} from './scenarios/builds.js';
import {dashboard} from './scenarios/dashboard.js';
import {dashboardHeap} from './scenarios/dashboard-heap.js';
import {fleet} from './scenarios/fleet.js';
import {live} from './scenarios/live.js';
import {processNames} from './scenarios/process-names.js';
import {processes} from './scenarios/processes.js';
import {rows} from './scenarios/rows.js';
import {screens} from './scenarios/screens.js';
import {stages} from './scenarios/stages.js';
import {startup} from './scenarios/startup.js';
import {stream} from './scenarios/stream.js';

const SCENARIOS: readonly Scenario[] = [
	analyze,
	builds,
	slowTools,
	stages,
	rows,
	stream,
	startup,
	live,
	dashboard,
	dashboardHeap,
	screens,
	fleet,
	processes,
	processNames,
];
const RESULTS = 'bench/RESULTS.md';

const USAGE = `npm run bench -- [--scenario NAME]... [--rounds N] [--packets N] [--seed N] [--captures DIR] [--kind NAME]... [--base DIST] [--corpus DIR] [--slow] [--write]

${SCENARIOS.map(({name, about}) => `  ${name.padEnd(10)} ${about}`).join('\n')}`;

/** @returns the exit status */
export async function main(args: string[]): Promise<number> {
	let options: ReturnType<typeof parse>;
	try {
		options = parse(args);
	} catch (error) {
		console.error(`bench: ${(error as Error).message}\n\n${USAGE}`);
		return 2;
	}

	const {chosen, write, bench} = options;
	for (const {name, run} of chosen) {
		const tables = await run(bench);
		const text = `${tables.map(markdown).join('\n')}\n${machine()}\n`;
		process.stdout.write(`${text}\n`);
		if (write && tables.length > 0) {
			keep(name, `Made by \`npm run bench -- ${args.join(' ')}\`.\n\n${text}`);
		}
	}

	return 0;
}

const HEAD = `# Benchmark results

The last run of each scenario, made on a shared machine: all tools take turns, so ratios carry over and absolute times do not.
CPU is user and system time of all threads; peak memory is Linux' high-water mark.
`;

/** Puts a scenario's result in the place of its last one. */
function keep(scenario: string, text: string): void {
	const old = fs.existsSync(RESULTS) ? fs.readFileSync(RESULTS, 'utf8') : '';
	const sections = new Map(
		[...old.matchAll(/<!-- (\S+) -->\n([\s\S]*?)(?=<!-- |$)/g)].map(([, name, body]) => [name, body.trim()]),
	);
	sections.set(scenario, text.trim());
	const order = SCENARIOS.flatMap(({name}) => {
		const body = sections.get(name);
		return body === undefined ? [] : [`<!-- ${name} -->\n${body}\n`];
	});
	fs.writeFileSync(RESULTS, `${HEAD}\n${order.join('\n')}`);
}

function parse(args: string[]): {chosen: Scenario[]; write: boolean; bench: BenchOptions} {
	const {values} = parseArgs({
		args,
		options: {
			scenario: {type: 'string', multiple: true},
			rounds: {type: 'string', default: '5'},
			packets: {type: 'string'},
			seed: {type: 'string', default: '1'},
			captures: {type: 'string', default: path.join(os.tmpdir(), 'netanal-bench')},
			kind: {type: 'string', multiple: true},
			base: {type: 'string'},
			corpus: {type: 'string'},
			slow: {type: 'boolean', default: false},
			write: {type: 'boolean', default: false},
		},
	});
	const names =
		values.scenario ??
		SCENARIOS.map(({name}) => name).filter(name => (values.slow || name !== slowTools.name) && name !== builds.name);
	const chosen = names.map(name => {
		const scenario = SCENARIOS.find(candidate => candidate.name === name);
		if (!scenario) {
			throw new Error(`no scenario ${name}`);
		}
		return scenario;
	});
	return {
		chosen,
		write: values.write,
		bench: {
			rounds: whole('rounds', values.rounds, 5),
			packets: values.packets === undefined ? null : whole('packets', values.packets, 1),
			seed: whole('seed', values.seed, 0),
			captures: path.resolve(values.captures),
			base: values.base === undefined ? null : path.resolve(values.base),
			corpus: values.corpus === undefined ? null : path.resolve(values.corpus),
			kinds: values.kind ?? null,
			slow: values.slow,
			say: line => process.stderr.write(`${line}\n`),
		},
	};
}

function whole(name: string, text: string, lowest: number): number {
	const value = Number(text);
	if (!Number.isSafeInteger(value) || value < lowest) {
		throw new Error(`--${name} takes a whole number from ${lowest}`);
	}
	return value;
}

function markdown({title, columns, rows, notes}: BenchTable): string {
	const lines = [['', ...columns], ...rows.map(({tool, cells}) => [tool, ...cells])];
	const widths = lines[0].map((_, at) => Math.max(3, ...lines.map(line => line[at].length)));
	const draw = (line: string[]) =>
		`| ${line.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]) : cell.padStart(widths[at]))).join(' | ')} |`;
	const rule = `|${widths.map((width, at) => (at === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
	const [head, ...body] = lines;
	return [`## ${title}`, '', draw(head), rule, ...body.map(draw), '', ...notes.map(note => `- ${note}`), ''].join('\n');
}

function machine(): string {
	const [{model} = {model: 'unknown CPU'}] = os.cpus();
	return `${os.type()} ${os.release()}, ${os.cpus().length} × ${model.trim()}, ${Math.round(os.totalmem() / 2 ** 30)} GiB.`;
}
