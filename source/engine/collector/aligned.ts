/** Memory of rows that begin with a cache line, so that a row of one line is read by one. */

/** A large block of glibc begins 16 bytes behind a page: so many more, and it begins with a line. Elsewhere it is no worse than without. */
const ALIGNMENT = 48;

/** The same memory as words and as doubles; it is taken from the system only as it comes into use. */
export function alignedRows(bytes: number): {words: Int32Array<ArrayBuffer>; doubles: Float64Array<ArrayBuffer>} {
	const buffer = new ArrayBuffer(bytes + ALIGNMENT);
	return {words: new Int32Array(buffer, ALIGNMENT), doubles: new Float64Array(buffer, ALIGNMENT)};
}
