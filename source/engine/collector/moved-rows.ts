/**
 * What is kept beside a table, row by row, after the table moved its rows: towards the front, in their order.
 *
 * @param column a number, or so many as `width`, of each row; changed in place
 * @param remap old row → new row, -1 = gone
 * @param rows that are left
 */
export function moveRows(
	column: Float64Array | Int32Array | Uint16Array | Uint8Array,
	remap: Int32Array,
	rows: number,
	width = 1,
): void {
	for (let row = 0; row < remap.length; row++) {
		if (remap[row] >= 0) {
			for (let at = 0; at < width; at++) {
				column[width * remap[row] + at] = column[width * row + at];
			}
		}
	}
	column.fill(0, width * rows, width * remap.length);
}

/** The same of what few rows have. @returns by their new rows, in the order in which they were */
export function movedRows<Kept>(rows: ReadonlyMap<number, Kept>, remap: Int32Array): Map<number, Kept> {
	const moved = new Map<number, Kept>();
	for (const [row, kept] of rows) {
		if (remap[row] !== -1) {
			moved.set(remap[row], kept);
		}
	}
	return moved;
}
