/** What the main thread and the analysis worker say to each other. Types only. */
import type {EngineSource, FilterChange} from '../options.js';
import type {Snapshot, SnapshotError} from '../snapshot.js';

export interface AnalysisData {
	source: EngineSource;
	/** `netanal-tui 0.1.0`. */
	generator: string;
	filter: string | null;
	/** Rows of each top list. */
	top: number | 'all';
	/** Whether those snapshots tell what happened since the one before. */
	recent: boolean;
	/** Milliseconds between snapshots nobody asked for; 0 = none. */
	interval: number;
	/** Packets at most; files and demo (a live capture counts in the capture worker). */
	count: number | null;
	/** Live only. */
	live: {queue: SharedArrayBuffer; linkType: number; snaplen: number} | null;
}

export type AnalysisCommand = {type: 'snapshot'; id: number; top: number | 'all' | null} | {type: 'stop'};

export type AnalysisReport =
	/** The source is open; or `failed`, and nothing follows. */
	| {type: 'started'}
	| {type: 'snapshot'; snapshot: Snapshot; id: number | null}
	| {type: 'filter'; change: FilterChange}
	| {type: 'progress'; read: number; total: number | null}
	| {type: 'failed'; error: SnapshotError}
	| {type: 'end'; snapshot: Snapshot};
