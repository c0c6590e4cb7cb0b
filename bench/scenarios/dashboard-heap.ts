/** The dashboard's memory over time, of rows that change all the time: half an hour of its clock, as fast as it goes. */
import {execFileSync} from 'node:child_process';
import path from 'node:path';
import v8 from 'node:v8';
import vm from 'node:vm';
import type {BenchOptions, BenchTable, Scenario} from '../scenario.js';

const MINUTES = 30;
const LOOK_EVERY = 5;
const ROWS = 50;
const MEGABYTE = 2 ** 20;

export const dashboardHeap: Scenario = {
	name: 'heap',
	about: `memory of the dashboard over ${MINUTES} minutes of its own time, 50 rows in each list that change twice a second`,
	async run(options: BenchOptions): Promise<BenchTable[]> {
		v8.setFlagsFromString('--expose-gc');
		const collect = vm.runInNewContext('gc') as () => void;
		const [{mounted}, {changingSnapshot}] = await Promise.all([
			import('../../test/helpers/mounted.js'),
			import('../../test/helpers/changing-snapshot.js'),
		]);
		const dashboard = await mounted(120, 40);
		dashboard.run();
		const rows: BenchTable['rows'] = [];
		for (let step = 0; step <= MINUTES * 120; step++) {
			await dashboard.snapshot(changingSnapshot(step, ROWS));
			dashboard.clock.advance(500);
			if (step % 20 === 0) {
				await dashboard.screen();
			}
			if (step % (LOOK_EVERY * 120) !== 0) {
				continue;
			}
			options.say(`heap: minute ${step / 120} of ${MINUTES}`);
			await dashboard.screen();
			collect();
			collect();
			const {heapUsed, arrayBuffers} = process.memoryUsage();
			const text = (bytes: number) => `${(bytes / MEGABYTE).toFixed(1)} MB`;
			rows.push({
				tool: `after ${step / 120} min`,
				cells: [text(heapUsed), text(arrayBuffers), String(dashboard.frames.sent.frames)],
			});
		}
		dashboard.unmount();
		const table: BenchTable = {
			title: `dashboard: memory over ${MINUTES} minutes, 120×40`,
			columns: ['heap', 'buffers (seconds to look back at)', 'frames'],
			rows,
			notes: ['after a full collection; the seconds kept are bounded: 3,600 and 48 MB'],
		};
		if (options.base !== null) {
			options.say(`heap: the same of ${options.base}`);
			table.rows.push({tool: 'base, at the end', cells: lastRow(options.base)});
		}
		return [table];
	},
};

/** What the bench beside the other build says at the end; nothing here depends on how busy the machine is. */
function lastRow(dist: string): string[] {
	const command = [path.resolve(dist, '../bench/run.js'), '--scenario', 'heap'];
	const output = execFileSync(process.execPath, command, {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']});
	const row = output.split('\n').find(line => line.startsWith(`| after ${MINUTES} min `)) ?? '';
	return row
		.split('|')
		.slice(2, -1)
		.map(cell => cell.trim());
}
