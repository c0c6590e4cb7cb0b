/** Pairs are asked where a search can find some by their ends, and only then. */
import {expect, it} from 'vitest';
import {PairMatches} from '../../../../source/engine/collector/rows/pair-matches.js';
import {groupsOf, type Term} from '../../../../source/engine/collector/rows/terms.js';
import {NO_ROWS} from '../../../../source/engine/rows.js';
import {madeAnalysis} from '../../../helpers/made-packets.js';

const PAIRS = 10;

function tablesOfPairs() {
	const {analysis, count} = madeAnalysis(NO_ROWS);
	for (let host = 2; host < 2 + PAIRS; host++) {
		count({kind: 'flow', from: 1, to: host, fromPort: 1000, toPort: 80, bytes: 100, second: 9});
	}
	analysis.rows();
	return analysis.analyzer.tables;
}

const HOSTS = PAIRS + 1;
const every = new Uint8Array(HOSTS).fill(1);
const ofHosts = (hosts: Uint8Array, more: Partial<Term> = {}): Term => ({
	isNegated: false,
	isOwn: true,
	hosts,
	flow: {},
	...more,
});
const noTime = () => false;

it.each<[string, readonly Term[], number, boolean]>([
	['every pair by its hosts', [ofHosts(every)], PAIRS, true],
	['none while no host was asked', [ofHosts(every.subarray(0, 0))], 0, false],
	['none where a term says nothing of pairs', [ofHosts(every), ofHosts(every, {isOwn: false})], 0, true],
	['none where no term is about hosts', [{isNegated: false, isOwn: true, flow: {}}], 0, true],
])('%s', (_, terms, asked, isWhole) => {
	const tables = tablesOfPairs();
	const matches = new PairMatches();
	const [bits] = matches.update(tables, groupsOf(terms, HOSTS), noTime);
	expect(bits).toEqual(new Uint8Array(asked).fill(1));
	expect(matches.isWhole(tables)).toBe(isWhole);
});

it('asks anew where terms are more, in another group', () => {
	const tables = tablesOfPairs();
	const matches = new PairMatches();
	matches.update(tables, groupsOf([ofHosts(every)], HOSTS), noTime);
	const eight = Array.from({length: 8}, () => ofHosts(every));
	expect(matches.update(tables, groupsOf(eight, HOSTS), noTime)).toEqual([
		new Uint8Array(PAIRS).fill(127),
		new Uint8Array(PAIRS).fill(1),
	]);
	const seven = eight.slice(1);
	matches.update(tables, groupsOf(seven, HOSTS), noTime);
	expect(matches.update(tables, groupsOf(eight, HOSTS), noTime)[1]).toEqual(new Uint8Array(PAIRS).fill(1));
});
