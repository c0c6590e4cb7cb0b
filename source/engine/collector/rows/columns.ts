/** By what rows of the tables are ranked: figures, the larger first; texts by their order among those there are. */
import {APPLICATION_NAMES} from '../../decode/applications/index.js';
import {IpProtocol} from '../../decode/assigned-numbers.js';
import {transportOf} from '../../decode/names.js';
import type {Identity} from '../../identity/identity.js';
import {type ListName, TCP_STATES} from '../../rows.js';
import {echoRoundTrip} from '../../tcp-figures.js';
import type {Analyzer} from '../analyzer.js';
import type {FlowOwners} from '../flow-owners.js';
import {retransmittedOf, roundTripOf} from '../health/tcp/row-figures.js';
import {UNKNOWN} from '../process-counts.js';
import {echoesOf, knownName} from '../report-items.js';
import type {Tables} from '../tables.js';
import type {Windows} from '../windows.js';

export interface Column {
	first(row: number): number;
	/** Between rows that are equal in the first; null = none. */
	second: ((row: number) => number) | null;
	/** Figures are places among the rows that there are: they hold for this answer alone. */
	isRelative?: boolean;
}

type Flows = Tables['flows'];
type Figure = (row: number) => number;

/** What is known of rows beside their tables. */
export interface Known {
	identity: Identity | null;
	/** Whether an endpoint is inside. */
	isInside(endpoint: number): boolean;
	/** Of each host, the largest of its flows, and of those whose process is known. */
	largest: LargestFlow;
	largestOwned: LargestFlow;
}

/** A flow's row by that of a host; -1 = it has none. */
export type LargestFlow = (endpoint: number) => number;

/** A table as all three are. */
export interface Table {
	rows: number;
	evicted: number;
	bytes(row: number): number;
	windows: Windows | null;
}

/** Of a window: one way, the other way; of a flow, what comes in and what goes out. Absent: both ways. */
export interface RecentFigure {
	window: number;
	which?: 2 | 3 | 'in' | 'out';
}

/** What columns of what was counted in a window are of: `rate` is that of the last whole second. Null for other columns. */
export function recentFigure(column: string): RecentFigure | null {
	switch (column) {
		case 'forth':
			return {window: 0, which: 2};
		case 'back':
			return {window: 0, which: 3};
		case 'in':
		case 'out':
			return {window: 0, which: column};
		default: {
			const window = {rate: 0, avg2: 1, avg10: 2, avg40: 3}[column];
			return window === undefined ? null : {window};
		}
	}
}

/** @param column an id; of one that there is not, the total is taken */
export function columnOf(
	analyzer: Analyzer,
	list: ListName,
	column: string,
	rows: Int32Array,
	{identity, largest, largestOwned, isInside}: Known,
): Column {
	const {endpoints, conversations, flows, owners, tcp} = analyzer.tables;
	const table: Table = {talkers: endpoints, conversations, flows}[list];
	const total: Column = {first: row => table.bytes(row), second: null};
	const by = (figure: Figure): Column => ({first: figure, second: total.first});
	switch (`${list} ${column}`) {
		case 'talkers sent':
			return by(row => endpoints.doubles[row * 8 + 6]);
		case 'talkers received':
			return by(row => endpoints.doubles[row * 8 + 7]);
		case 'talkers packets':
			return by(row => endpoints.packets(row));
		case 'talkers application':
			return ranks(APPLICATION_RANKS, row => (largest(row) < 0 ? '' : applicationOf(flows, largest(row))));
		case 'talkers process':
			return processColumn(owners, largestOwned);
		case 'flows process':
			return processColumn(owners, row => row);
		case 'flows received':
			return by(row => flows.bytesOf(row, wayOf(flows, row, 'in', isInside)));
		case 'flows sent':
			return by(row => flows.bytesOf(row, wayOf(flows, row, 'out', isInside)));
		case 'conversations packets':
			return by(row => conversations.packets(row));
		case 'conversations rtt':
			return by(row => echoRoundTrip(echoesOf(analyzer, row)) ?? -1);
		case 'flows packets':
			return by(row => flows.packets(row, 0) + flows.packets(row, 1));
		case 'talkers address':
			return addressColumn(analyzer, row => row);
		case 'conversations a':
			return addressColumn(analyzer, row => conversations.endpoints(row)[0]);
		case 'conversations b':
			return addressColumn(analyzer, row => conversations.endpoints(row)[1]);
		case 'flows a':
			return addressColumn(analyzer, row => flows.endpoint(row, 0));
		case 'flows b':
			return addressColumn(analyzer, row => flows.endpoint(row, 1));
		case 'talkers name':
			return textColumn(rows, row => knownName(analyzer, row, identity)?.name ?? null);
		case 'flows server':
			return textColumn(rows, row => flows.serverName(row));
		case 'flows application':
			return ranks(APPLICATION_RANKS, row => applicationOf(flows, row));
		case 'flows state':
			return ranks(STATE_RANKS, row =>
				flows.protocol(row) === IpProtocol.TCP ? flows.tcp.state(row, flows.packets(row, 1) > 0) : '',
			);
		case 'flows rtt':
			return by(row => known(roundTripOf(analyzer.tables, row)));
		case 'flows retrans':
			return by(row => known(retransmittedOf(tcp, row)));
		case 'flows age':
			return by(row => {
				const times = flows.times(row);
				return times === null ? Number.NEGATIVE_INFINITY : -(times.first[0] + times.first[1] / 1e9);
			});
		default:
			return total;
	}
}

