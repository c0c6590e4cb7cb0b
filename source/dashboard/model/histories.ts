/** What the rows of the lists did second by second, for their details; and what went in and out. */
import type {InsideSecond, RowsAnswer} from '../../engine/rows.js';
import type {ListId, Lists} from './lists.js';
import {eachList} from './lists.js';

/** Seconds that are remembered of a row. */
export const ROW_SECONDS = 120;

/** Bytes in one second. */
export type Traffic = InsideSecond;

export interface Histories {
	/** Epoch second of the newest values; 0 before the first. */
	second: number;
	/** By key of the row: bytes per second, oldest first. */
	rows: Readonly<Record<ListId, ReadonlyMap<string, readonly number[]>>>;
	traffic: readonly Traffic[];
}

export const NO_HISTORIES: Histories = {
	second: 0,
	rows: {talkers: new Map(), conversations: new Map(), flows: new Map()},
	traffic: [],
};

/**
 * @param second the last whole one, of which the lists' rates are; of the same one nothing is added
 * @param inside what went in and out in the last seconds; what was known of them is replaced
 * @param most seconds of the traffic that are kept
 */
export function nextHistories(
	previous: Histories,
	lists: Lists,
	{second, inside}: Pick<RowsAnswer, 'second' | 'inside'>,
	most: number,
): Histories {
	if (second === null) {
		return previous;
	}
	const [first] = inside ?? [];
	const before = first === undefined ? previous.traffic : previous.traffic.filter(each => each.second < first.second);
	const traffic = [...before, ...(inside ?? [])].slice(-most);
	if (second === previous.second) {
		return {...previous, traffic};
	}
	const rows = eachList(list => {
		const next = new Map<string, readonly number[]>();
		for (const [key, {rate}] of lists[list]) {
			next.set(key, [...(previous.rows[list].get(key) ?? []).slice(1 - ROW_SECONDS), rate.bytes ?? 0]);
		}
		return next;
	});
	return {second, rows, traffic};
}

/** What a row did, up to a second that is looked at. */
export interface PastRow {
	list: ListId;
	key: string;
	/** The last one. */
	second: number;
	/** Bytes per second, oldest first; 0 where it was not among the rows. */
	values: readonly number[];
}
