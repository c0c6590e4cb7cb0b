/** Which rows of the tables a search finds, without making a text of each. */

import {ipv4Holds} from '../../decode/address.js';
import {APPLICATION_NAMES} from '../../decode/applications/index.js';
import {IpProtocol} from '../../decode/assigned-numbers.js';
import {transportOf} from '../../decode/names.js';
import {WAYS} from '../../decode/way.js';
import type {Identity} from '../../identity/identity.js';
import {type IdentityField, isBeyond, isIdentityField, parseRowFilter, type RowTerm} from '../../row-filter.js';
import {identityTexts, interfacesCalled, isKnownAs, isProcess} from '../../row-match.js';
import type {ListName} from '../../rows.js';
import type {Analyzer} from '../analyzer.js';
import {retransmittedOf, roundTripOf} from '../health/tcp/row-figures.js';
import {addressText, hardwareAddress} from '../report-items.js';
import type {Windows} from '../windows.js';
import {FlowMatches} from './flow-matches.js';

/** By row: 1 = found. */
export type Found = Uint8Array;

/** A term as it is asked of a row. */
interface Question {
	isNegated: boolean;
	/** Null where it says nothing of a row of this table itself. */
	ofEndpoint: ((row: number) => boolean) | null;
	ofConversation: ((row: number) => boolean) | null;
	ofFlow(row: number): boolean;
	/** Of an end of a flow that is found: whether it is a host that is asked for; all are when absent. */
	ofEnd?(row: number): boolean;
	/**
	 * By endpoint row: whom it holds for, where it holds for a flow by these and by what packets of the flow change; null = by nothing else
	 * than such packets. Absent: by more.
	 */
	hosts?: Uint8Array | null;
	/** It holds for no row that did nothing lately. */
	isOfActive?: boolean;
}

/** Of the searches of a dashboard: what was looked up for one is of use to the next. */
export class Matcher {
	readonly #analyzer: Analyzer;
	#identity: Identity | null = null;
	/** By text or field: the endpoints that it holds for, as far as they were looked at. */
	readonly #addresses = new Map<string, {found: Uint8Array; rows: number; evicted: number}>();
	readonly #flows = new FlowMatches();

	constructor(analyzer: Analyzer) {
		this.#analyzer = analyzer;
	}

	/** What was looked up by who is behind an address holds no more. */
	forget(): void {
		this.#addresses.clear();
		this.#flows.forget();
	}

