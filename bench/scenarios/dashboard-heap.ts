/** The dashboard's memory over time, of rows that change all the time: half an hour of its clock, as fast as it goes. */
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
		return [
			{
				title: `dashboard: memory over ${MINUTES} minutes, 120×40`,
				columns: ['heap', 'buffers (seconds to look back at)', 'frames'],
				rows,
				notes: ['after a full collection; the seconds kept are bounded: 3,600 and 48 MB'],
			},
		];
	},
};
