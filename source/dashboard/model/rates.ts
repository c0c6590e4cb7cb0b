/** Rates from the differences of successive snapshots, smoothed so that they can be read and sorted by. */
import type {Snapshot, SnapshotDrops} from '../../engine/snapshot.js';
import {type Kept, type Lists, NO_LISTS, nextLists} from './lists.js';
import {smooth} from './smooth.js';

/** Milliseconds: snapshots nearer than this say nothing about a rate (a program that was held up gets several at once). */
const SHORTEST = 200;
/** Time constant in seconds. */
const SHOWN = 1;

/** Per second; null = not known yet. */
export interface Rates {
	/** Milliseconds at which the differences were taken last. */
	at: number;
	baseline: Snapshot | null;
	bytes: number | null;
	packets: number | null;
	drops: SnapshotDrops;
	lists: Lists;
}

export const NO_RATES: Rates = {
	at: 0,
	baseline: null,
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
		return {...withoutRates(snapshot), at, baseline: snapshot};
	}
	if (at - previous.at < SHORTEST) {
		return previous;
	}
	const seconds = (at - previous.at) / 1000;
	const shown = (before: number | null, from: number, to: number) =>
		smooth(before, Math.max(0, to - from) / seconds, seconds, SHOWN);
	const drop = (name: keyof SnapshotDrops) => {
		const [from, to] = [baseline.drops[name], snapshot.drops[name]];
		return from === null || to === null ? null : Math.max(0, to - from) / seconds;
	};
	return {
		at,
		baseline: snapshot,
		bytes: shown(previous.bytes, baseline.totals.bytes, snapshot.totals.bytes),
		packets: shown(previous.packets, baseline.totals.packets, snapshot.totals.packets),
		drops: {kernel: drop('kernel'), interface: drop('interface'), queue: drop('queue')},
		lists: nextLists(previous.lists, snapshot, seconds, kept),
	};
}
