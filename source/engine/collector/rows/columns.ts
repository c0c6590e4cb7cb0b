/** By what rows of the tables are ranked: figures, the larger first; texts by their order among those there are. */
import {APPLICATION_NAMES} from '../../decode/applications/index.js';
import {IpProtocol} from '../../decode/assigned-numbers.js';
import type {Identity} from '../../identity/identity.js';
import type {ListName} from '../../rows.js';
import type {Analyzer} from '../analyzer.js';
import {knownName} from '../snapshot-builder.js';
import type {Windows} from '../windows.js';

export interface Column {
	first(row: number): number;
	/** Between rows that are equal in the first. */
	second(row: number): number;
	/** It is 0 for all rows that did nothing in the longest window. */
	isRecent?: boolean;
}

type Figure = (row: number) => number;

/** A table as all three are. */
interface Table {
	bytes(row: number): number;
	windows: Windows | null;
}

const NONE = () => 0;

/** Columns of what was counted in a window: `rate` is that of the last whole second. */
function recent(table: Table, id: string): Column | null {
	const {windows} = table;
	const window = {rate: 0, avg2: 1, avg10: 2, avg40: 3}[id];
	if (windows === null || (window === undefined && id !== 'forth' && id !== 'back')) {
		return null;
	}
	const first: Figure =
		window === undefined ? row => windows.of(row, 0, id === 'forth' ? 2 : 3) : row => windows.bytes(row, window);
	return {first, second: row => table.bytes(row), isRecent: true};
}

/** @param column an id; of one that there is not, the total is taken */
export function columnOf(
	analyzer: Analyzer,
	list: ListName,
	column: string,
	rows: Int32Array,
	identity: Identity | null,
): Column {
	const {endpoints, conversations, flows} = analyzer.tables;
	const table: Table = {talkers: endpoints, conversations, flows}[list];
	const first = recent(table, column);
	if (first !== null) {
		return first;
	}
	const total: Column = {first: row => table.bytes(row), second: NONE};
	const by = (figure: Figure): Column => ({first: figure, second: total.first});
	switch (`${list} ${column}`) {
		case 'talkers sent':
			return by(row => endpoints.doubles[row * 8 + 6]);
		case 'talkers received':
			return by(row => endpoints.doubles[row * 8 + 7]);
		case 'talkers packets':
			return by(row => endpoints.packets(row));
		case 'conversations packets':
			return by(row => conversations.packets(row));
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
			return textColumn(rows, row => APPLICATION_NAMES[flows.application(row)] || transportOf(flows.protocol(row)));
		case 'flows state':
			return textColumn(rows, row =>
				flows.protocol(row) === IpProtocol.TCP ? flows.tcp.state(row, flows.packets(row, 1) > 0) : null,
			);
		case 'flows age':
			return by(row => {
				const times = flows.times(row);
				return times === null ? Number.NEGATIVE_INFINITY : -(times.first[0] + times.first[1] / 1e9);
			});
		default:
			return total;
	}
}

export const transportOf = (protocol: number): 'tcp' | 'udp' | 'sctp' =>
	protocol === IpProtocol.TCP ? 'tcp' : protocol === IpProtocol.UDP ? 'udp' : 'sctp';

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
	return {first, second: NONE};
}
