/** What is wrong on the network: how often of late, whether that is usual, and who has it. */
import type {SnapshotHealth, TroubleKind, TroubleRow} from '../../engine/snapshot.js';
import {TROUBLES, troubleTotals} from '../../engine/troubles.js';
import {TROUBLE_WORDS, whomText} from '../../format/troubles.js';
import {type Searched, searched, wordsOf} from './search.js';

/** As many in a minute are nothing to look at: closed browsers reset, search lists ask for names that are not there. */
export const USUAL: Readonly<Record<TroubleKind, number>> = {
	refused: 5,
	unansweredSyns: 5,
	resets: 60,
	dnsFailures: 3,
	nonexistentNames: 30,
	slowAnswers: 5,
	dnsUnanswered: 3,
	icmpUnreachable: 10,
	arpConflicts: 0,
};

export interface Tally {
	kind: TroubleKind;
	/** In the last minute; of a whole file, in all. */
	shown: number;
	total: number;
	isUnusual: boolean;
}

/** @param seconds of the capture, where all of it is shown and no moment; null = a moment is */
export function tallies(health: SnapshotHealth, seconds: number | null): Tally[] {
	const totals = troubleTotals(health);
	const minutes = Math.max(1, (seconds ?? 0) / 60);
	return TROUBLES.map(kind => {
		const shown = seconds === null ? health.lastMinute[kind] : totals[kind];
		return {kind, shown, total: totals[kind], isUnusual: shown / minutes > USUAL[kind]};
	});
}

/** A kind, or below it one of those who have it. */
export interface TroubleEntry {
	/** Identity of the row. */
	key: string;
	tally: Tally;
	/** Null: it is the row of the kind. */
	whom: TroubleRow | null;
}

/** Of each kind so many are named. */
const MOST_WHOM = 20;

/** Kinds that came at all, each with those who had most of it; as far as the view filter lets them through. */
export function troubleEntries(
	{top}: SnapshotHealth,
	all: readonly Tally[],
	search: string,
	nameOf: (address: string) => string,
): Searched<TroubleEntry> {
	const words = wordsOf(search);
	const entries = all
		.filter(({total}) => total > 0)
		.flatMap((tally): TroubleEntry[] => {
			const {kind} = tally;
			const whoms = top.filter(row => row.kind === kind).slice(0, MOST_WHOM);
			return [
				{key: kind, tally, whom: null},
				...whoms.map(whom => ({key: `${kind} ${whom.address} ${whom.port}`, tally, whom})),
			];
		});
	return searched(entries, words, ({tally: {kind}, whom}) => {
		const {long, short} = TROUBLE_WORDS[kind];
		const ends = whom === null ? [] : [whomText(whom), nameOf(whom.address)];
		return [long, short, ...ends].map(text => text.toLowerCase());
	});
}

/** Where the rows of a kind, or of one who has it, are: which list, and the view filter that finds them there. */
export function rowsConcerned({
	tally: {kind},
	whom,
}: TroubleEntry): {panel: 'flows' | 'talkers'; search: string} | null {
	const host = whom === null ? [] : [`host:${whom.address}`];
	const end = whom?.port == null ? host : [...host, `port:${whom.port}`];
	switch (kind) {
		case 'refused':
		case 'resets':
			return {panel: 'flows', search: ['state:reset', ...end].join(' ')};
		case 'unansweredSyns':
			return {panel: 'flows', search: ['state:opening', ...end].join(' ')};
		case 'icmpUnreachable':
		case 'arpConflicts':
			return whom === null ? null : {panel: 'talkers', search: host.join(' ')};
		default:
			return {panel: 'flows', search: ['app:dns', ...host].join(' ')};
	}
}
