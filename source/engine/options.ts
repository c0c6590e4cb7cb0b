/** What `createEngine` takes. Types and defaults only. */
import type {Snapshot, SnapshotError} from './snapshot.js';

export type EngineSource =
	| {kind: 'interface'; name: string}
	/**
	 * `others`: further captures, merged with the first by time. `descriptor`: the first, a plain file, is open already; it is
	 * read from its beginning and left open.
	 */
	| {kind: 'file'; path: string; others?: readonly string[]; descriptor?: number}
	| {kind: 'stdin'}
	/** The built-in generator: needs neither root nor libpcap. */
	| {kind: 'demo'; seed?: number};

/** A moment of a capture: epoch seconds, or seconds since its first packet. */
export interface CaptureTime {
	seconds: number;
	nanoseconds: number;
	/** Counted from the first packet. */
	relative: boolean;
}

/** When one file is closed and the next begun. The times are the packets'. */
export interface Rotation {
	/** Largest size of a file. */
	bytes?: number;
	/** Longest span of a file. */
	seconds?: number;
	/** Files that are kept: of those written, the newest. All when absent. */
	files?: number;
}

/** What is written besides the snapshots that the engine emits. Without a `path` the bytes go to `EngineOptions.receive`. */
export type OutputOptions = {path: string | null /** Replace an existing file. */; force?: boolean} & (
	| {content: 'capture'; format: 'pcap' | 'pcapng'; rotation?: Rotation}
	/** A record (`PacketInfo`) or a line per packet. `includePayload`: what was said is in the records as well. */
	| {content: 'packets'; format: 'text' | 'json' | 'ndjson' | 'csv'; includePayload?: boolean}
	/** NDJSON: a snapshot per interval, and the last one. */
	| {content: 'snapshots'}
);

/** A file that an output has written. */
export interface OutputFile {
	path: string;
	/** Packets in a capture, records otherwise. */
	packets: number;
	bytes: number;
}

/** A file that could not have the name that it was to have, and was not thrown away for it. */
export interface KeptFile {
	/** The name that was asked for. */
	asked: string;
	/** Where it is. */
	path: string;
	/** One line: why, and where it is. */
	message: string;
}

/** Rows of each table at most. A row takes 80, 49 and 136 bytes, its share of the index included. */
export interface TableLimits {
	endpoints: number;
	conversations: number;
	flows: number;
}

export const DEFAULT_LIMITS: Readonly<TableLimits> = {endpoints: 1 << 18, conversations: 1 << 18, flows: 1 << 20};

/** What a table may be limited to: giving up half of less would lose too much, more rows have no number. */
export const LEAST_ROWS = 1024;
export const MOST_ROWS = 16_777_216;

export interface EngineOptions {
	source: EngineSource;
	/** BPF expression; none when absent or empty. */
	filter?: string;
	/** Bytes kept of each packet, live only. */
	snaplen?: number;
	/** Kernel buffer in bytes, live only. */
	bufferSize?: number;
	/** Our bounded queue between the two workers in bytes, live only. */
	queueSize?: number;
	promiscuous?: boolean;
	/**
	 * What becomes of root once an interface is open, or the files that are read `inThread`. `drop`: this whole process becomes
	 * another user, for good, before the first packet is analysed. `keep`, the default for programs that use the library:
	 * nothing changes.
	 */
	privileges?: 'drop' | 'keep';
	/** Who a process that is root becomes; whoever called sudo when absent, else nobody. */
	user?: string;
	/** Awaited before root is given up: what has to be read or opened by then. */
	prepared?: Promise<unknown>;
	/**
	 * `inThread` only: called when the files are open and root is given up or kept, before a byte of them is read. What it throws
	 * ends the engine.
	 */
	opened?(): void;
	/** Stop after this many packets. */
	count?: number;
	/** Stop after this many seconds. */
	duration?: number;
	/** Milliseconds between `snapshot` events; a second at least while nothing comes to a live capture. */
	interval?: number;
	/** Whether `snapshot` events tell what the busiest rows did since the event before (`Snapshot.recent`). */
	recent?: boolean;
	/** Analyse in the thread that calls, files only: no worker to wait for, but the thread is busy meanwhile. */
	inThread?: boolean;
	/** Milliseconds between updates of `CaptureEngine.progress`; files only. */
	progressInterval?: number;
	/** Files: a `snapshot` event for each second of capture time as well, at most so many; a longer file has them further apart. */
	timeLine?: number;
	/** Rows of the tables at most; a full one gives up the half with the least bytes. Totals are exact all the same. */
	limits?: Partial<TableLimits>;
	/** Entries of each `top` list. */
	top?: number | 'all';
	/** Only packets from this moment on, files only. */
	from?: CaptureTime;
	/** Only packets before this moment, files only. */
	to?: CaptureTime;
	outputs?: readonly OutputOptions[];
	/** Seconds between the snapshots of an output: of the clock for live captures, of capture time for files. */
	outputInterval?: number;
	/**
	 * Takes the bytes of the output without a path, in order; resolves when it can take more. A file waits for it; a live
	 * capture leaves records out, and says how many (`CaptureEngine.skipped`).
	 */
	receive?(bytes: Uint8Array): Promise<void>;
}

export const DEFAULTS = {
	snaplen: 262_144,
	bufferSize: 64 * 1024 * 1024,
	queueSize: 64 * 1024 * 1024,
	promiscuous: true,
	interval: 1000,
	top: 20,
} as const;

export type EngineState = 'idle' | 'starting' | 'running' | 'stopping' | 'ended' | 'failed';

/** libpcap's words about an expression, and where in it, when that can be told. */
export interface FilterError {
	message: string;
	/** Index in the text, or null. */
	position: number | null;
}

export interface FilterChange {
	/** The text in force from now on; null = none. */
	filter: string | null;
	/** Counts the changes of this capture, from 0. */
	epoch: number;
}

/** The interface went down, came up, lost or found its link, or was renamed; the capture goes on. */
export interface InterfaceChange {
	/** What it is called now. */
	name: string;
	up: boolean;
	/** Up, and linked to something: a cable is plugged in. */
	carrier: boolean;
}

/** What this process may do since the interface is open. */
export interface Privileges {
	/** `none`: it has been neither root nor more than its user. `dropped`: it was. `kept`: it is root. */
	state: 'none' | 'dropped' | 'kept';
	/** The user that it runs as; a number where there is no name. */
	user: string;
	/** One line about what gives others more than they should have, and what mends it. */
	warning: string | null;
}

export interface EngineEvents {
	snapshot: [Snapshot];
	state: [EngineState];
	filter: [FilterChange];
	interface: [InterfaceChange];
	/** The interface is open, and what that took is given up, or kept. */
	privileges: [Privileges];
	error: [SnapshotError];
	/** An output ended by an error; the capture goes on. */
	'output-error': [SnapshotError];
	/** Somebody took the name of a file that is written, or it could not be moved there: it has another one. */
	'file-kept': [KeptFile];
	/** The last snapshot; nothing follows. */
	end: [Snapshot];
}