	/** @returns null where all rows are found */
	find(search: string, identity: Identity | null = null): Record<ListName, Found> | null {
		const {terms} = parseRowFilter(search);
		this.#identity = identity;
		const texts = new Set(terms.flatMap(term => ('text' in term ? [keyOf(term)] : [])));
		for (const text of this.#addresses.keys()) {
			if (!texts.has(text)) {
				this.#addresses.delete(text);
			}
		}
		if (terms.length === 0) {
			this.#flows.forget();
			return null;
		}
		const questions = terms.map(term => this.#question(term));
		const {endpoints, conversations} = this.#analyzer.tables;
		const found = {
			talkers: own(questions, endpoints, ({ofEndpoint}) => ofEndpoint),
			conversations: own(questions, conversations, ({ofConversation}) => ofConversation),
		};
		// a host or pair is also found by what its flows are
		const isFound = allOf(questions.map(({isNegated, ofFlow}) => ({isNegated, holds: ofFlow})));
		const ofEnds = questions.flatMap(({isNegated, ofEnd}) => (ofEnd ? [{isNegated, holds: ofEnd}] : []));
		const isEnd = ofEnds.length === 0 ? null : allOf(ofEnds);
		if (questions.some(({isOfActive}) => isOfActive)) {
			// nothing else has a rate
			this.#flows.forget();
			return {...found, flows: this.#active(isFound, isEnd, found)};
		}
		const isKept = questions.every(({hosts}) => hosts !== undefined);
		const hosts = isKept ? questions.flatMap(question => question.hosts ?? []) : null;
		const ofFlows = this.#flows.update(this.#analyzer.tables, {text: search, hosts, isFound, isEnd});
		this.#flows.mark(found.talkers, found.conversations);
		return {...found, flows: ofFlows};
	}

	/** Flows found of those that did something lately; their ends and pairs are marked. */
	#active(
		isFound: (row: number) => boolean,
		isEnd: ((row: number) => boolean) | null,
		{talkers, conversations}: {talkers: Found; conversations: Found},
	): Found {
		const {flows} = this.#analyzer.tables;
		const found = new Uint8Array(flows.rows);
		const active = flows.windows?.active ?? new Int32Array(0);
		for (let index = 0; index < active.length; index++) {
			const row = active[index];
			if (!isFound(row)) {
				continue;
			}
			found[row] = 1;
			for (const end of [flows.low(row), flows.high(row)]) {
				if (isEnd === null || isEnd(end)) {
					talkers[end] = 1;
				}
			}
			const conversation = flows.conversation(row);
			if (conversation >= 0) {
				conversations[conversation] = 1;
			}
		}
		return found;
	}

	#question(term: RowTerm): Question {
		const {isNegated} = term;
		const {tables} = this.#analyzer;
		const {endpoints, conversations, flows, owners, tcp} = tables;
		const none = {isNegated, ofEndpoint: null, ofConversation: null};
		switch (term.field) {
			case 'port': {
				const isIn = (port: number) => port >= term.from && port <= term.to;
				return {...none, hosts: null, ofFlow: row => isIn(flows.portOf(row, 0)) || isIn(flows.portOf(row, 1))};
			}
			case 'app': {
				return {...none, hosts: null, ofFlow: this.#labelled(term.text) ?? (() => false)};
			}
			case 'proc': {
				const isOf = owners?.called(owner => isProcess(owner, term.text));
				return {...none, ofFlow: row => isOf?.(row) ?? false};
			}
			case 'if': {
				const {interfaces} = this.#analyzer;
				const names = Array.from({length: interfaces.size}, (_, number) => interfaces.nameOf(number) ?? '');
				const isOf = interfacesCalled(names, term.text);
				return {...none, ofFlow: tables.origins.interfaces.having(number => isOf(names[number]))};
			}
			case 'vlan':
				return {...none, ofFlow: term.id === null ? row => tables.vlans.hasSeveral(row) : tables.vlans.having(term.id)};
			case 'dir':
				return {...none, hosts: null, ofFlow: row => WAYS[tables.origins.way(row)] === term.direction};
			case 'state':
				return {
					...none,
					hosts: null,
					ofFlow: row =>
						flows.protocol(row) === IpProtocol.TCP &&
						flows.tcp.state(row, flows.packets(row, 1) > 0).startsWith(term.text),
				};
			case 'rtt':
				return {...none, ofFlow: row => isBeyond(term.isAbove, roundTripOf(this.#analyzer.tables, row), term.time)};
			case 'retrans': {
				const all = (row: number) => (term.isShare ? flows.packets(row, 0) + flows.packets(row, 1) : 1);
				return {...none, ofFlow: row => isBeyond(term.isAbove, retransmittedOf(tcp, row) / all(row), term.limit)};
			}
			case 'proto': {
				const version = term.text === 'ipv4' ? 4 : term.text === 'ipv6' ? 6 : null;
				const isOf = (row: number) => endpoints.version(row) === version;
				return {
					isNegated,
					hosts: null,
					ofEndpoint: version === null ? null : isOf,
					ofConversation: version === null ? null : row => isOf(conversations.low(row)),
					ofFlow: row =>
						version === null ? transportOf(flows.protocol(row)).startsWith(term.text) : isOf(flows.low(row)),
				};
			}
			case 'rate': {
				const isRight = (bytes: number) => (term.isAbove ? bytes > term.bytes : bytes < term.bytes);
				return {
					isNegated,
					isOfActive: term.isAbove && !isNegated,
					ofEndpoint: row => isRight(endpoints.windows?.bytes(row, 0) ?? 0),
					ofConversation: row => isRight(conversations.windows?.bytes(row, 0) ?? 0),
					ofFlow: row => isRight(flows.windows?.bytes(row, 0) ?? 0),
				};
			}
			case 'country':
			case 'city':
			case 'asn':
			case 'vendor':
			case 'mac': {
				const hosts = this.#identified(term.field, term.text);
				const isOf = (row: number) => hosts[row] === 1;
				return {
					isNegated,
					hosts,
					ofEndpoint: isOf,
					ofConversation: row => isOf(conversations.low(row)) || isOf(conversations.high(row)),
					ofFlow: row => isOf(flows.low(row)) || isOf(flows.high(row)),
					ofEnd: isOf,
				};
			}
			case 'host':
				return this.#hostQuestion(isNegated, term.text, null);
			case 'word':
				return this.#hostQuestion(isNegated, term.text, this.#wordOfFlow(term.text));
		}
	}

	/** @param more what else a flow may be found by */
	#hostQuestion(isNegated: boolean, text: string, more: ((row: number) => boolean) | null): Question {
		const {conversations, flows, owners} = this.#analyzer.tables;
		const hosts = this.#hosts(text);
		return {
			isNegated,
			// whose a flow is becomes known without packets
			...((more === null || owners === null) && {hosts}),
			ofEndpoint: row => hosts[row] === 1,
			ofConversation: row => hosts[conversations.low(row)] === 1 || hosts[conversations.high(row)] === 1,
			ofFlow: row =>
				hosts[flows.low(row)] === 1 ||
				hosts[flows.high(row)] === 1 ||
				(more?.(row) ?? false) ||
				this.#hasServer(row, text),
		};
	}

	/** By its application, or what lies within it, follows it or shares the flow; null where no application is called that. */
	#labelled(text: string): ((row: number) => boolean) | null {
		const {flows, layers} = this.#analyzer.tables;
		const isOf = applications(text);
		const further = layers.having(isOf);
		if (!isOf.includes(1)) {
			return null;
		}
		return row => isOf[flows.application(row)] === 1 || (further.size > 0 && further.has(row));
	}

	#hasServer(row: number, text: string): boolean {
		const {flows, serverNames} = this.#analyzer.tables;
		const isIt = (name: string) => name.toLowerCase().includes(text);
		const name = flows.serverName(row);
		return (name !== null && isIt(name)) || (serverNames.isAnyNamed && (serverNames.of(row)?.some(isIt) ?? false));
	}

	/** By port, transport, application or process; null where none can have it. */
	#wordOfFlow(word: string): ((row: number) => boolean) | null {
		const {flows, owners} = this.#analyzer.tables;
		const isOfProcess = owners?.called(({name}) => name.toLowerCase().includes(word));
		const isLabelled = this.#labelled(word);
		const ports = /^:?\d+$/.test(word) ? portsWith(word) : null;
		const transports = ['tcp', 'udp', 'sctp'].filter(name => name.includes(word));
		const identity = this.#identity;
		const isService = (row: number, end: 0 | 1) =>
			identity
				?.service(transportOf(flows.protocol(row)), flows.portOf(row, end))
				.service?.toLowerCase()
				.includes(word) ?? false;
		if (!isLabelled && !isOfProcess && ports === null && transports.length === 0 && identity === null) {
			return null;
		}
		return row =>
			isLabelled?.(row) ||
			(ports !== null && (ports[flows.portOf(row, 0)] === 1 || ports[flows.portOf(row, 1)] === 1)) ||
			(transports.length > 0 && transports.includes(transportOf(flows.protocol(row)))) ||
			(isOfProcess?.(row) ?? false) ||
			(identity !== null && (isService(row, 0) || isService(row, 1)));
	}

