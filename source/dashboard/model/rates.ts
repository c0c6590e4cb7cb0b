/** Rates from the differences of snapshots, over a time that is long enough to be read and short enough to be now. */
import type {Snapshot, SnapshotDrops} from '../../engine/snapshot.js';
import {type Kept, type Lists, NO_LISTS, nextLists} from './lists.js';

/** Milliseconds: snapshots nearer than this say nothing about a rate (a program that was held up gets several at once). */
const SHORTEST = 200;
/** Milliseconds that the rates of all traffic are means of: what was a second ago is not in them any more. */
const SPAN = 1000;

/** What was counted in all at a moment. */
interface Count {
	/** Milliseconds. */
	at: number;
	bytes: number;
	packets: number;
}

/** Per second; null = not known yet. */
export interface Rates {
	/** Milliseconds at which the differences were taken last. */
	at: number;
	baseline: Snapshot | null;
	/** Of the last `SPAN`, oldest first. */
	counts: readonly Count[];
	bytes: number | null;
	packets: number | null;
	drops: SnapshotDrops;
	lists: Lists;
}

export const NO_RATES: Rates = {
	at: 0,
	baseline: null,
	counts: [],
	bytes: null,
	packets: null,
	drops: {kernel: null, interface: null, queue: null},
	lists: NO_LISTS,
};

/** The rows of a source whose speed says nothing, such as a file that is being read. */
export function withoutRates(snapshot: Snapshot): Rates {
	return {...NO_RATES, lists: nextLists(NO_LISTS, snapshot, null)};
}

/**
 * @param previous what the last snapshot gave
 * @param at milliseconds when this snapshot came
 */
export function nextRates(previous: Rates, snapshot: Snapshot, at: number, kept?: Kept): Rates {
	const {baseline} = previous;
	if (baseline === null || snapshot.totals.packets < baseline.totals.packets) {
		return {...withoutRates(snapshot), at, baseline: snapshot, counts: [countOf(snapshot, at)]};
	}
	if (at - previous.at < SHORTEST) {
		return previous;
	}
	const seconds = (at - previous.at) / 1000;
	const now = countOf(snapshot, at);
	// The last one at least, however long ago it was.
	const counts = [...previous.counts.filter((count, i, {length}) => i === length - 1 || count.at >= at - SPAN), now];
	const [from] = counts;
	const span = (at - from.at) / 1000;
	const drop = (name: keyof SnapshotDrops) => {
		const [from, to] = [baseline.drops[name], snapshot.drops[name]];
		return from === null || to === null ? null : Math.max(0, to - from) / seconds;
	};
	return {
		at,
		baseline: snapshot,
		counts,
		bytes: (now.bytes - from.bytes) / span,
		packets: (now.packets - from.packets) / span,
		drops: {kernel: drop('kernel'), interface: drop('interface'), queue: drop('queue')},
		lists: nextLists(previous.lists, snapshot, seconds, kept),
	};
}

function countOf({totals}: Snapshot, at: number): Count {
	return {at, bytes: totals.bytes, packets: totals.packets};
}
