/** Which rows of the tables a search finds, without making a text of each. */
import {APPLICATION_NAMES} from '../../decode/applications/index.js';
import {WAYS} from '../../decode/way.js';
import type {Identity} from '../../identity/identity.js';
import {type IdentityField, isBeyond, isIdentityField, parseRowFilter, type RowTerm} from '../../row-filter.js';
import {identityTexts, interfacesCalled, isKnownAs, isProcess} from '../../row-match.js';
import type {ListName} from '../../rows.js';
import type {Analyzer} from '../analyzer.js';
import {WORDS as ENDPOINT_WORDS} from '../endpoint-table.js';
import {retransmittedOf, roundTripOf} from '../health/tcp/row-figures.js';
import {addressText, hardwareAddress} from '../report-items.js';
import {TextAutomaton} from '../text-automaton.js';
import type {Windows} from '../windows.js';
import {FlowColumns} from './flow-columns.js';
import {FlowMatches, type FlowSearch} from './flow-matches.js';
import {grown} from './grown.js';
import {inPieces} from './in-pieces.js';
import {PairMatches} from './pair-matches.js';
import {portsHolding} from './ports-holding.js';
import {ServedFlows} from './served-flows.js';
import {type FlowTests, groupsOf, PORTS, type Term, type TermGroup} from './terms.js';

/** By row: 1 = found. */
export type Found = Uint8Array;

export interface Matched extends Record<ListName, Found> {
	/** Some rows were not asked yet: they are not found until they are. */
	isPartial: boolean;
}

/** By endpoint: 1 = it holds, of the first `rows`. */
interface Looked {
	found: Uint8Array<ArrayBuffer>;
	rows: number;
	evicted: number;
	/** Of those that are asked again in turn. */
	next: number;
}

interface Called extends Omit<Looked, 'next'> {
	/** Where names were. */
	mark: number;
	/** Names that were looked at. */
	names: number;
}

/** So many new hosts are asked for their names; where there are more, names are asked for their hosts. */
const FEW = 1 << 10;
/** Hosts asked again each time, in turn, where what is known of them comes when it likes. */
const ASKED_AGAIN = 1 << 14;
/** Hosts or names asked between two looks at the time that is left, and those of all terms together that are without one. */
const PIECE = 1 << 10;
const LEAST = 1 << 13;

/** Of the searches of a dashboard: what was looked up for one is of use to the next. */
export class Matcher {
	readonly #analyzer: Analyzer;
	#identity: Identity | null = null;
	#isTime: () => boolean = () => true;
	/** Hosts and names that are asked yet however late it is. */
	#least = LEAST;
	/** By text or field: the endpoints that it holds for, as far as they were looked at. */
	readonly #hosts = new Map<string, Looked>();
	/** By text: those whose names hold it as well. */
	readonly #called = new Map<string, Called>();
	readonly #served = new ServedFlows();
	readonly #pairs = new PairMatches();
	readonly #flows = new FlowMatches();
	/** Of all flows, as of the last search. */
	readonly columns = new FlowColumns();

	constructor(analyzer: Analyzer) {
		this.#analyzer = analyzer;
	}

	/** What was looked up by who is behind an address holds no more. */
	forget(): void {
		this.#hosts.clear();
		this.#called.clear();
		this.#flows.forget();
	}

