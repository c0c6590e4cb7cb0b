/**
 * A message's lists, no longer than there is room for. What is cut off still counts: none of it has more than the list then says that
 * its unlisted rows have.
 */
import {MOST_ENTRIES, Refused} from './refused.js';

/** Rows since the start, and what says how many bytes one of them has. */
const LISTS: Readonly<Record<string, (row: Row) => number>> = {
	endpoints: ({bytesSent, bytesReceived}) => amount(bytesSent) + amount(bytesReceived),
	conversations: ({bytes}) => amount(bytes),
	flows: ({bytes}) => amount(bytes),
};

type Row = Record<string, unknown>;

/** @param snapshot not checked yet; it is changed @param most rows of each list @throws Refused */
export function cutLists(snapshot: Row, most: number): void {
	for (const [name, bytesOf] of Object.entries(LISTS)) {
		const list = snapshot[name];
		if (!isObject(list) || !isLong(list.top, most)) {
			continue;
		}
		let unlisted = list.unlistedBytes === undefined ? 0 : amount(list.unlistedBytes);
		for (const row of list.top.slice(most)) {
			if (!isObject(row)) {
				throw new Refused(`${name}.top has what is no row`);
			}
			unlisted = Math.max(unlisted, bytesOf(row) + amount(row.errorBytes));
		}
		list.unlistedBytes = unlisted;
		list.top.length = most;
	}
	const {recent} = snapshot;
	for (const name of Object.keys(LISTS)) {
		const rows = isObject(recent) ? recent[name] : null;
		if (isLong(rows, most)) {
			rows.length = most;
		}
	}
}

/** @throws Refused when it is longer than any list of ours */
function isLong(rows: unknown, most: number): rows is unknown[] {
	if (Array.isArray(rows) && rows.length > MOST_ENTRIES) {
		throw new Refused(`top has more than ${MOST_ENTRIES} entries`);
	}
	return Array.isArray(rows) && rows.length > most;
}

const isObject = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);

function amount(value: unknown): number {
	if (typeof value !== 'number' || !(value >= 0 && value <= Number.MAX_SAFE_INTEGER)) {
		throw new Refused('a row counts what is no amount');
	}
	return value;
}
