/** What changes of rows between two answers to one search: each of it alone, so that each is looked at. */
import {expect, it} from 'vitest';
import type {FlowTable} from '../../../../source/engine/collector/flow-table.js';
import {FlowColumns, LEAST_FLOWS as LEAST} from '../../../../source/engine/collector/rows/flow-columns.js';
import {countMarked} from '../../../../source/engine/collector/rows/marks.js';
import {Matcher} from '../../../../source/engine/collector/rows/matching.js';
import {LEAST_PAIRS} from '../../../../source/engine/collector/rows/pair-matches.js';
import {APPLICATION_NAMES} from '../../../../source/engine/decode/applications/index.js';
import type {TableLimits} from '../../../../source/engine/options.js';
import {NO_ROWS} from '../../../../source/engine/rows.js';
import {addressOf, type Made, madeAnalysis} from '../../../helpers/made-packets.js';
import {withOwners} from '../../../helpers/owned-flows.js';

const [SYN, ACK] = [2, 16];
/** The word of a host's address. */
const wordOf = (host: number) => 0x0a000000 + host;
const SECOND = 100;

/** Counts of what is found, of a search that is kept. */
function kept(search: string, limits?: Partial<TableLimits>) {
	const {analysis, count} = madeAnalysis(NO_ROWS, limits);
	const {analyzer} = analysis;
	const matcher = new Matcher(analyzer);
	analysis.lastSecond = () => SECOND;
	return {
		analysis,
		tables: analyzer.tables,
		count: (packet: Partial<Made>) =>
			count({kind: 'flow', from: 1, to: 2, fromPort: 1000, toPort: 80, bytes: 100, second: SECOND, ...packet}),
		found: (isTime = () => true) => {
			// all is counted, and summed up
			analysis.rows();
			const {talkers, conversations, flows, isPartial} = matcher.find(search, null, isTime)!;
			return {
				...{talkers: countMarked(talkers), conversations: countMarked(conversations), flows: countMarked(flows)},
				...(isPartial && {isPartial}),
			};
		},
	};
}

/** From now on nothing counts as changed that came before. */
const later = ({flows}: {flows: FlowTable}) => flows.windows?.begin(SECOND + 1);

const noTime = () => false;

/** Answers that there is no time for, until one is of all: those before it find nothing, and say that they are a part. */
function lateAnswers(found: ReturnType<typeof kept>['found']) {
	let partial = 0;
	let whole = found(noTime);
	for (; 'isPartial' in whole && partial < 20; partial++) {
		expect(whole).toEqual({...NOTHING, isPartial: true});
		whole = found(noTime);
	}
	return {partial, whole};
}

const NOTHING = {talkers: 0, conversations: 0, flows: 0};
const ONE = {talkers: 2, conversations: 1, flows: 1};

it('an answer to a SYN', () => {
	const {count, found} = kept('state:opening');
	count({flags: SYN});
	expect(found()).toEqual(ONE);
	count({flags: ACK, from: 2, to: 1, fromPort: 80, toPort: 1000});
	expect(found()).toEqual(NOTHING);
});

it('an application that a later packet tells', () => {
	const {count, found, tables} = kept('app:tls');
	count({});
	expect(found()).toEqual(NOTHING);
	tables.flows.recognised(0, APPLICATION_NAMES.indexOf('tls'), true, null);
	count({});
	expect(found()).toEqual(ONE);
});

it('a process that is learnt without a packet', () => {
	const {analysis, count, found, tables} = kept('proc:nginx');
	const owners = withOwners(tables, [addressOf(2)]);
	count({});
	count({fromPort: 1001});
	expect(found()).toEqual(NOTHING);
	const owner = {pid: 7, begun: 1, name: 'nginx', user: 'u', unit: null, networkNamespace: 1};
	const [first, second] = owners.questions();
	analysis.learnOwners([{id: first.id, socket: 1, owner}]);
	expect(found()).toEqual(ONE);
	later(tables);
	expect(found()).toEqual(ONE);
	expect(found()).toEqual(ONE);
	// of the process that is known already
	analysis.learnOwners([{id: second.id, socket: 2, owner}]);
	expect(found()).toEqual({...ONE, flows: 2});
});

it('what is forgotten of connections where there was no time for them', () => {
	const {count, found, tables} = kept('retrans:<1');
	count({flags: SYN});
	expect(found()).toEqual(ONE);
	later(tables);
	expect(found()).toEqual(ONE);
	expect(found()).toEqual(ONE);
	tables.tcp.off = true;
	expect(found()).toEqual(NOTHING);
});

