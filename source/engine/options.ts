/** What `createEngine` takes. Types and defaults only. */
import type {Snapshot, SnapshotError} from './snapshot.js';

export type EngineSource =
	| {kind: 'interface'; name: string}
	| {kind: 'file'; path: string}
	| {kind: 'stdin'}
	/** The built-in generator: needs neither root nor libpcap. */
	| {kind: 'demo'; seed?: number};

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
	/** Stop after this many packets. */
	count?: number;
	/** Stop after this many seconds. */
	duration?: number;
	/** Milliseconds between `snapshot` events. */
	interval?: number;
	/** Whether `snapshot` events tell what the busiest rows did since the event before (`Snapshot.recent`). */
	recent?: boolean;
	/** Analyse in the thread that calls, files only: no worker to wait for, but the thread is busy meanwhile. */
	inThread?: boolean;
	/** Entries of each `top` list. */
	top?: number | 'all';
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

/** The interface went down, came up or was renamed; the capture goes on. */
export interface InterfaceChange {
	name: string;
	up: boolean;
}

export interface EngineEvents {
	snapshot: [Snapshot];
	state: [EngineState];
	filter: [FilterChange];
	interface: [InterfaceChange];
	error: [SnapshotError];
	/** The last snapshot; nothing follows. */
	end: [Snapshot];
}
