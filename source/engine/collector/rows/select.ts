/** Rows from one place to another of an order, without sorting all of them. */

export interface Ranked {
	/** Rows of a table, with what they are ranked by: the first figure, then the second; then the older row. */
	rows: Int32Array;
	first: Float64Array;
	/** Whether the larger figures come first. */
	descending: boolean;
	/** Of a row, or by row; asked where the first figures are equal. Null: there is none. */
	second: ((row: number) => number) | Float64Array | null;
}

/** So few are put in order without looking for those that matter. */
const FEW = 8192;
/** So far from where it is expected in a sample a place is looked for, standard deviations: one in a million is beyond. */
const MARGIN = 5;

function secondOf({second}: Ranked, row: number): number {
	return second === null ? 0 : typeof second === 'function' ? second(row) : second[row];
}

/** Below 0 where the entry at `i` comes before the one at `j`. */
function compare(ranked: Ranked, i: number, j: number): number {
	const {rows, first, descending} = ranked;
	const more = first[j] - first[i] || secondOf(ranked, rows[j]) - secondOf(ranked, rows[i]);
	return (descending ? more : -more) || rows[i] - rows[j];
}

/** The rows at the places `from` up to and without `to`, the first ones first. */
export function rowsBetween(ranked: Ranked, from: number, to: number): number[] {
	const {rows} = ranked;
	const last = Math.min(to, rows.length);
	if (from >= last) {
		return [];
	}
	const {order, before} = candidates(ranked, from, last);
	const begin = from - before;
	const end = last - before;
	if (begin > 0) {
		partition(ranked, order, 0, order.length, begin);
	}
	if (end < order.length) {
		partition(ranked, order, begin, order.length, end);
	}
	return Array.from(
		order.subarray(begin, end).sort((i, j) => compare(ranked, i, j)),
		entry => rows[entry],
	);
}

/** Entries among which are those at the places, and how many come before all of these. */
interface Candidates {
	order: Int32Array;
	before: number;
}

function candidates(ranked: Ranked, from: number, to: number): Candidates {
	const entries = ranked.rows.length;
	// what a sample says is wrong now and then; the next one, which is another, hardly ever is as well
	for (let margin = MARGIN; entries > FEW && margin <= 4 * MARGIN; margin *= 2) {
		const found = sampled(ranked, from, to, margin);
		if (found !== null) {
			return found;
		}
	}
	return {order: Int32Array.from({length: entries}, (_, entry) => entry), before: 0};
}

/**
 * Two entries of a sample, one that comes before the places and one that comes after them, leave few of all between them (Floyd and
 * Rivest 1975): the others take one comparison or two.
 *
 * @returns null where the places are not between them
 */
function sampled(ranked: Ranked, from: number, to: number, margin: number): Candidates | null {
	const entries = ranked.rows.length;
	const sample = sampleOf(entries, to);
	const perEntry = sample.length / entries;
	const deviation = (place: number) => margin * (1 + Math.sqrt(place * perEntry * (1 - place / entries)));
	const low = Math.floor(from * perEntry - deviation(from));
	const high = Math.ceil(to * perEntry + deviation(to));
	let least = -1;
	let most = -1;
	if (low >= 0) {
		partition(ranked, sample, 0, sample.length, low);
		least = sample[low];
	}
	if (high < sample.length) {
		partition(ranked, sample, Math.max(0, low + 1), sample.length, high);
		most = sample[high];
	}
	const between = (Math.min(high, sample.length) - Math.max(low, 0)) / perEntry;
	const found = entriesBetween(ranked, least, most, Math.min(entries, Math.ceil(2 * between) + FEW));
	return found !== null && found.before <= from && found.before + found.order.length >= to ? found : null;
}

/** One of each stretch, at random, so that nobody can aim at it. Places far down are less sure: they take more. */
function sampleOf(entries: number, to: number): Int32Array {
	const count = entries < 1 << 16 ? 1 << 10 : to < entries / 64 ? 1 << 12 : 1 << 14;
	const sample = new Int32Array(count);
	const stretch = entries / count;
	for (let index = 0; index < count; index++) {
		sample[index] = Math.floor((index + Math.random()) * stretch);
	}
	return sample;
}

/**
 * Entries that do not come before `least` nor after `most`, and how many come before. −1 = no such limit.
 *
 * @param room entries at most
 * @returns null where there are more
 */
function entriesBetween(ranked: Ranked, least: number, most: number, room: number): Candidates | null {
	const {rows, first, second, descending} = ranked;
	const sign = descending ? 1 : -1;
	const start = limitAt(ranked, least, Number.POSITIVE_INFINITY);
	const end = limitAt(ranked, most, Number.NEGATIVE_INFINITY);
	const low = Math.min(sign * start.figure, sign * end.figure);
	const high = Math.max(sign * start.figure, sign * end.figure);
	const order = new Int32Array(room);
	let count = 0;
	let before = 0;
	for (let entry = 0; entry < rows.length; entry++) {
		const figure = first[entry];
		// of figures in no order each branch would be taken half the times, which costs more than to count without one
		before += Number(descending ? figure > high : figure < low);
		if ((Number(figure >= low) & Number(figure <= high)) === 0) {
			continue;
		}
		if (figure === low || figure === high) {
			const row = rows[entry];
			const figure2 = second === null ? 0 : sign * (typeof second === 'function' ? second(row) : second[row]);
			if (isBeyond(end, sign * figure, figure2, row)) {
				continue;
			}
			if (isAhead(start, sign * figure, figure2, row)) {
				before++;
				continue;
			}
		}
		if (count === room) {
			return null;
		}
		order[count++] = entry;
	}
	return {order: order.subarray(0, count), before};
}

/** An entry's figures, the larger the earlier, and its row. */
interface Limit {
	figure: number;
	second: number;
	row: number;
}

const isBeyond = (end: Limit, figure: number, second: number, row: number) =>
	figure === end.figure && (second < end.second || (second === end.second && row > end.row));

const isAhead = (start: Limit, figure: number, second: number, row: number) =>
	figure === start.figure && (second > start.second || (second === start.second && row < start.row));

/** @param none the figures where there is no such entry: all rows are on one side */
function limitAt(ranked: Ranked, entry: number, none: number): Limit {
	if (entry < 0) {
		return {figure: none, second: none, row: none > 0 ? -1 : Number.POSITIVE_INFINITY};
	}
	const {rows, first, descending} = ranked;
	const sign = descending ? 1 : -1;
	return {figure: sign * first[entry], second: sign * secondOf(ranked, rows[entry]), row: rows[entry]};
}

/** How many entries come before the one at `entry`. */
export function placeOf(ranked: Ranked, entry: number): number {
	return entriesBetween(ranked, entry, entry, 1)!.before;
}

/** Orders entries so that those before `place` come before those from it on (quickselect, Hoare 1961); the one at it is in its place. */
function partition(ranked: Ranked, order: Int32Array, low: number, high: number, place: number): void {
	let from = low;
	let to = high - 1;
	while (from < to) {
		// at random, so that nobody can aim at it; never the last, where this would not end
		const pivot = order[from + Math.floor(Math.random() * (to - from))];
		let left = from - 1;
		let right = to + 1;
		for (;;) {
			do {
				left++;
			} while (compare(ranked, order[left], pivot) < 0);
			do {
				right--;
			} while (compare(ranked, order[right], pivot) > 0);
			if (left >= right) {
				break;
			}
			const swapped = order[left];
			order[left] = order[right];
			order[right] = swapped;
		}
		if (place <= right) {
			to = right;
		} else {
			from = right + 1;
		}
	}
}