	/**
	 * @param isTime whether there is time for more; what is left to do goes on with the next answer
	 * @returns null where all rows are found
	 */
	find(search: string, identity: Identity | null = null, isTime: () => boolean = () => true): Matched | null {
		const {tables} = this.#analyzer;
		const {terms} = parseRowFilter(search);
		// without a search as well, so that the first answer of one is soon
		this.columns.update(tables, isTime);
		this.#identity = identity;
		this.#isTime = isTime;
		this.#least = LEAST;
		const keys = new Set(terms.flatMap(keysOf));
		this.#served.keep(keys);
		for (const known of [this.#hosts, this.#called]) {
			for (const key of known.keys()) {
				if (!keys.has(key)) {
					known.delete(key);
				}
			}
		}
		if (terms.length === 0) {
			this.#pairs.forget();
			this.#flows.forget();
			return null;
		}
		const {endpoints, conversations} = tables;
		const asked = terms.map(term => this.#term(term));
		const groups = groupsOf(asked, endpoints.rows);
		const talkers = byAll(groups, group => group.endpoints(endpoints.rows));
		const ofEnds = this.#pairs.update(tables, groups, isTime);
		const pairs = byAll(groups, (group, index) => group.pairs(ofEnds[index], conversations.rows));
		// a host or pair is also found by what its flows are
		const flowSearch: FlowSearch = {text: search, groups, columns: this.columns};
		const active = asked.find(({isOfActive}) => isOfActive);
		const ofFlows =
			active === undefined
				? this.#flows.update(tables, flowSearch, isTime)
				: this.#flows.updateFew(tables, flowSearch, Int32Array.from(active.flow.rows ?? []));
		this.#flows.mark(talkers, pairs);
		const areHostsKnown = groups.every(({hostsAsked}) => hostsAsked === endpoints.rows);
		return {
			talkers,
			conversations: pairs,
			flows: ofFlows,
			isPartial:
				!areHostsKnown || !this.#served.isWhole || !this.#pairs.isWhole(tables) || !this.#flows.isWhole(tables),
		};
	}

	#term(term: RowTerm): Term {
		const {isNegated} = term;
		const {tables, interfaces} = this.#analyzer;
		const {owners, origins, vlans, tcp, flows} = tables;
		switch (term.field) {
			case 'port': {
				const ports = new Uint8Array(PORTS).fill(1, term.from, term.to + 1);
				return {isNegated, flow: {ports}};
			}
			case 'app':
				return {isNegated, flow: this.#labelled(term.text)};
			case 'proc':
				return {isNegated, flow: {processes: owners?.counts.idsOf(owner => isProcess(owner, term.text))}};
			case 'if': {
				const names = Array.from({length: interfaces.size}, (_, number) => interfaces.nameOf(number) ?? '');
				const isOf = interfacesCalled(names, term.text);
				const right = origins.interfaces.right(members => members.some(number => isOf(names[number])));
				return {isNegated, flow: {interfaces: right}};
			}
			case 'vlan':
				return {isNegated, flow: {vlans: vlans.having(term.id)}};
			case 'dir':
				return {isNegated, flow: {way: way => WAYS[way] === term.direction}};
			case 'state':
				return {isNegated, flow: {state: state => state.startsWith(term.text)}};
			case 'rtt': {
				const figure = (row: number) => isBeyond(term.isAbove, roundTripOf(tables, row), term.time);
				return {isNegated, flow: {figure}};
			}
			case 'retrans': {
				const all = (row: number) => (term.isShare ? flows.packets(row, 0) + flows.packets(row, 1) : 1);
				const figure = (row: number) => isBeyond(term.isAbove, retransmittedOf(tcp, row) / all(row), term.limit);
				return {isNegated, flow: {figure}};
			}
			case 'proto':
				return term.text === 'ipv4' || term.text === 'ipv6'
					? {isNegated, isOwn: true, hosts: this.#ofVersion(term.text === 'ipv4' ? 4 : 6), flow: {}}
					: {isNegated, flow: {transport: name => name.startsWith(term.text)}};
			case 'rate':
				return this.#rateTerm(term);
			case 'country':
			case 'city':
			case 'asn':
			case 'vendor':
			case 'mac': {
				const hosts = this.#identified(term.field, term.text);
				return {isNegated, isOwn: true, isOfEnd: true, hosts, flow: {}};
			}
			case 'host':
				return this.#hostTerm(isNegated, term.text, {});
			case 'word':
				return this.#hostTerm(isNegated, term.text, this.#word(term.text));
		}
	}

	/** What did nothing has no rate: it holds for all of that, or for none. */
	#rateTerm({isNegated, isAbove, bytes}: RowTerm & {field: 'rate'}): Term {
		const {endpoints, conversations, flows} = this.#analyzer.tables;
		const isRight = (rate: number) => (isAbove ? rate > bytes : rate < bytes);
		const ofQuiet = isRight(0);
		const others = (windows: Windows | null) => {
			const {active = new Int32Array(0)} = windows ?? {};
			return [...active.filter(row => isRight(windows!.bytes(row, 0)) !== ofQuiet)];
		};
		return {
			isNegated: isNegated !== ofQuiet,
			isOwn: true,
			isOfActive: isNegated === ofQuiet,
			endpoints: others(endpoints.windows),
			pairs: others(conversations.windows),
			flow: {rows: others(flows.windows)},
		};
	}

	/** @param tests what else a flow may be found by */
	#hostTerm(isNegated: boolean, text: string, tests: FlowTests): Term {
		const served = this.#served.of(this.#analyzer.tables, text, (from, end, look) => this.#inPieces(from, end, look));
		const rows = [...served, ...(tests.rows ?? [])];
		return {isNegated, isOwn: true, hosts: this.#hostsCalled(text), flow: {...tests, rows}};
	}

	/** By its application, or what lies within it, follows it or shares the flow. */
	#labelled(text: string): FlowTests {
		const labels = applications(text);
		const rows: number[] = [];
		this.#analyzer.tables.layers.eachHaving(labels, row => rows.push(row));
		return {labels, rows};
	}

	/** By port, its service, transport, application or process. */
	#word(word: string): FlowTests {
		const {owners} = this.#analyzer.tables;
		const services = [...(this.#identity?.services ?? [])].flatMap(([of, name]) => {
			const [port, transport] = of.split('/');
			return name.toLowerCase().includes(word) ? [{transport, port: Number(port)}] : [];
		});
		return {
			...this.#labelled(word),
			ports: portsHolding(word) ?? undefined,
			services,
			transport: name => name.includes(word),
			processes: owners?.counts.idsOf(({name}) => name.toLowerCase().includes(word)),
		};
	}

