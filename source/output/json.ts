/** Snapshots as JSON. */
import type {Snapshot} from '../engine/snapshot.js';

/** Indented, for a file or a pipe: exactly the snapshot. */
export function formatJson(snapshot: Snapshot): string {
	return `${JSON.stringify(snapshot, null, '\t')}\n`;
}

/** One line: a record of NDJSON. */
export function formatJsonLine(snapshot: Snapshot): string {
	return `${JSON.stringify(snapshot)}\n`;
}
