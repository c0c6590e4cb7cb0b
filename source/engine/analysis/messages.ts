/** What the main thread and the analysis worker say to each other. Types only. */
import type {Delegate} from '../../files/access.js';
import type {Lock} from '../../files/base-name.js';
import type {Finished} from '../../files/placing.js';
import type {CaptureTime, FilterChange, IdentifyOptions, OutputOptions, TableLimits} from '../options.js';
import type {OwnerNews, OwnerQuestion} from '../owners.js';
import type {RowsAnswer, RowsRequest} from '../rows.js';
import type {SettingsSource} from '../settings.js';
import type {FinishedFile} from '../sink/sink.js';
import type {Alert, Snapshot, SnapshotDetail, SnapshotError} from '../snapshot.js';

export interface AnalysisData {
	source: SettingsSource;
	/** `netanal-tui 0.2.0`. */
	generator: string;
	filter: string | null;
	/** Rows of each table; those that are left out are the defaults. */
	limits?: Partial<TableLimits>;
	/** Rows of each top list. */
	top: number | 'all';
	/** Whether those snapshots tell what happened since the one before. */
	recent: boolean;
	/** Rows that go with those snapshots; null = none, whoever asks. Later ones come as `look`. */
	rows?: RowsRequest | null;
	/** Milliseconds between snapshots nobody asked for; 0 = none. */
	interval: number;
	/** Rules of alerts; later ones come as `alerts`. */
	alerts?: readonly string[];
	/** Packets that were seen on another interface before are left out; later it comes as `once`. Absent: they count too. */
	countsOnce?: boolean;
	/** Packets at most; files and demo (a live capture counts in the capture worker). */
	count: number | null;
	/** Live only. */
	live: {queue: SharedArrayBuffer; linkType: number; snaplen: number} | null;
	/** Of the snapshots without an `id` (`unheard.ts`). Absent: all are heard. */
	unheard?: SharedArrayBuffer;
	/** An Int32: nothing is opened or read before it is not 0. Absent: at once. */
	hold?: SharedArrayBuffer | null;
	identify?: IdentifyOptions;
	/** Whose flows are is asked. */
	processes?: boolean;
	from: CaptureTime | null;
	to: CaptureTime | null;
	outputs: readonly OutputOptions[];
	/** Seconds between the snapshots that outputs write. */
	outputInterval: number;
	/** Snapshots by capture time at most; 0 = none. */
	timeLine: number;
	/** Milliseconds between reports of progress; 0 = none. */
	progress: number;
	/** Snapshots carry a sketch of this secret. */
	sketchSecret?: string;
	/** Names of files are handled by the main thread, which answers here (`file-requests.ts`). Absent: by this thread. */
	fileAnswer?: SharedArrayBuffer | null;
}

/** To the outputs. */
export type OutputCommand =
	/** Adds an output to a capture that runs; `write-result` answers. */
	| {type: 'write'; id: number; output: OutputOptions}
	/** Ends the output of that `write`; `write-result` answers. */
	| {type: 'stop-writing'; id: number; output: number}
	/** Bytes of a stream output that the other side has taken. */
	| {type: 'taken'; bytes: number}
	/** The same of messages about flows. */
	| {type: 'flows-taken'; bytes: number};

export type AnalysisCommand =
	| {type: 'snapshot'; id: number; top: number | 'all' | null; samples: number | null}
	| {type: 'stop'}
	/** Other rows are looked at; a snapshot with them comes at once. */
	| {type: 'look'; rows: RowsRequest}
	/** Packets that were seen on another interface before are left out from now on, or count too. */
	| {type: 'once'; isOnce: boolean}
	/** These rules hold from now on. */
	| {type: 'alerts'; rules: readonly string[]}
	/** What the system's resolver calls an address. */
	| {type: 'name'; address: string; name: string}
	/** Whose flows are. */
	| {type: 'owners'; news: readonly OwnerNews[]}
	/** Nobody can tell whose flows are: not from the beginning, or not any more. */
	| {type: 'no-owners'; ever: boolean}
	/** Nobody looks at what was analysed any more. */
	| {type: 'leave'}
	/** The capture worker is dead: what it left is analysed, and that was all. */
	| {type: 'abandoned'; error: SnapshotError}
	/** Another filter for the demo's packets. @see FilterChange, which answers it */
	| {type: 'filter'; text: string | null; program: Uint8Array | null}
	| OutputCommand;

/** Of the outputs. */
export type OutputReport =
	/** Bytes of the output without a path. */
	| {type: 'output'; bytes: Uint8Array}
	/** A message for the collector of flows. */
	| {type: 'flows'; bytes: Uint8Array}
	/** A temporary was begun: should this thread die, it is kept as far as it goes (`whole`), or removed. */
	| {type: 'file-open'; file: Finished; whole: boolean}
	/** Files are written under this base name, until the output's last one is in place. */
	| {type: 'locked'; lock: Lock; output: number}
	/** A file of a rotation is written under another name than the one it was to have. */
	| {type: 'renamed'; asked: string; path: string}
	| {type: 'file'; file: FinishedFile; output: number}
	/** All files of an output were told of. */
	| {type: 'output-closed'; output: number}
	/** An output ended by an error; the analysis goes on. */
	| {type: 'output-failed'; output: number; error: SnapshotError}
	/** Records that a slow reader made us leave out so far. */
	| {type: 'skipped'; records: number}
	| {type: 'write-result'; id: number; error: SnapshotError | null};

export type AnalysisReport =
	/** All code is there, and `hold` is waited for. */
	| {type: 'loaded'}
	/** The source is open; or `failed`, and nothing follows. */
	| {type: 'started'}
	/** Rows are told where they are looked at; `same` = those that were told last, nothing has come since. */
	| {type: 'snapshot'; snapshot: Snapshot; id: number | null; rows?: RowsAnswer | 'same' | null}
	| {type: 'filter'; change: FilterChange}
	/** The analysis keeps more or less detail from now on. */
	| {type: 'detail'; detail: SnapshotDetail}
	| {type: 'alert'; alert: Alert}
	/** Something cannot be had; the analysis goes on. */
	| {type: 'warning'; error: SnapshotError}
	| {type: 'ask-owners'; questions: readonly OwnerQuestion[]}
	| {type: 'progress'; read: number; total: number | null}
	| {type: 'failed'; error: SnapshotError}
	| {type: 'end'; snapshot: Snapshot; rows?: RowsAnswer | null}
	/** Answered in `fileAnswer`, which is waited for. */
	| {type: 'file-request'; request: Parameters<Delegate>[0]}
	| OutputReport;
