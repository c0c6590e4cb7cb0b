/** What it costs the analysis to answer for the rows that somebody looks at, in tables that are full. */
import {performance} from 'node:perf_hooks';
import {Analyzer} from '../../source/engine/collector/analyzer.js';
import {RowsView} from '../../source/engine/collector/rows/rows-view.js';
import {type ListRequest, NO_ROWS, type RowsRequest} from '../../source/engine/rows.js';
import {type BenchOptions, type BenchTable, median, type Scenario} from '../scenario.js';
import {frameOf, MIXED, PLAIN, type RowsTraffic} from './rows-traffic.js';

const FLOWS = 1_000_000;
const BUSY = 20_000;
/** Rows that a large screen asks for. */
const COUNT = 256;
/** Flows of which is learnt at once what packets do not say. */
const LEARNT = 5000;
const BEGIN = 1_700_000_000;
/** Milliseconds that an answer should take at most. */
const WANTED = 50;

interface Asked {
	name: string;
	flows: Partial<ListRequest>;
	search?: string;
	/** As the dashboard asks, unless somebody wants them. */
	hidesClosed?: boolean;
}

const ASKED_OF_PLAIN: readonly Asked[] = [
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

const hiding = (column: string): Asked => ({name: `by ${column}`, flows: {column}, hidesClosed: true});
const searching = (search: string, column = 'avg10'): Asked => ({
	name: `/${search}`,
	flows: {column},
	search,
	hidesClosed: true,
});

const ASKED_OF_MIXED: readonly Asked[] = [
	hiding('avg10'),
	hiding('total'),
	searching('host-123'),
	searching('host:example', 'total'),
	searching('192.0.2.7'),
	searching('2001:db8'),
	searching('app:tls'),
	searching('-app:dns'),
	searching('port:443', 'total'),
	searching(':44'),
	searching('proc:nginx'),
	searching('nginx'),
	searching('state:reset'),
	searching('state:open', 'total'),
	searching('proto:tcp port:443 host:10.1.'),
	searching('www.'),
	searching('dir:in'),
	searching('rtt:>10ms'),
	searching('nothing is called so'),
	searching('<1Mb/s'),
];

/** What the dashboard asks for as it starts. */
const SHOWN: RowsRequest = {
	...NO_ROWS,
	hidesClosed: true,
	lists: {
		talkers: {...NO_ROWS.lists.talkers, count: COUNT, column: 'avg10'},
		conversations: {...NO_ROWS.lists.conversations, count: COUNT, column: 'avg10'},
		flows: {...NO_ROWS.lists.flows, count: COUNT, column: 'avg10'},
	},
};

const ms = (value: number) => `${value.toFixed(1)} ms`;

/** @param shown what is asked while the tables fill */
function measured(
	options: BenchOptions,
	traffic: RowsTraffic,
	all: readonly Asked[],
	shown: RowsRequest,
): {rows: BenchTable['rows']; first: number[]; later: number[]} {
	const analyzer = new Analyzer({top: 50, safe: text => text});
	traffic.prepare?.(analyzer);
	const view = new RowsView(analyzer);
	const flows = options.packets ?? FLOWS;
	options.say(`rows: ${flows} flows, ${traffic.name}`);
	let second = BEGIN;
	let seen = 0;
	const see = (flow: number) => {
		const bytes = frameOf(traffic, flow, seen++);
		analyzer.packet(bytes, 0, bytes.length, 60 + ((flow * 7919) % 1400), second, 0, 1, traffic.origin?.(flow));
	};
	// the dashboard asks from its first second on
	for (let flow = 0; flow < flows; flow++) {
		const now = BEGIN + Math.floor((60 * flow) / flows);
		if (now > second) {
			second = now;
			view.answer(shown, second - 1);
		}
		see(flow);
		if (flow % LEARNT === LEARNT - 1) {
			traffic.learn?.(analyzer, flow + 1 - LEARNT);
		}
	}
	const first: number[] = [];
	const later: number[] = [];
	const rows = all.map(({name, flows: part, search = '', hidesClosed}) => {
		options.say(`rows: ${name}`);
		const list = {...NO_ROWS.lists.flows, count: COUNT};
		const request: RowsRequest = {
			...NO_ROWS,
			search,
			hidesClosed,
			lists: {
				talkers: {...list, column: 'avg10'},
				conversations: {...list, column: 'avg10'},
				flows: {...list, ...part},
			},
		};
		let found = '';
		let whole = 0;
		const costs = Array.from({length: options.rounds + 6}, (_, round) => {
			for (let flow = 0; flow < BUSY; flow++) {
				see((flow * 37) % flows);
			}
			// a packet of the next second ends this one, as in a capture
			second++;
			see(0);
			const began = performance.now();
			const before = process.cpuUsage();
			const {lists} = view.answer(request, second - 1);
			const {user, system} = process.cpuUsage(before);
			const passed = performance.now() - began;
			found = lists.flows.found.toLocaleString('en');
			const isWhole = lists.flows.known === lists.flows.total && !lists.flows.partial;
			whole = whole === 0 && isWhole ? round + 1 : whole;
			// other threads that collect and compile are in the one, other processes in the other
			return Math.min(passed, (user + system) / 1000);
		});
		first.push(costs[0]);
		later.push(...costs.slice(1));
		const cells = [ms(costs[0]), ms(median(costs.slice(1))), ms(Math.max(...costs.slice(1))), found, String(whole)];
		return {tool: name, cells};
	});
	return {rows, first, later};
}

export const rows: Scenario = {
	name: 'rows',
	about: "milliseconds of the analysis' CPU per answer about rows of tables with a million flows: first and later ones",
	async run(options: BenchOptions): Promise<BenchTable[]> {
		const tables: BenchTable[] = [];
		for (const {traffic, all} of [
			{traffic: PLAIN, all: ASKED_OF_PLAIN},
			{traffic: MIXED, all: ASKED_OF_MIXED},
		]) {
			const {rows, first, later} = measured(options, traffic, all, {...SHOWN, hidesClosed: traffic === MIXED});
			const slow = [...first, ...later].filter(cost => cost > WANTED).length;
			tables.push({
				title: `rows: CPU per answer, ${options.packets ?? FLOWS} flows (${traffic.name}), ${BUSY} of them busy in each second, ${COUNT} rows of each list`,
				columns: ['first', 'later, median', 'later, most', 'found', 'whole with answer'],
				rows,
				notes: [
					`first answers: median ${ms(median(first))}, most ${ms(Math.max(...first))}; later ones: median ${ms(median(later))}, most ${ms(Math.max(...later))}`,
					`${slow} of ${first.length + later.length} answers took more than ${WANTED} ms`,
					`measured after ${(performance.now() / 1000).toFixed(0)} s in one process`,
				],
			});
		}
		return tables;
	},
};
