/**
 * Which rows a full table gives up: the half with the least bytes, oldest first among equals. Done in one sweep for the
 * whole table, so its cost per new key is constant, however many keys there are.
 */
export interface Survivors {
	/** New row for each old one, -1 = given up. */
	remap: Int32Array;
	kept: number;
	evicted: number;
	/** No row that was given up had more than this. */
	largestEvicted: number;
}

const SAMPLE = 4095;

/**
 * @param rows rows in the table
 * @param keep how many to keep at most
 * @param value bytes of a row
 * @param allowed false for rows that must go whatever their value
 */
export function chooseSurvivors(
	rows: number,
	keep: number,
	value: (row: number) => number,
	allowed: (row: number) => boolean,
): Survivors {
	const threshold = keep >= rows ? -1 : quantile(rows, 1 - keep / rows, value);
	const remap = new Int32Array(rows).fill(-1);
	let kept = 0;
	for (let row = 0; row < rows; row++) {
		if (value(row) > threshold && allowed(row)) {
			remap[row] = 0;
			kept++;
		}
	}

	// The sample's threshold is close, not exact: fill up with the newest of those that equal it.
	for (let row = rows - 1; row >= 0 && kept < keep; row--) {
		if (remap[row] === -1 && value(row) === threshold && allowed(row)) {
			remap[row] = 0;
			kept++;
		}
	}

	let next = 0;
	let largestEvicted = 0;
	for (let row = 0; row < rows; row++) {
		if (remap[row] === 0) {
			remap[row] = next++;
		} else {
			largestEvicted = Math.max(largestEvicted, value(row));
		}
	}

	return {remap, kept, evicted: rows - kept, largestEvicted};
}

function quantile(rows: number, fraction: number, value: (row: number) => number): number {
	const size = Math.min(SAMPLE, rows);
	const sample = new Float64Array(size);
	for (let i = 0; i < size; i++) {
		sample[i] = value(Math.floor((i * rows) / size));
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