	/** By what is known of whom it belongs to. */
	#isKnownAs(row: number, address: string, identity: Identity, text: string): boolean {
		return identityTexts({
			...identity.of(address, hardwareAddress(this.#analyzer, row)),
			name: identity.hostName(address),
		}).some(each => each.includes(text));
	}

	/** Endpoints whose address or name holds the text, or what is known of whom they belong to. */
	#hosts(text: string): Uint8Array {
		const {tables, names} = this.#analyzer;
		const found = this.#ofAddresses(text).slice();
		names.each((name, version, word0, word1, word2, word3) => {
			if (name.toLowerCase().includes(text)) {
				const row = tables.findEndpoint(version, word0, word1, word2, word3);
				if (row >= 0) {
					found[row] = 1;
				}
			}
		});
		return found;
	}

	/** Endpoints of which a field of what is known holds the text. */
	#identified(field: IdentityField, text: string): Uint8Array {
		const {endpoints} = this.#analyzer.tables;
		const identity = this.#identity;
		const key = keyOf({field, text});
		if (field === 'mac' || field === 'vendor') {
			// neighbours say it when they like
			this.#addresses.delete(key);
		}
		return this.#looked(key, row =>
			isKnownAs(identity?.of(addressText(endpoints, row), hardwareAddress(this.#analyzer, row)), field, text),
		);
	}

	#ofAddresses(text: string): Uint8Array {
		const {endpoints} = this.#analyzer.tables;
		const mayBe = {4: /^[\d.]+$/.test(text), 6: /^[\da-f:.]+$/.test(text)};
		const identity = this.#identity;
		if (!mayBe[4] && !mayBe[6] && identity === null) {
			return this.#looked(text, null);
		}
		const holds = ipv4Holds(text);
		return this.#looked(text, row => {
			if (identity === null && endpoints.version(row) === 4) {
				return mayBe[4] && holds(endpoints.lastWord(row));
			}
			if (!mayBe[endpoints.version(row)] && identity === null) {
				return false;
			}
			const address = addressText(endpoints, row);
			return address.includes(text) || (identity !== null && this.#isKnownAs(row, address, identity, text));
		});
	}

	/** Endpoints for which it holds, each asked of once. @param holds null = for none */
	#looked(key: string, holds: ((row: number) => boolean) | null): Uint8Array {
		const {rows, evicted} = this.#analyzer.tables.endpoints;
		let known = this.#addresses.get(key);
		if (known === undefined || known.evicted !== evicted) {
			known = {found: new Uint8Array(rows), rows: 0, evicted};
			this.#addresses.set(key, known);
		}
		if (known.found.length < rows) {
			const more = new Uint8Array(Math.max(rows, known.found.length * 2));
			more.set(known.found);
			known.found = more;
		}
		for (let row = known.rows; holds !== null && row < rows; row++) {
			known.found[row] = holds(row) ? 1 : 0;
		}
		known.rows = rows;
		return known.found.subarray(0, rows);
	}
}

