/** What the rows of the lists did second by second, for their details; and what went in and out. */
import type {ListId, Lists} from './lists.js';
import {LIST_IDS} from './lists.js';

/** Seconds that are remembered of a row. */
export const ROW_SECONDS = 120;

/** Bytes per second in one second. */
export interface Traffic {
	/** Epoch second. */
	second: number;
	received: number;
	sent: number;
}

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
 * @param wall epoch seconds; nothing is added within the second of the newest values. It goes back when the clock is set back
 * @param most seconds of the traffic that are kept
 */
export function nextHistories(
	previous: Histories,
	lists: Lists,
	wall: number,
	traffic: Pick<Traffic, 'received' | 'sent'> | null,
	most: number,
): Histories {
	const second = Math.floor(wall);
	if (second === previous.second) {
		return previous;
	}
	const before = previous.traffic.filter(each => each.second < second);
	const rows = {} as Record<ListId, ReadonlyMap<string, readonly number[]>>;
	for (const list of LIST_IDS) {
		const next = new Map<string, readonly number[]>();
		for (const [key, {rate}] of lists[list]) {
			next.set(key, [...(previous.rows[list].get(key) ?? []).slice(1 - ROW_SECONDS), rate.bytes ?? 0]);
		}
		rows[list] = next;
	}
	return {
		second,
		rows,
		traffic:
			traffic === null
				? previous.traffic
				: [...before.slice(1 - most), {second, received: traffic.received, sent: traffic.sent}],
	};
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
