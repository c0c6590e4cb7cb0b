/** What a fleet takes of the machine that shows it: a thousand sensors, a message of each per second, over a real NATS. */
import {type ChildProcess, spawn} from 'node:child_process';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import {natsServer} from '../../test/helpers/brokers.js';
import type {Taken} from '../fleet/listener.js';
import {PACKETS} from '../fleet/said.js';
import {type BenchOptions, type BenchRow, type BenchTable, median, type Scenario} from '../scenario.js';

const SENSORS = 1000;
const SECONDS = 14;
/** Of those, as many as code needs to become fast. */
const WARM = 4;

const KINDS = [
	{hosts: 'shared', rows: 10},
	{hosts: 'disjoint', rows: 10},
	{hosts: 'disjoint', rows: 50},
] as const;

export const fleet: Scenario = {
	name: 'fleet',
	about: `${SENSORS} simulated sensors at a message per second: CPU, memory and merged snapshots of the fleet's process`,
	async run({say}: BenchOptions): Promise<BenchTable[]> {
		const rows: BenchRow[] = [];
		for (const kind of KINDS) {
			say(`fleet: ${kind.hosts} hosts, ${kind.rows} rows`);
			rows.push(await measured(kind));
		}
		return [
			{
				title: 'a fleet of 1,000 sensors',
				columns: [
					'message',
					'CPU of a second',
					'messages in it',
					'of one',
					'a merged snapshot',
					'the slowest',
					'resident',
					'behind',
					'the oldest',
				],
				rows,
				notes: [
					`CPU of the process that listens to ${SENSORS} messages a second over NATS, as the dashboard does; medians of ${SECONDS - WARM} seconds`,
					'of one: CPU of looking at a message',
					'the sensors are a process of their own; resident is the high-water mark',
					'the oldest: seconds by which the figures of any sensor trail its last message, the most there was',
					'behind: seconds by which the totals of a snapshot trail what was published, of 0.5 to 1.5 that any screen has',
				],
			},
		];
	},
};

async function measured({hosts, rows}: (typeof KINDS)[number]): Promise<BenchRow> {
	const broker = await natsServer();
	await broker.start();
	const listener = new Part('fleet-listener.js', broker.url);
	await listener.line();
	const sensors = new Part('fleet-sensors.js', broker.url, String(SENSORS), String(SECONDS), hosts, String(rows));
	try {
		const {size} = (await sensors.line()) as {size: [number, number]};
		listener.ask();
		await listener.line();
		sensors.ask();
		const seconds: Taken[] = [];
		const behind: number[] = [];
		for (let i = 0; i < SECONDS; i++) {
			const {second} = (await sensors.line()) as {second: number};
			listener.ask();
			const taken = (await listener.line()) as Taken;
			if (second > WARM) {
				seconds.push(taken);
				behind.push(second - taken.packets / (PACKETS * SENSORS));
			}
		}
		const merges = seconds.flatMap(({merges}) => merges);
		return {
			tool: `${hosts} hosts, ${rows} rows`,
			cells: [
				`${(size[0] / 1000).toFixed(1)} kB, ${(size[1] / 1000).toFixed(1)} kB deflated`,
				`${Math.round(median(seconds.map(({cpu}) => cpu)))} ms`,
				`${Math.round(median(seconds.map(({messages}) => messages)))}`,
				`${median(seconds.map(({looking, messages}) => (1000 * looking) / Math.max(1, messages))).toFixed(0)} µs`,
				`${median(merges).toFixed(1)} ms`,
				`${Math.max(...merges).toFixed(1)} ms`,
				`${Math.round((seconds.at(-1)?.resident ?? 0) / 1e6)} MB`,
				`${median(behind).toFixed(1)} s`,
				`${Math.max(...seconds.map(({oldest}) => oldest)).toFixed(1)} s`,
			],
		};
	} finally {
		sensors.end();
		listener.end();
		await broker.close();
	}
}

/** A process that answers a line with a line. */
class Part {
	readonly #child: ChildProcess;
	readonly #lines: AsyncIterator<string>;

	constructor(file: string, ...words: string[]) {
		const program = fileURLToPath(new URL(file, import.meta.url));
		this.#child = spawn(process.execPath, [program, ...words], {stdio: ['pipe', 'pipe', 'inherit']});
		this.#lines = createInterface({input: this.#child.stdout!})[Symbol.asyncIterator]();
	}

	ask(): void {
		this.#child.stdin!.write('\n');
	}

	async line(): Promise<unknown> {
		const {value, done} = await this.#lines.next();
		if (done) {
			throw new Error('a process of the scenario ended');
		}
		return JSON.parse(value);
	}

	end(): void {
		this.#child.kill('SIGKILL');
	}
}