/** What is not known comes last where the larger come first. */
const known = (figure: number) => (Number.isNaN(figure) ? -1 : figure);

/** Its transport where the application is not known. */
export const applicationOf = (flows: Flows, row: number): string =>
	APPLICATION_NAMES[flows.application(row)] || transportOf(flows.protocol(row));

/** Which direction of a flow comes in, or goes out: 0 = that of its first packet. As `isFromOutside` of `engine/rows.ts` has it. */
export function wayOf(flows: Flows, row: number, which: 'in' | 'out', isInside: Known['isInside']): 0 | 1 {
	const isFromOutside = !isInside(flows.endpoint(row, 0)) && isInside(flows.endpoint(row, 1));
	return (which === 'in') === isFromOutside ? 0 : 1;
}

/** By the name of a flow's process. */
function processColumn(owners: FlowOwners | null, flowOf: Figure): Column {
	const ranks = owners?.counts.ranks() ?? new Float64Array(1);
	const first: Figure = row => {
		const flow = flowOf(row);
		return ranks[flow < 0 ? UNKNOWN : (owners?.processOf(flow) ?? UNKNOWN)];
	};
	return {first, second: null, isRelative: true};
}

/** A double holds 53 bits: the first of an address, then more of the rest. IPv4 comes before IPv6. */
function addressColumn({tables: {endpoints}}: Analyzer, endpointOf: Figure): Column {
	const {words} = endpoints;
	const word = (row: number, index: number) => words[endpointOf(row) * 16 + index] >>> 0;
	const IPV4 = 2 ** 32;
	return {
		first: row =>
			endpoints.version(endpointOf(row)) === 4 ? word(row, 3) : IPV4 + word(row, 0) * 2 ** 20 + (word(row, 1) >>> 12),
		second: row =>
			endpoints.version(endpointOf(row)) === 4
				? 0
				: (word(row, 1) & 0xfff) * 2 ** 40 + word(row, 2) * 2 ** 8 + (word(row, 3) >>> 24),
	};
}

const ranksOf = (texts: readonly string[]) => new Map([...new Set(texts)].sort().map((text, rank) => [text, rank]));
const APPLICATION_RANKS = ranksOf([...APPLICATION_NAMES.filter(Boolean), 'tcp', 'udp', 'sctp']);
const STATE_RANKS = ranksOf(TCP_STATES);

/** Of few different texts, whose places are known; rows without one come last where texts go upwards. */
const ranks = (known: ReadonlyMap<string, number>, textOf: (row: number) => string): Column => ({
	first: row => known.get(textOf(row)) ?? known.size,
	second: null,
});

/** Rows without a text come last where texts go upwards. */
function textColumn(rows: Int32Array, textOf: (row: number) => string | null): Column {
	const texts = new Map<number, string>();
	for (const row of rows) {
		const text = textOf(row);
		if (text !== null && text !== '') {
			texts.set(row, text);
		}
	}
	const order = new Map([...new Set(texts.values())].sort().map((text, index) => [text, index]));
	const first: Figure = row => {
		const text = texts.get(row);
		return text === undefined ? order.size : order.get(text)!;
	};
	return {first, second: null, isRelative: true};
}
