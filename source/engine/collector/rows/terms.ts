/**
 * A search as tables that a row's columns are looked up in: a bit for each of its terms, set where the term holds. A row is found where all
 * of the bits are as they should be; so one pass over the rows asks all terms, and makes nothing.
 */
import {IpProtocol} from '../../decode/assigned-numbers.js';
import {transportOf} from '../../decode/names.js';
import type {TcpState} from '../../snapshot.js';
import {MOST as PROCESSES} from '../process-counts.js';
import {SEEN_BYTES, stateOf} from '../tcp-states.js';
import {addBit, markEqual} from './marks.js';

/** Terms of one group: a byte has a bit for each, and one for hosts that were not asked yet. */
const MOST_TERMS = 7;
const UNKNOWN = 1 << MOST_TERMS;

const CODES = 256;
export const PORTS = 1 << 16;

/** What of a flow a term holds for: for one of these, or for its hosts. Absent: for none. Tables have 1 where it holds. */
export interface FlowTests {
	/** By port, at either end. */
	ports?: Uint8Array;
	/** Names of services: the port at either end, under its transport. */
	services?: readonly {transport: string; port: number}[];
	/** By number of the application. */
	labels?: Uint8Array;
	transport?: (name: string) => boolean;
	/** Numbers of processes, at either end. */
	processes?: ReadonlySet<number>;
	state?: (state: TcpState) => boolean;
	/** By what `FlowOrigins.way` returns. */
	way?: (way: number) => boolean;
	/** By number of the set of its interfaces, and of its tags. */
	interfaces?: Uint8Array;
	vlans?: Uint8Array;
	/** Rows, in any order. */
	rows?: readonly number[];
	/** By row: what no table has. It may change without packets where `losses` of the search do. */
	figure?: (row: number) => boolean;
}

/** A term as it is asked of rows. */
export interface Term {
	isNegated: boolean;
	/** By endpoint: 1 = it holds for whatever has that host at an end; as long as those that were asked. Absent: it is not about hosts. */
	hosts?: Uint8Array;
	/** It says something of hosts and pairs themselves. */
	isOwn?: boolean;
	/** A host is no find for what the other end of its flow is. */
	isOfEnd?: boolean;
	/** Endpoints and pairs that it holds for beside that. */
	endpoints?: readonly number[];
	pairs?: readonly number[];
	flow: FlowTests;
	/** It holds for no row that did nothing lately. */
	isOfActive?: boolean;
}

/** Of several terms, by what of a row is looked up; null = none of them asks it. */
export class TermGroup {
	/** By endpoint. */
	readonly hosts: Uint8Array | null;
	/** Of how many endpoints every term was asked. */
	readonly hostsAsked: number;
	/** By port; where services are asked for, those of each transport. */
	readonly ports: Uint8Array | null;
	/** By protocol: where its ports begin. */
	readonly portsFrom = new Int32Array(CODES);
	readonly labels: Uint8Array | null;
	/** By protocol. */
	readonly transports: Uint8Array | null;
	readonly processes: Uint8Array | null;
	/** By byte of `TcpStates`; that of flows with an answer after those without. */
	readonly states: Uint8Array | null;
	readonly ways: Uint8Array | null;
	readonly interfaces: Uint8Array | null;
	readonly vlans: Uint8Array | null;
	/** Rows and their bits, one after the other. */
	readonly rows: readonly {rows: readonly number[]; bit: number}[];
	readonly figures: readonly {figure: (row: number) => boolean; bit: number}[];
	/** Bits of a row that is found: of it, turned where terms are negated. */
	readonly all: number;
	readonly negated: number;
	/** Of an end of a flow that is found, the same of these bits says whether it is found as well. */
	readonly ofEnd: number;
	readonly #terms: readonly Term[];