it('a pair that a flow has again, after its own was given up', () => {
	const {count, found, tables} = kept('port:80', {conversations: 1024});
	count({});
	for (let host = 10; tables.conversations.evicted === 0; host++) {
		for (const toPort of [81, 82]) {
			count({from: host, toPort});
		}
	}
	expect(found()).toEqual({talkers: 2, conversations: 0, flows: 1});
	count({});
	expect(found()).toEqual(ONE);
});

it('names that there was no time for are not taken for others', () => {
	const names = 20_000;
	for (const [search, whole, afterwards] of [
		['host:name-19999.example', ONE, {talkers: 4, conversations: 2, flows: 2}],
		['-host:name-19999.example', {...ONE, talkers: 3}, {...NOTHING, talkers: 2}],
	] as const) {
		const {analysis, count, found} = kept(search);
		count({});
		count({from: 3, to: 4});
		for (let name = 0; name < names; name++) {
			// the last one is a host's that there is
			const host = name === names - 1 ? 3 : 100_000 + name;
			analysis.analyzer.names.name(4, 0, 0, 0, wordOf(host), `name-${name}.example`, 'dns');
		}
		expect(lateAnswers(found)).toEqual({partial: 2, whole});
		// one that is called so later
		analysis.analyzer.names.name(4, 0, 0, 0, wordOf(1), 'other.name-19999.example', 'dns');
		expect(found(noTime)).toEqual(afterwards);
	}
});

it.each([
	// five answers for the hosts, one more for the pairs, whose last ones have been asked then
	['-host:10.0.156.64 host:10.0.156.64', 6],
	// a term has what the one before left of an answer
	['host:10.0.156.64 host:10.0.156.63 -host:10.0.156.63', 11],
])('hosts that there was no time for are not taken for others: %s', (search, partial) => {
	const {count, found} = kept(search);
	for (let host = 10; host <= 40_000; host++) {
		count({from: host});
	}
	expect(lateAnswers(found)).toEqual({partial, whole: NOTHING});
});

it('pairs are asked as far as there is time, and new ones alone as long as hosts are found as before', () => {
	const {count, found, tables, analysis} = kept('host:name.example');
	const {names} = analysis.analyzer;
	names.name(4, 0, 0, 0, wordOf(9), 'name.example', 'dns');
	// of ICMP: there are no flows that take longer
	for (let host = 10; host < LEAST_PAIRS + 20; host++) {
		count({kind: 'pair', from: host, to: 9});
	}
	expect(found()).toMatchObject({talkers: 1, conversations: LEAST_PAIRS + 10});
	expect(found(noTime)).not.toHaveProperty('isPartial');
	count({kind: 'pair', from: LEAST_PAIRS + 20, to: 9});
	later(tables);
	expect(found(noTime)).toMatchObject({conversations: LEAST_PAIRS + 11});
	// another host that is found: all are asked again
	names.name(4, 0, 0, 0, wordOf(10), 'other.name.example', 'dns');
	expect(found(noTime)).toMatchObject({isPartial: true});
	expect(found(noTime)).toMatchObject({conversations: LEAST_PAIRS + 11});
});

it('server names are looked through as far as there is time, and again when there are others', () => {
	const {count, found, tables, analysis} = kept('host:old.example');
	const {flows} = tables;
	const names = 20_000;
	for (let host = 10; host < names + 10; host++) {
		count({from: host, to: 9});
	}
	analysis.rows();
	for (let row = 0; row < names; row++) {
		flows.setServerName(row, row === names - 1 ? 'old.example' : 'new.example');
	}
	expect(lateAnswers(found)).toEqual({partial: 2, whole: ONE});
	flows.setServerName(0, 'old.example');
	expect(found()).toEqual({talkers: 3, conversations: 2, flows: 2});
	flows.setServerName(1, 'old.example');
	// those found before, until all names were looked at again
	expect(found(noTime)).toEqual({talkers: 3, conversations: 2, flows: 2, isPartial: true});
	found(noTime);
	expect(found(noTime)).toEqual({talkers: 4, conversations: 3, flows: 3});
});

it('flows are asked as far as there is time', () => {
	const {count, found, tables, analysis} = kept('port:80');
	for (let flow = 0; flow < LEAST + 100; flow++) {
		count({from: 1 + (flow >> 15), fromPort: flow & 0x7fff});
	}
	analysis.rows();
	const columns = new FlowColumns();
	columns.update(tables, () => false);
	expect(columns.rows).toBe(LEAST);
	columns.update(tables, () => false);
	expect(columns.rows).toBe(LEAST + 100);
	let looks = 0;
	// there is time for the columns, and for none of the search
	expect(found(() => looks++ === 0)).toMatchObject({flows: 0, isPartial: true});
	expect(found(() => false)).toMatchObject({flows: LEAST, isPartial: true});
	expect(found(() => false)).toMatchObject({flows: LEAST + 100});
});
