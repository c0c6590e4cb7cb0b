/**
 * Which rows a full table gives up: the half with the least bytes, oldest first among equals. Done in one sweep for the
 * whole table, so its cost per new key is constant, however many keys there are.
 */
export interface Survivors {
	/** New row for each old one, -1 = given up. Valid until the table's next sweep. */
	remap: Int32Array;
	kept: number;
	evicted: number;
	/** No row that was given up had more than this. */
	largestEvicted: number;
}

/** Told of all three tables together: row numbers change between the two. */
export interface EvictionListener {
	beforeEviction(): void;
	afterEviction(): void;
}

/** How the rows of a table lie in memory, `width` words each. */
export interface RowLayout {
	/** Rows at most. */
	limit: number;
	words: Int32Array;
	/** The same memory. */
	doubles: Float64Array;
	width: number;
	/** The doubles of a row whose sum is its bytes; the second one -1 where there is one only. */
	bytes: readonly [number, number];
}

const SAMPLE = 4095;
const GONE = -1;
const STAYS = -2;

/** Gives rows of one table up: chooses, then moves those that stay. */
export class Sweep {
	readonly #layout: RowLayout;
	/** Made once: memory that is touched for the first time costs more than a sweep. */
	#remap: Int32Array | null = null;

	constructor(layout: RowLayout) {
		this.#layout = layout;
	}

	/**
	 * @param rows of the table now
	 * @param shrink whether to give up the half of the rows that it has room for; otherwise only what must go
	 * @param endpoints old endpoint row → new one, -1 = gone: rows whose first two words name one that went must go; null = none went
	 */
	choose(rows: number, shrink: boolean, endpoints: Int32Array | null): Survivors {
		const layout = this.#layout;
		const {limit, words, width} = layout;
		this.#remap ??= new Int32Array(limit);
		const remap = this.#remap.subarray(0, rows);
		const keep = shrink ? Math.min(rows, limit >> 1) : rows;
		const threshold = keep >= rows ? -1 : quantile(layout, rows, 1 - keep / rows);
		let kept = 0;
		for (let row = 0; row < rows; row++) {
			const stays =
				bytesOf(layout, row) > threshold && (endpoints === null || hasEndpoints(words, row * width, endpoints));
			remap[row] = stays ? STAYS : GONE;
			kept += stays ? 1 : 0;
		}

		// The sample's threshold is close, not exact: fill up with the newest of those that equal it.
		for (let row = rows - 1; row >= 0 && kept < keep; row--) {
			if (
				remap[row] === GONE &&
				bytesOf(layout, row) === threshold &&
				(endpoints === null || hasEndpoints(words, row * width, endpoints))
			) {
				remap[row] = STAYS;
				kept++;
			}
		}

		let next = 0;
		let largestEvicted = 0;
		for (let row = 0; row < rows; row++) {
			if (remap[row] === STAYS) {
				remap[row] = next++;
			} else {
				largestEvicted = Math.max(largestEvicted, bytesOf(layout, row));
			}
		}

		return {remap, kept, evicted: rows - kept, largestEvicted};
	}

	/**
	 * Moves the rows that stay to the front, in order.
	 * @param endpoints as of `choose`: their first two words name those anew
	 */
	move({remap, kept}: Survivors, endpoints: Int32Array | null): void {
		const {words, width} = this.#layout;
		moveRows(words, width, remap);
		if (endpoints === null) {
			return;
		}
		for (let at = 0; at < kept * width; at += width) {
			words[at] = endpoints[words[at]];
			words[at + 1] = endpoints[words[at + 1]];
		}
	}
}

function bytesOf({doubles, width, bytes}: RowLayout, row: number): number {
	const at = row * (width >> 1);
	return doubles[at + bytes[0]] + (bytes[1] < 0 ? 0 : doubles[at + bytes[1]]);
}

function hasEndpoints(words: Int32Array, at: number, endpoints: Int32Array): boolean {
	return endpoints[words[at]] !== GONE && endpoints[words[at + 1]] !== GONE;
}

function quantile(layout: RowLayout, rows: number, fraction: number): number {
	const size = Math.min(SAMPLE, rows);
	const sample = new Float64Array(size);
	for (let i = 0; i < size; i++) {
		sample[i] = bytesOf(layout, Math.floor((i * rows) / size));
	}
	sample.sort();
	return sample[Math.min(size - 1, Math.floor(size * fraction))];
}

/** Moves the surviving rows of a row-wise table to the front, in order. A call of `copyWithin` takes longer than a row. */
export function moveRows(words: Int32Array, width: number, remap: Int32Array): void {
	for (let row = 0; row < remap.length; row++) {
		const target = remap[row];
		if (target === -1 || target === row) {
			continue;
		}
		let from = row * width;
		const end = (target + 1) * width;
		for (let to = target * width; to < end; to++) {
			words[to] = words[from++];
		}
	}
}
