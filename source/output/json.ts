/** Snapshots as JSON. */
import type {Snapshot} from '../engine/snapshot.js';

/** Elements from which on a list is written one by one: all rows of a table can be more than one string may hold. */
const LONG = 1000;

/** Indented, for a file or a pipe: exactly the snapshot. */
export function formatJson(snapshot: Snapshot): string {
	return `${JSON.stringify(snapshot, null, '\t')}\n`;
}

/** The same text in pieces. */
export function* jsonPieces(snapshot: Snapshot): Generator<string> {
	yield* pieces(snapshot, '\n');
	yield '\n';
}

/** One line: a record of NDJSON. */
export function formatJsonLine(snapshot: Snapshot): string {
	return `${JSON.stringify(snapshot)}\n`;
}

/** @param newline with the indentation of the line that the value begins on */
function* pieces(value: unknown, newline: string): Generator<string> {
	if (!holdsLongList(value)) {
		// A newline inside a string is written \n, so these are all of the layout.
		yield JSON.stringify(value, null, '\t').replaceAll('\n', newline);
		return;
	}

	const list = Array.isArray(value);
	let separator = list ? '[' : '{';
	for (const [name, child] of Object.entries(value as object)) {
		yield `${separator}${newline}\t${list ? '' : `${JSON.stringify(name)}: `}`;
		yield* pieces(child, `${newline}\t`);
		separator = ',';
	}

	yield `${newline}${list ? ']' : '}'}`;
}

function holdsLongList(value: unknown): boolean {
	if (typeof value !== 'object' || value === null) {
		return false;
	}
	return Array.isArray(value) ? value.length >= LONG : Object.values(value).some(holdsLongList);
}