	/** By what is known of whom it belongs to. */
	#isKnownAs(row: number, address: string, identity: Identity, text: string): boolean {
		return identityTexts({
			...identity.of(address, hardwareAddress(this.#analyzer, row)),
			name: identity.hostName(address),
		}).some(each => each.includes(text));
	}

	/** Endpoints whose address or name holds the text, or what is known of whom they belong to; none before all names were looked at. */
	#hostsCalled(text: string): Uint8Array {
		const {tables, names} = this.#analyzer;
		const {endpoints} = tables;
		const {evicted} = endpoints;
		const ofAddresses = this.#ofAddresses(text);
		const ask = (row: number) => {
			const name = names.of(endpoints.version(row), ...endpoints.address(row))?.name;
			return ofAddresses[row] === 1 || (name?.toLowerCase().includes(text) ?? false) ? 1 : 0;
		};
		let known = this.#called.get(text);
		const isKept =
			known !== undefined &&
			known.evicted === evicted &&
			ofAddresses.length - known.rows < FEW &&
			names.changedSince(known.mark, (...address) => {
				const row = tables.findEndpoint(...address);
				if (row >= 0 && row < known!.rows) {
					known!.found[row] = ask(row);
				}
			});
		if (known === undefined || !isKept) {
			known = {found: ofAddresses.slice(), rows: ofAddresses.length, evicted, mark: 0, names: 0};
			this.#called.set(text, known);
		}
		const found = longer(known.found, ofAddresses.length);
		known.found = found;
		for (let row = known.rows; row < ofAddresses.length; row++) {
			found[row] = ask(row);
		}
		known.rows = ofAddresses.length;
		known.mark = names.mark;
		const mark = (...address: Parameters<typeof tables.findEndpoint>) => {
			const row = tables.findEndpoint(...address);
			if (row >= 0 && row < found.length) {
				found[row] = 1;
			}
		};
		known.names = this.#inPieces(known.names, names.rows, (from, to) => names.eachHolding(text, from, to, mark));
		// before, it is not known of any host that it is not called so
		return found.subarray(0, known.names < names.rows ? 0 : known.rows);
	}

