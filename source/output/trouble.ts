/** What is wrong on the network, a row for each kind and who had most of it: the table "Trouble", empty when there is none. */
import type {Snapshot, SnapshotHealth, TroubleRow} from '../engine/snapshot.js';
import {TROUBLES, troubleTotals} from '../engine/troubles.js';
import {count} from '../format/numbers.js';
import {TROUBLE_WORDS, whomText} from '../format/troubles.js';
import {tcpTroubleRows} from './tcp-trouble.js';

/** Named of each kind. */
const MOST = 3;

export const TROUBLE_COLUMNS = ['', 'count>', 'most of it'];

export function troubleRows({health, flows}: Pick<Snapshot, 'health' | 'flows'>): string[][] {
	if (health === undefined) {
		return [];
	}
	const totals = troubleTotals(health);
	const {waitingSyns} = health.tcp;
	const unansweredEchoes = health.icmpEcho?.unanswered ?? 0;
	return [
		...TROUBLES.filter(kind => totals[kind] > 0).map(kind => [
			TROUBLE_WORDS[kind].long,
			`${atLeast(health, kind)}${count(totals[kind])}`,
			health.top
				.filter(row => row.kind === kind)
				.slice(0, MOST)
				.map(whom)
				.join(', '),
		]),
		...tcpTroubleRows(health.tcp, flows.top),
		...(unansweredEchoes > 0 ? [['ICMP echo requests unanswered', count(unansweredEchoes), '']] : []),
		...(waitingSyns > 0 ? [['SYNs that waited at the end', count(waitingSyns), '']] : []),
	];
}

/** Kinds of which some may not have been noticed, since too many waited at once. */
function atLeast({tcp, dns, arpForgotten}: SnapshotHealth, kind: TroubleRow['kind']): string {
	const missing = {
		refused: tcp.unwatchedSyns,
		unansweredSyns: tcp.unwatchedSyns,
		slowAnswers: dns.unwatched,
		dnsUnanswered: dns.unwatched,
		arpConflicts: arpForgotten,
	} as Partial<Record<TroubleRow['kind'], number>>;
	return (missing[kind] ?? 0) > 0 ? 'at least ' : '';
}

function whom({count: times, errorCount, macs, ...row}: TroubleRow): string {
	const more = errorCount > 0 ? `${count(times)} to ${count(times + errorCount)}` : count(times);
	return `${whomText(row)}${macs === undefined ? '' : ` at ${macs.join(' and ')}`} (${more})`;
}
