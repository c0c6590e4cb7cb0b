import type {Analyzer} from '../../../source/engine/collector/analyzer.js';
import {buildSnapshot, type SnapshotContext} from '../../../source/engine/collector/snapshot-builder.js';
import type {Snapshot} from '../../../source/engine/snapshot.js';

/** The snapshot of what was counted from standard input, with all rows unless `context` says otherwise. */
export function built(analyzer: Analyzer, context: Partial<SnapshotContext> = {}): Snapshot {
	return buildSnapshot(analyzer, {
		generator: 'test',
		source: {kind: 'stdin', name: '-', format: null, filter: null, snaplen: 0},
		declaredLinkTypes: [],
		drops: {kernel: null, interface: null, queue: 0},
		error: null,
		top: 'all',
		...context,
	});
}