/** Whether all of them hold, or do not where they are negated. */
function allOf(all: readonly {isNegated: boolean; holds: (row: number) => boolean}[]): (row: number) => boolean {
	const [only] = all;
	if (all.length === 1 && !only.isNegated) {
		return only.holds;
	}
	return row => all.every(({isNegated, holds}) => holds(row) !== isNegated);
}

/** What is remembered of a term. */
const keyOf = ({field, text}: {field: string; text: string}) => (isIdentityField(field) ? `${field}:${text}` : text);

/** Rows for which every term that is asked of them holds; where a term cannot be asked of them, none. */
function own(
	questions: readonly Question[],
	{rows, windows}: {rows: number; windows: Windows | null},
	of: (question: Question) => ((row: number) => boolean) | null,
): Uint8Array {
	const found = new Uint8Array(rows);
	const asked = questions.flatMap(question => {
		const holds = of(question);
		return holds === null ? [] : [{isNegated: question.isNegated, holds}];
	});
	if (asked.length < questions.length) {
		return found;
	}
	const isFound = allOf(asked);
	if (questions.some(({isOfActive}) => isOfActive)) {
		const active = windows?.active ?? new Int32Array(0);
		for (let index = 0; index < active.length; index++) {
			found[active[index]] = isFound(active[index]) ? 1 : 0;
		}
		return found;
	}
	for (let row = 0; row < rows; row++) {
		found[row] = isFound(row) ? 1 : 0;
	}
	return found;
}

/** By number: whether the application's name holds the text. */
function applications(text: string): Uint8Array {
	return Uint8Array.from({length: 256}, (_, id) => (id !== 0 && (APPLICATION_NAMES[id] ?? '').includes(text) ? 1 : 0));
}

/** By number: whether `:port` holds the text. */
function portsWith(text: string): Uint8Array {
	return Uint8Array.from({length: 65_536}, (_, port) => (`:${port}`.includes(text) ? 1 : 0));
}
