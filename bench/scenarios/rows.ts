/** What it costs the analysis to answer for the rows that somebody looks at, in tables that are full. */
import {performance} from 'node:perf_hooks';
import {Analyzer} from '../../source/engine/collector/analyzer.js';
import {RowsView} from '../../source/engine/collector/rows/rows-view.js';
import {type ListRequest, NO_ROWS, type RowsRequest} from '../../source/engine/rows.js';
import {type BenchOptions, type BenchTable, median, type Scenario} from '../scenario.js';

const FLOWS = 1_000_000;
const BUSY = 20_000;
/** Rows that a large screen asks for. */
const COUNT = 256;
const BEGIN = 1_700_000_000;

const ASKED: readonly {name: string; flows: Partial<ListRequest>; search?: string}[] = [
	{name: 'by 10 s', flows: {column: 'avg10'}},
	{name: 'by 10 s, the other way round', flows: {column: 'avg10', descending: false}},
	{name: 'by total', flows: {column: 'total'}},
	{name: 'by total, from place 500,000', flows: {column: 'total', offset: 500_000}},
	{name: 'by packets', flows: {column: 'packets'}},
	{name: 'by application', flows: {column: 'application', descending: false}},
	{name: 'by age', flows: {column: 'age'}},
	{name: 'by address', flows: {column: 'a', descending: false}},
	{name: '/10.1.', flows: {column: 'avg10'}, search: '10.1.'},
	{name: '/port:443', flows: {column: 'avg10'}, search: 'port:443'},
	{name: '/>1Mb/s', flows: {column: 'avg10'}, search: '>1Mb/s'},
];

/** What the dashboard asks for as it starts. */
const SHOWN: RowsRequest = {
	...NO_ROWS,
	lists: {
		talkers: {...NO_ROWS.lists.talkers, count: COUNT, column: 'avg10'},
		conversations: {...NO_ROWS.lists.conversations, count: COUNT, column: 'avg10'},
		flows: {...NO_ROWS.lists.flows, count: COUNT, column: 'avg10'},
	},
};

/** Where frames lie, one after the other: memory of each of their own would be given back while answers are measured. */
const FRAMES = Array.from({length: 64}, () => new Uint8Array(42));
const VIEWS = FRAMES.map(({buffer}) => new DataView(buffer));

/** UDP from many hosts to few, each packet of another flow. It holds for the next 63. */
function frame(flow: number, place: number): Uint8Array {
	const bytes = FRAMES[place];
	const view = VIEWS[place];
	view.setUint16(12, 0x0800);
	view.setUint8(14, 0x45);
	view.setUint16(16, 28);
	view.setUint8(22, 64);
	view.setUint8(23, 17);
	view.setUint32(26, 0x0a000000 + (flow % 200_000));
	view.setUint32(30, 0xc0000200 + (flow % 100));
	view.setUint16(34, 1024 + (Math.floor(flow / 200_000) % 60_000));
	view.setUint16(36, flow % 3 === 0 ? 443 : 53);
	view.setUint16(38, 8);
	return bytes;
}

export const rows: Scenario = {
	name: 'rows',
	about: "milliseconds of the analysis' CPU per answer about rows of tables with a million flows: first and later ones",
	async run(options: BenchOptions): Promise<BenchTable[]> {
		const analyzer = new Analyzer({top: 50, safe: text => text});
		const view = new RowsView(analyzer);
		const flows = options.packets ?? FLOWS;
		options.say(`rows: ${flows} flows`);
		let second = BEGIN;
		let seen = 0;
		const see = (flow: number) =>
			analyzer.packet(frame(flow, seen++ % FRAMES.length), 0, 42, 60 + ((flow * 7919) % 1400), second, 0, 1);
		// the dashboard asks from its first second on
		for (let flow = 0; flow < flows; flow++) {
			const now = BEGIN + Math.floor((60 * flow) / flows);
			if (now > second) {
				second = now;
				view.answer(SHOWN, second - 1);
			}
			see(flow);
		}
		const results = ASKED.map(({name, flows: part, search = ''}) => {
			options.say(`rows: ${name}`);
			const all = {...NO_ROWS.lists.flows, count: COUNT};
			const request: RowsRequest = {
				...NO_ROWS,
				search,
				lists: {talkers: {...all, column: 'avg10'}, conversations: {...all, column: 'avg10'}, flows: {...all, ...part}},
			};
			const costs = Array.from({length: options.rounds + 6}, () => {
				second++;
				for (let flow = 0; flow < BUSY; flow++) {
					see((flow * 37) % flows);
				}
				const before = process.cpuUsage();
				view.answer(request, second - 1);
				const {user, system} = process.cpuUsage(before);
				return (user + system) / 1000;
			});
			const ms = (value: number) => `${value.toFixed(1)} ms`;
			return {tool: name, cells: [ms(costs[0]), ms(median(costs.slice(1))), ms(Math.max(...costs.slice(1)))]};
		});
		return [
			{
				title: `rows: CPU per answer, ${flows} flows, ${BUSY} of them busy in each second, ${COUNT} rows of each list`,
				columns: ['first', 'later, median', 'later, most'],
				rows: results,
				notes: [`measured after ${(performance.now() / 1000).toFixed(0)} s in one process`],
			},
		];
	},
};
