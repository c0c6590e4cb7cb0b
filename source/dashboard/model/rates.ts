/** What the figures of "now" are: counts of the last whole second, the same for everything and for each row. */
import type {AboutHost, RowsAnswer, WindowTotals} from '../../engine/rows.js';
import type {Snapshot, SnapshotDrops} from '../../engine/snapshot.js';
import {
	type Extents,
	extentsOf,
	type Lists,
	listsOf,
	listsOfSnapshot,
	NO_LISTS,
	NO_RATE,
	notableOf,
	type OwnHosts,
	ownOf,
	withoutRates,
} from './lists.js';

/** Milliseconds: snapshots nearer than this say nothing about a rate (a program that was held up gets several at once). */
const SHORTEST = 200;

/** Per second; null = not known yet. */
export interface Rates {
	/** The last whole second, epoch seconds, of which the rates are; null = none yet. */
	second: number | null;
	/** One for each of `WINDOWS`; none where nothing is known of a moment. */
	windows: readonly WindowTotals[];
	bytes: number | null;
	packets: number | null;
	/** Since the snapshot before. */
	drops: SnapshotDrops;
	/** Milliseconds at which the drops were compared last, and what they were then. */
	at: number;
	before: SnapshotDrops | null;
	lists: Lists;
	extents: Extents;
	/** Those inside, where they are no rows of the talkers; null where they are. */
	own: OwnHosts | null;
	/** Rows that are kept of this second, whatever is in sight; null = those of the lists. */
	notable: Lists | null;
	/** All of the host that is looked at; null = of none, or nothing more than its rows. */
	about: AboutHost | null;
}

const NO_DROPS: SnapshotDrops = {kernel: null, interface: null, queue: null};
const NO_EXTENT = {total: 0, known: 0, found: 0, offset: 0};

export const NO_RATES: Rates = {
	second: null,
	windows: [],
	bytes: null,
	packets: null,
	drops: NO_DROPS,
	at: 0,
	before: null,
	lists: NO_LISTS,
	extents: {talkers: NO_EXTENT, conversations: NO_EXTENT, flows: NO_EXTENT},
	own: null,
	notable: null,
	about: null,
};

/** The same without anything of a moment. */
export const inTotals = (rates: Rates): Rates => ({
	...rates,
	second: null,
	windows: [],
	bytes: null,
	packets: null,
	lists: withoutRates(rates.lists),
	own: rates.own && {...rates.own, row: {...rates.own.row, rate: NO_RATE}},
});

/**
 * @param previous what the last snapshot gave
 * @param rows that came with the snapshot; null = there are those of the snapshot itself, and no rates
 * @param at milliseconds when it came
 */
export function nextRates(previous: Rates, snapshot: Snapshot, rows: RowsAnswer | null, at: number): Rates {
	const drops = nextDrops(previous, snapshot.drops, at);
	if (rows === null) {
		return {...NO_RATES, ...drops, ...listsOfSnapshot(snapshot)};
	}
	const {second, windows} = rows;
	const [now] = windows;
	return {
		...drops,
		second,
		windows,
		bytes: second === null ? null : now.bytes / now.seconds,
		packets: second === null ? null : now.packets / now.seconds,
		lists: listsOf(rows),
		extents: extentsOf(rows),
		own: ownOf(rows),
		notable: notableOf(rows) ?? (previous.second === second ? previous.notable : null),
		about: rows.about ?? null,
	};
}

function nextDrops(
	{before, drops, at: last}: Rates,
	after: SnapshotDrops,
	at: number,
): Pick<Rates, 'drops' | 'at' | 'before'> {
	const passed = at - last;
	if (before !== null && passed < SHORTEST) {
		return {drops, at: last, before};
	}
	const rate = (name: keyof SnapshotDrops) => {
		const from = before?.[name] ?? null;
		const to = after[name];
		return from === null || to === null ? null : Math.max(0, to - from) / (passed / 1000);
	};
	return {
		at,
		before: after,
		drops: {kernel: rate('kernel'), interface: rate('interface'), queue: rate('queue')},
	};
}
