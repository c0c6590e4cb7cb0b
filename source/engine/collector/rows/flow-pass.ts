/**
 * Asks flows for the terms of a search: what is looked up of each lies in columns, and one column after the other is looked through, since a
 * loop that does one thing costs a third of one that does what terms of every kind ask for.
 */
import {IpProtocol} from '../../decode/assigned-numbers.js';
import type {Tables} from '../tables.js';
import {SEEN_BYTES} from '../tcp-states.js';
import type {FlowColumns} from './flow-columns.js';
import {PORTS, type TermGroup} from './terms.js';

/** Flows asked at once: their bits stay in the first-level cache. */
export const MOST_AT_ONCE = 1 << 14;

const PORT = 0xffff;
const BITS = new Uint8Array(MOST_AT_ONCE);

/**
 * Keeps what is found of some rows, and 0 of the others.
 *
 * @param rows null = each row at its number
 * @param named by row: bits that are set beside those of the tables; null = none
 * @param found by place in `rows`: the places from `from` up to and without `to`, `MOST_AT_ONCE` at most
 */
export function pass(
	tables: Tables,
	columns: FlowColumns,
	group: TermGroup,
	rows: Int32Array | null,
	named: Uint8Array | null,
	from: number,
	to: number,
	found: Uint8Array,
): void {
	const bits = BITS.subarray(0, to - from);
	const some: Some = {rows, from, bits};
	const {hosts, ports, labels, transports, states, processes, ways, interfaces, vlans, figures} = group;
	bits.fill(0);
	if (hosts !== null) {
		byEnds(some, hosts, columns.low, columns.high);
	}
	if (ports !== null) {
		byPorts(some, group, columns);
	}
	if (labels !== null) {
		byBytes(some, labels, columns.labels);
	}
	if (transports !== null) {
		byBytes(some, transports, columns.protocols);
	}
	if (states !== null) {
		byStates(some, states, columns, tables.flows.tcp.seen);
	}
	if (processes !== null && tables.owners !== null) {
		byProcesses(some, processes, tables.owners.processes);
	}
	byColumn(some, ways, tables.origins.ways, byBytes);
	byColumn(some, interfaces, tables.origins.interfaces.rows, byHalves);
	byColumn(some, vlans, tables.vlans.rows, byHalves);
	if (named !== null) {
		addNamed(some, named);
	}
	for (const {figure, bit} of figures) {
		byFigure(some, figure, bit);
	}
	const {all, negated} = group;
	for (let at = 0; at < bits.length; at++) {
		if ((bits[at] ^ negated) !== all) {
			found[from + at] = 0;
		}
	}
}

/** Rows that are asked, and their bits so far. */
interface Some {
	rows: Int32Array | null;
	from: number;
	bits: Uint8Array;
}

/** @param column null: each row has 0 */
function byColumn<Column>(
	some: Some,
	table: Uint8Array | null,
	column: Column | null,
	by: (some: Some, table: Uint8Array, column: Column) => void,
): void {
	if (table === null) {
		return;
	}
	if (column !== null) {
		by(some, table, column);
	} else if (table[0] !== 0) {
		for (let at = 0; at < some.bits.length; at++) {
			some.bits[at] |= table[0];
		}
	}
}

function byBytes({rows, from, bits}: Some, table: Uint8Array, column: Uint8Array): void {
	for (let at = 0; at < bits.length; at++) {
		bits[at] |= table[column[rows === null ? from + at : rows[from + at]]];
	}
}

function byHalves({rows, from, bits}: Some, table: Uint8Array, column: Uint16Array): void {
	for (let at = 0; at < bits.length; at++) {
		bits[at] |= table[column[rows === null ? from + at : rows[from + at]]];
	}
}

function byEnds({rows, from, bits}: Some, table: Uint8Array, low: Int32Array, high: Int32Array): void {
	for (let at = 0; at < bits.length; at++) {
		const row = rows === null ? from + at : rows[from + at];
		bits[at] |= table[low[row]] | table[high[row]];
	}
}

function byProcesses({rows, from, bits}: Some, table: Uint8Array, processes: Int32Array): void {
	for (let at = 0; at < bits.length; at++) {
		const row = rows === null ? from + at : rows[from + at];
		bits[at] |= table[processes[row * 2]] | table[processes[row * 2 + 1]];
	}
}

function byPorts({rows, from, bits}: Some, group: TermGroup, {ports: column, protocols}: FlowColumns): void {
	const table = group.ports!;
	const {portsFrom} = group;
	const areByTransport = table.length > PORTS;
	for (let at = 0; at < bits.length; at++) {
		const row = rows === null ? from + at : rows[from + at];
		const both = column[row];
		const begin = areByTransport ? portsFrom[protocols[row]] : 0;
		bits[at] |= table[begin + (both >>> 16)] | table[begin + (both & PORT)];
	}
}

function byStates(
	{rows, from, bits}: Some,
	table: Uint8Array,
	{protocols, answered}: FlowColumns,
	seen: Uint8Array,
): void {
	for (let at = 0; at < bits.length; at++) {
		const row = rows === null ? from + at : rows[from + at];
		if (protocols[row] === IpProtocol.TCP) {
			bits[at] |= table[answered[row] * SEEN_BYTES + seen[row]];
		}
	}
}

function addNamed({rows, from, bits}: Some, named: Uint8Array): void {
	for (let at = 0; at < bits.length; at++) {
		bits[at] |= named[rows === null ? from + at : rows[from + at]];
	}
}

function byFigure({rows, from, bits}: Some, figure: (row: number) => boolean, bit: number): void {
	for (let at = 0; at < bits.length; at++) {
		bits[at] |= figure(rows === null ? from + at : rows[from + at]) ? bit : 0;
	}
}
