/** What is wrong on the network: how often of late, whether that is usual, and who has it. */
import type {Quantiles, SnapshotHealth, TroubleKind, TroubleRow} from '../../engine/snapshot.js';
import {TROUBLES, troubleTotals} from '../../engine/troubles.js';
import {milliseconds} from '../../format/durations.js';
import {count, percent, shortCount} from '../../format/numbers.js';
import {TCP_WORDS, TROUBLE_WORDS, whomText} from '../../format/troubles.js';
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

/** Of segments, how many are retransmitted at most: their share, and as many are none of note. */
export const USUAL_SHARE = 0.01;
const FEW_SEGMENTS = 20;
/** Seconds that p95 of round trips may take: a delayed ACK has to be there by then (RFC 1122 §4.2.3.2); and samples that say little. */
export const USUAL_ROUND_TRIP = 0.5;
const FEW_SAMPLES = 20;

const WORDS = {...TROUBLE_WORDS, ...TCP_WORDS};

export type TallyKind = keyof typeof WORDS;

export interface Tally {
	kind: TallyKind;
	/** In the last minute; of a whole file, in all. Of round trips, seconds. */
	shown: number;
	total: number;
	isUnusual: boolean;
	/** Of segments: what part of all; absent where there were none. */
	share?: number;
}

export const tallyWords = ({kind}: Tally) => WORDS[kind];

/** Whether it always comes, and is no trouble while it is usual. */
export const isMeasure = ({kind}: Tally): boolean => kind in TCP_WORDS;

/** As `3 refused`, `1.2% retransmitted`, `RTT p95 24.0 ms`. */
export function tallyText({kind, shown, share}: Tally): string {
	const {short} = WORDS[kind];
	if (kind === 'roundTrips') {
		return `${short} ${milliseconds(shown)}`;
	}
	return `${share === undefined ? shortCount(shown) : percent(share)} ${short}`;
}

/** A figure of it. */
export const tallyFigure = ({kind}: Tally, figure: number): string =>
	kind === 'roundTrips' ? milliseconds(figure === 0 ? null : figure) : count(figure);

/** @param seconds of the capture, where all of it is shown and no moment; null = a moment is */
export function tallies(health: SnapshotHealth, seconds: number | null): Tally[] {
	const totals = troubleTotals(health);
	const minutes = Math.max(1, (seconds ?? 0) / 60);
	return [
		...TROUBLES.map(kind => {
			const shown = seconds === null ? health.lastMinute[kind] : totals[kind];
			return {kind, shown, total: totals[kind], isUnusual: shown / minutes > USUAL[kind]};
		}),
		...measures(health.tcp, seconds === null),
	];
}

/** What is retransmitted, and how long round trips take; nothing where that is not told. */
function measures({lastMinute, ...all}: SnapshotHealth['tcp'], isMoment: boolean): Tally[] {
	const {segments, retransmittedSegments, rtt} = isMoment ? (lastMinute ?? {}) : all;
	if (segments === undefined || retransmittedSegments === undefined || rtt === undefined) {
		return [];
	}
	const share = segments === 0 ? undefined : retransmittedSegments / segments;
	return [
		{
			kind: 'retransmissions',
			shown: retransmittedSegments,
			total: all.retransmittedSegments ?? 0,
			isUnusual: (share ?? 0) > USUAL_SHARE && retransmittedSegments > FEW_SEGMENTS,
			share,
		},
		{
			kind: 'roundTrips',
			shown: secondsOf(rtt),
			total: secondsOf(all.rtt),
			isUnusual: secondsOf(rtt) > USUAL_ROUND_TRIP && rtt.samples > FEW_SAMPLES,
		},
	];
}

const secondsOf = (rtt: Quantiles | undefined) => Number(rtt?.p95 ?? 0);

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
	return searched(entries, words, ({tally, whom}) => {
		const {long, short} = tallyWords(tally);
		const ends = whom === null ? [] : [whomText(whom), nameOf(whom.address)];
		return [long, short, ...ends].map(text => text.toLowerCase());
	});
}

/** Where the rows of a kind, or of one who has it, are: which list, the view filter that finds them there, and the column that they are sorted by. */
export function rowsConcerned({
	tally: {kind},
	whom,
}: TroubleEntry): {panel: 'flows' | 'talkers'; search: string; column?: string} | null {
	const host = whom === null ? [] : [`host:${whom.address}`];
	const end = whom?.port == null ? host : [...host, `port:${whom.port}`];
	switch (kind) {
		case 'refused':
		case 'resets':
			return {panel: 'flows', search: ['state:reset', ...end].join(' ')};
		case 'unansweredSyns':
			return {panel: 'flows', search: ['state:opening', ...end].join(' ')};
		case 'retransmissions':
			return {panel: 'flows', search: 'retrans:>0', column: 'retrans'};
		case 'roundTrips':
			return {panel: 'flows', search: 'proto:tcp', column: 'rtt'};
		case 'icmpUnreachable':
		case 'arpConflicts':
			return whom === null ? null : {panel: 'talkers', search: host.join(' ')};
		default:
			return {panel: 'flows', search: ['app:dns', ...host].join(' ')};
	}
}