	/** As `inPieces`; what is looked at without time is little for all terms of a search together. */
	#inPieces(from: number, end: number, look: (from: number, to: number) => void): number {
		const to = inPieces(from, end, {piece: PIECE, least: this.#least}, this.#isTime, look);
		this.#least = Math.max(0, this.#least - (to - from));
		return to;
	}

	/** Endpoints of which a field of what is known holds the text. */
	#identified(field: IdentityField, text: string): Uint8Array {
		const {endpoints} = this.#analyzer.tables;
		const identity = this.#identity;
		const holds = (row: number) =>
			isKnownAs(identity?.of(addressText(endpoints, row), hardwareAddress(this.#analyzer, row)), field, text);
		// neighbours say it when they like
		const again = field === 'mac' || field === 'vendor' ? ASKED_AGAIN : 0;
		return this.#looked(`${field}:${text}`, holds, again);
	}

	#ofVersion(version: 4 | 6): Uint8Array {
		const {endpoints} = this.#analyzer.tables;
		return this.#looked(`proto:ipv${version}`, row => endpoints.version(row) === version);
	}

	#ofAddresses(text: string): Uint8Array {
		const {endpoints} = this.#analyzer.tables;
		const identity = this.#identity;
		const automaton = /^[\da-f:.]+$/.test(text) ? TextAutomaton.of(text) : null;
		if (automaton === null && identity === null) {
			return this.#looked(text, null);
		}
		const {words} = endpoints;
		return this.#looked(text, row => {
			const at = row * ENDPOINT_WORDS;
			const isIn =
				automaton !== null &&
				(endpoints.version(row) === 4
					? automaton.isInIpv4(words[at + 3])
					: automaton.isInIpv6(words[at], words[at + 1], words[at + 2], words[at + 3]));
			return isIn || (identity !== null && this.#isKnownAs(row, addressText(endpoints, row), identity, text));
		});
	}

	/** Endpoints for which it holds, each asked of once, as far as there was time. @param holds null = for none @param again asked of again */
	#looked(key: string, holds: ((row: number) => boolean) | null, again = 0): Uint8Array {
		const {rows, evicted} = this.#analyzer.tables.endpoints;
		let known = this.#hosts.get(key);
		if (known === undefined || known.evicted !== evicted) {
			known = {found: new Uint8Array(rows), rows: 0, evicted, next: 0};
			this.#hosts.set(key, known);
		}
		known.found = longer(known.found, rows);
		if (holds === null) {
			known.rows = rows;
		}
		const {found} = known;
		for (let left = Math.min(again, known.rows); holds !== null && left > 0; left--) {
			known.next = known.next + 1 < known.rows ? known.next + 1 : 0;
			found[known.next] = holds(known.next) ? 1 : 0;
			if (left % PIECE === 0 && !this.#isTime()) {
				break;
			}
		}
		if (holds !== null) {
			known.rows = this.#inPieces(known.rows, rows, (from, to) => {
				for (let row = from; row < to; row++) {
					found[row] = holds(row) ? 1 : 0;
				}
			});
		}
		return found.subarray(0, known.rows);
	}
}

/** What is remembered of a term. */
function keysOf(term: RowTerm): string[] {
	return 'text' in term
		? [isIdentityField(term.field) || term.field === 'proto' ? `${term.field}:${term.text}` : term.text]
		: [];
}

const longer = (found: Uint8Array<ArrayBuffer>, rows: number) =>
	found.length >= rows ? found : grown(found, Math.max(rows, 2 * found.length));

/** Rows that each group of terms finds. */
function byAll(groups: readonly TermGroup[], of: (group: TermGroup, index: number) => Uint8Array): Uint8Array {
	const [found, ...others] = groups.map(of);
	for (const other of others) {
		for (let row = 0; row < found.length; row++) {
			found[row] &= other[row];
		}
	}
	return found;
}

/** By number: whether the application's name holds the text. */
function applications(text: string): Uint8Array {
	return Uint8Array.from({length: 256}, (_, id) => (id !== 0 && (APPLICATION_NAMES[id] ?? '').includes(text) ? 1 : 0));
}
