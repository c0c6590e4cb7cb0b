/** A column of a table whose rows have become more. @param kept rows that are copied; the others are 0 */
export function grown<Column extends Uint8Array<ArrayBuffer> | Int32Array<ArrayBuffer>>(
	column: Column,
	length: number,
	kept = column.length,
): Column {
	const more = new (column.constructor as new (length: number) => Column)(length);
	more.set(column.subarray(0, kept));
	return more;
}
