/** Rows from one place to another of an order, without sorting all of them. */

export interface Ranked {
	/** Rows of a table, with what they are ranked by: the first figure, then the second; then the older row. */
	rows: Int32Array;
	first: Float64Array;
	/** Whether the larger figures come first. */
	descending: boolean;
	/** Of a row; asked where the first figures are equal. Null: there is none. */
	second: ((row: number) => number) | null;
}

/** Below 0 where the entry at `i` comes before the one at `j`. */
function compare({rows, first, second, descending}: Ranked, i: number, j: number): number {
	const more = first[j] - first[i] || (second === null ? 0 : second(rows[j]) - second(rows[i]));
	return (descending ? more : -more) || rows[i] - rows[j];
}

/** The rows at the places `from` up to and without `to`, the first ones first. */
export function rowsBetween(ranked: Ranked, from: number, to: number): number[] {
	const {rows} = ranked;
	const last = Math.min(to, rows.length);
	const {order, before} = candidates(ranked, from, last);
	const begin = Math.min(from, rows.length) - before;
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

/** Sign, exponent and four bits more of a double: by these, figures are in their order. */
const BINS = 1 << 16;
const HALF = BINS >> 1;

/**
 * The entries among which those at the places are, and how many come before all of these: figures are counted by their first bits, so that
 * most entries are not compared at all.
 */
function nearby(ranked: Ranked, from: number, to: number): {order: Int32Array; before: number} {
	const {first} = ranked;
	const halves = new Uint32Array(first.buffer, first.byteOffset, 2 * first.length);
	const turned = ranked.descending ? 0 : BINS - 1;
	// those that come first have the lower number
	const binOf = (entry: number) => {
		const bits = halves[2 * entry + HIGH] >>> 16;
		return (first[entry] === 0 ? HALF - 1 : bits < HALF ? HALF - 1 - bits : bits) ^ turned;
	};
	const counts = new Int32Array(BINS);
	for (let entry = 0; entry < first.length; entry++) {
		counts[binOf(entry)]++;
	}
	let before = 0;
	let low = 0;
	while (low < BINS - 1 && before + counts[low] <= from) {
		before += counts[low++];
	}
	let within = counts[low];
	let high = low;
	while (high < BINS - 1 && before + within < to) {
		within += counts[++high];
	}
	const order = new Int32Array(within);
	let count = 0;
	for (let entry = 0; entry < first.length; entry++) {
		const bin = binOf(entry);
		if (bin >= low && bin <= high) {
			order[count++] = entry;
		}
	}
	return isTied(ranked, order) ? tied(order, from, to, before) : {order, before};
}

/** Which half of a double has its sign. */
const HIGH = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0;

/** Whether all of these are equal in all but their rows, which come in their order. */
function isTied({rows, first, second}: Ranked, order: Int32Array): boolean {
	if (second !== null) {
		return false;
	}
	for (let index = 1; index < order.length; index++) {
		if (first[order[index]] !== first[order[0]] || rows[order[index]] < rows[order[index - 1]]) {
			return false;
		}
	}
	return true;
}

function tied(order: Int32Array, from: number, to: number, before: number): {order: Int32Array; before: number} {
	const begin = Math.min(order.length, Math.max(0, from - before));
	return {order: order.subarray(begin, Math.max(begin, to - before)), before: before + begin};
}

/** So few are found in one pass over all, without an order of all. */
const FEW = 1024;

/** Entries among which are those at the places, and how many come before all of these. */
function candidates(ranked: Ranked, from: number, to: number): {order: Int32Array; before: number} {
	const {rows, second} = ranked;
	if (rows.length <= 8 * FEW) {
		return {order: entries(rows.length), before: 0};
	}
	return to <= FEW && second !== null ? {order: best(ranked, second, to), before: 0} : nearby(ranked, from, to);
}

function entries(count: number): Int32Array {
	const order = new Int32Array(count);
	for (let entry = 0; entry < count; entry++) {
		order[entry] = entry;
	}
	return order;
}

/** The entries that come first, in any order. @param second that of `ranked` */
function best(ranked: Ranked, second: (row: number) => number, wanted: number): Int32Array {
	const {first, rows, descending} = ranked;
	const sign = descending ? 1 : -1;
	const kept = new Int32Array(Math.max(4 * wanted, FEW));
	let count = 0;
	// figures of the worst of the wanted ones, as far as it is known: what comes after it is not kept
	let least = Number.NEGATIVE_INFINITY;
	let leastSecond = Number.NEGATIVE_INFINITY;
	let last = -1;
	for (let entry = 0; entry < rows.length; entry++) {
		const figure = sign * first[entry];
		if (figure < least) {
			continue;
		}
		if (figure === least) {
			const figure2 = sign * second(rows[entry]);
			if (figure2 < leastSecond || (figure2 === leastSecond && rows[entry] > last)) {
				continue;
			}
		}
		kept[count++] = entry;
		if (count === kept.length) {
			partition(ranked, kept, 0, count, wanted);
			count = wanted;
			let worst = kept[0];
			for (let index = 1; index < count; index++) {
				worst = compare(ranked, kept[index], worst) > 0 ? kept[index] : worst;
			}
			least = sign * first[worst];
			leastSecond = sign * second(rows[worst]);
			last = rows[worst];
		}
	}
	return kept.subarray(0, count);
}

/** How many entries come before the one at `entry`. */
export function placeOf(ranked: Ranked, entry: number): number {
	let place = 0;
	for (let other = 0; other < ranked.rows.length; other++) {
		if (compare(ranked, other, entry) < 0) {
			place++;
		}
	}
	return place;
}

/** Orders entries so that those before `place` come before those from it on (quickselect, Hoare 1961). */
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