	/** @param endpoints rows of the table */
	constructor(terms: readonly Term[], endpoints: number) {
		const bitOf = (index: number) => 1 << index;
		const bits = (holds: (term: Term) => boolean | undefined) =>
			terms.reduce((sum, term, index) => (holds(term) ? sum | bitOf(index) : sum), 0);
		this.#terms = terms;
		this.all = bitOf(terms.length) - 1;
		this.negated = bits(({isNegated}) => isNegated);
		this.ofEnd = bits(({isOfEnd}) => isOfEnd);
		const merged = (size: number, of: (term: Term) => Uint8Array | undefined): Uint8Array | null => {
			let table: Uint8Array | null = null;
			for (const [index, term] of terms.entries()) {
				const holds = of(term);
				if (holds !== undefined) {
					table ??= new Uint8Array(size);
					addBit(holds, index, table);
				}
			}
			return table;
		};
		const table = <Value>(size: number, test: ((value: Value) => boolean) | undefined, value: (at: number) => Value) =>
			test && Uint8Array.from({length: size}, (_, at) => (test(value(at)) ? 1 : 0));
		this.hosts = merged(endpoints, ({hosts}) => hosts);
		this.hostsAsked = Math.min(endpoints, ...terms.map(({hosts}) => hosts?.length ?? endpoints));
		this.hosts?.fill(UNKNOWN, this.hostsAsked);
		this.labels = merged(CODES, ({flow}) => flow.labels);
		this.transports = merged(CODES, ({flow}) => table(CODES, flow.transport, transportOf));
		this.states = merged(2 * SEEN_BYTES, ({flow}) =>
			table(2 * SEEN_BYTES, flow.state, at => stateOf(at % SEEN_BYTES, at >= SEEN_BYTES)),
		);
		this.ways = merged(CODES, ({flow}) => table(CODES, flow.way, known => Math.max(0, known - 1)));
		this.processes = merged(PROCESSES, ({flow: {processes}}) =>
			table(PROCESSES, processes && ((id: number) => processes.has(id)), id => id),
		);
		const longest = (of: (term: Term) => Uint8Array | undefined) =>
			Math.max(0, ...terms.map(term => of(term)?.length ?? 0));
		this.interfaces = merged(
			longest(({flow}) => flow.interfaces),
			({flow}) => flow.interfaces,
		);
		this.vlans = merged(
			longest(({flow}) => flow.vlans),
			({flow}) => flow.vlans,
		);
		this.ports = this.#withServices(merged(PORTS, ({flow}) => flow.ports));
		this.rows = terms.flatMap(({flow: {rows}}, index) => (rows?.length ? [{rows, bit: bitOf(index)}] : []));
		this.figures = terms.flatMap(({flow: {figure}}, index) => (figure ? [{figure, bit: bitOf(index)}] : []));
	}

	#withServices(ports: Uint8Array | null): Uint8Array | null {
		if (!this.#terms.some(({flow}) => flow.services?.length)) {
			return ports;
		}
		const all = new Uint8Array(TRANSPORTS.length * PORTS);
		for (const [index, name] of TRANSPORTS.entries()) {
			all.set(ports ?? [], index * PORTS);
			for (const [term, {flow}] of this.#terms.entries()) {
				for (const {transport, port} of flow.services ?? []) {
					all[index * PORTS + port] |= transport === name ? 1 << term : 0;
				}
			}
		}
		for (let protocol = 0; protocol < CODES; protocol++) {
			this.portsFrom[protocol] = TRANSPORTS.indexOf(transportOf(protocol)) * PORTS;
		}
		return all;
	}

	/** Whether an end of a flow that is found is found as well. */
	isEnd(endpoint: number): boolean {
		return this.ofEnd === 0 || ((this.hosts![endpoint] ^ this.negated) & this.ofEnd) === this.ofEnd;
	}

	/** Whether what was found by the other one is found by this one still, but for rows in `rows`; hosts may be more. */
	isSame(other: TermGroup): boolean {
		return (
			isBeginning(other.hosts, this.hosts) &&
			isBeginning(other.interfaces, this.interfaces) &&
			isBeginning(other.vlans, this.vlans) &&
			isBeginning(other.processes, this.processes)
		);
	}

	/** Hosts that it finds, where every term says something of them. @param count rows of the table */
	endpoints(count: number): Uint8Array {
		const found = new Uint8Array(count);
		if (this.isOwn) {
			found.set(this.hosts ?? []);
			this.#finish(found, ({endpoints}) => endpoints);
		}
		return found;
	}

	/** Pairs that it finds, where every term says something of them. @param bits of their ends by pair, as far as they were asked @param count rows of the table */
	pairs(bits: Uint8Array, count: number): Uint8Array {
		const found = new Uint8Array(count);
		if (this.isOwn) {
			found.set(bits);
			found.fill(this.hosts === null ? 0 : UNKNOWN, bits.length);
			this.#finish(found, ({pairs}) => pairs);
		}
		return found;
	}

	/** Turns bits of rows into whether they are found. @param more rows that a term holds for besides */
	#finish(found: Uint8Array, more: (term: Term) => readonly number[] | undefined): void {
		for (const [index, term] of this.#terms.entries()) {
			for (const row of more(term) ?? []) {
				found[row] |= 1 << index;
			}
		}
		markEqual(found, this.all ^ this.negated);
	}

	/** Every term says something of hosts and pairs themselves. */
	get isOwn(): boolean {
		return this.#terms.every(({isOwn}) => isOwn);
	}
}

/** By the order of their ports in a table. */
const TRANSPORTS: readonly string[] = [IpProtocol.TCP, IpProtocol.UDP, IpProtocol.SCTP].map(transportOf);

/** Terms in groups, all of which must find a row. */
export const groupsOf = (terms: readonly Term[], endpoints: number): TermGroup[] =>
	Array.from(
		{length: Math.ceil(terms.length / MOST_TERMS)},
		(_, index) => new TermGroup(terms.slice(index * MOST_TERMS, (index + 1) * MOST_TERMS), endpoints),
	);

/** Of bits by row: those that there were are as they were. */
export function isBeginning(a: Uint8Array | null, b: Uint8Array | null): boolean {
	return a === null || b === null ? a === b : a.length <= b.length && Buffer.compare(a, b.subarray(0, a.length)) === 0;
}
