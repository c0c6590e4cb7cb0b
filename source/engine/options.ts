/** What `createEngine` takes. Types and defaults only; numbers have the ranges of `ranges.ts`. */
import type {RowsAnswer} from './rows.js';
import type {Alert, Snapshot, SnapshotDetail, SnapshotError} from './snapshot.js';

/** A live capture. */
export interface InterfaceSource {
	kind: 'interface';
	name: string;
}

/** Capture files: pcap or pcapng, also compressed. */
export interface FileSource {
	kind: 'file';
	path: string;
	/** Further captures, merged with the first by time. */
	others?: readonly string[];
}

/** A capture on standard input. */
export interface StdinSource {
	kind: 'stdin';
}

/** The built-in generator: needs neither root nor libpcap. */
export interface DemoSource {
	kind: 'demo';
	/** The same number makes the same traffic. */
	seed?: number;
}

export type EngineSource = InterfaceSource | FileSource | StdinSource | DemoSource;

/** A moment of a capture: epoch seconds, or seconds since its first packet. */
export interface CaptureTime {
	/** Whole seconds; of the epoch also as a bigint, where a number does not hold them. */
	seconds: number | bigint;
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

/** Where an output goes. */
export interface OutputTarget {
	/** Null: the bytes go to `receive`; of one output at most. */
	path: string | null;
	/** Replace an existing file. */
	force?: boolean;
}

/** The packets, as they came. */
export interface CaptureOutput extends OutputTarget {
	content: 'capture';
	format: 'pcap' | 'pcapng';
	rotation?: Rotation;
	/** These alone; all when absent. The interface statistics of pcapng are left out then: whose the lost packets were is not known. */
	only?: OnlyPackets;
}

/**
 * Packets of one host, between two, or of one flow: those that its row of the tables counts, by their outermost IP header. So ARP is
 * none of them, and of a flow neither later fragments.
 */
export interface OnlyPackets {
	/** IPv4 or IPv6, as snapshots have it. */
	address: string;
	/** The other end; any when absent. */
	peer?: string;
	/** Any when absent. */
	transport?: 'tcp' | 'udp' | 'sctp';
	/** At `address`; any when absent. */
	port?: number;
	/** At `peer`; any when absent. */
	peerPort?: number;
}

/** A record (`PacketInfo`) or a line per packet. */
export interface PacketsOutput extends OutputTarget {
	content: 'packets';
	/** Parquet takes a path: such a file has its table of contents at its end. */
	format: 'text' | 'json' | 'ndjson' | 'csv' | 'parquet';
	/** What was said is in the records as well. */
	includePayload?: boolean;
}

/** NDJSON: a snapshot per `outputInterval`, and the last one. */
export interface SnapshotsOutput extends OutputTarget {
	content: 'snapshots';
}

/** Records of flows for a collector (IPFIX, RFC 7011), one for each direction. One at most. */
export interface FlowsOutput {
	content: 'flows';
	host: string;
	port: number;
	/** `udp` when absent. */
	transport?: 'udp' | 'tcp';
	/** Seconds between two records of a flow that goes on. */
	activeTimeout?: number;
	/** Seconds without a packet until a flow is over. */
	inactiveTimeout?: number;
	path?: undefined;
}

/** Seconds. */
export const FLOW_DEFAULTS = {activeTimeout: 60, inactiveTimeout: 15} as const;

/** What is written besides the snapshots that the engine emits. */
export type OutputOptions = CaptureOutput | PacketsOutput | SnapshotsOutput | FlowsOutput;

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

/** What is found out about addresses beyond what packets say. Nothing is read, and nobody asked, unless it is wanted here. */
export interface IdentifyOptions {
	/** MaxMind DB files: country, city, autonomous system. One that is replaced is read anew; one that is damaged is a `warning`. */
	geoip?: readonly string[];
	/** Hardware addresses of neighbours, and their vendors. */
	vendors?: boolean;
	/** Names of `/etc/hosts`; they go before those that were seen. */
	hosts?: boolean;
	/** Names of ports, of `/etc/services`. */
	services?: boolean;
	/**
	 * Asks the system's resolver for names of addresses that have none, in the background: queries leave this machine. `public`: not for
	 * addresses that only this network knows.
	 */
	resolve?: 'public' | 'all';
}

/** What each kind of source takes. */
export interface CommonOptions {
	/** Who is behind an address. */
	identify?: IdentifyOptions;
	/** BPF expression; none when absent or empty. */
	filter?: string;
	/** Stop after this many packets. */
	count?: number;
	/** Stop after this many seconds. */
	duration?: number;
	/** Milliseconds between `snapshot` events, 0 for none; a second at least while nothing comes to a live capture. */
	interval?: number;
	/** Whether `snapshot` events tell what the busiest rows did since the event before (`Snapshot.recent`). */
	recent?: boolean;
	/** What the sensors of a fleet have in common: snapshots carry what it needs to count different keys together (`Snapshot.sketch`). */
	sketchSecret?: string;
	/** Rows of the tables at most; a full one gives up the half with the least bytes. Totals are exact all the same. */
	limits?: Partial<TableLimits>;
	/** What is watched for, as `host > 10Mb/s` (docs/alerts.md); `alert` events and NDJSON tell of it. */
	alerts?: readonly string[];
	/**
	 * Of a capture of several interfaces: packets that were seen on another one before, as of a bridge and its member, are left out of all
	 * counts but `Snapshot.repeated`.
	 */
	once?: boolean;
	/** Entries of each `top` list. */
	top?: number | 'all';
	/** What is written besides. */
	outputs?: readonly OutputOptions[];
	/** Seconds between the snapshots of an output: of the clock for live captures, of capture time for files. */
	outputInterval?: number;
	/**
	 * Takes the bytes of the output without a path, in order; resolves when it can take more. A file waits for it; a live
	 * capture leaves records out, and says how many (`CaptureEngine.skipped`).
	 */
	receive?(bytes: Uint8Array): Promise<void>;
}

/** What becomes of root. */
export interface PrivilegeOptions {
	/**
	 * `drop`: once the source is open, and before the first packet is analysed, this whole process becomes another user, for
	 * good. `keep`: nothing changes. Of files only those can be read with `drop` that are read `inThread`.
	 */
	privileges?: 'drop' | 'keep';
	/** Who a process that is root becomes; whoever called sudo when absent, else nobody. */
	user?: string;
}

export interface InterfaceOptions extends CommonOptions, PrivilegeOptions {
	source: InterfaceSource;
	/** Bytes kept of each packet. */
	snaplen?: number;
	/** Kernel buffer in bytes. */
	bufferSize?: number;
	/** Our bounded queue between the two workers in bytes. */
	queueSize?: number;
	promiscuous?: boolean;
	/** Awaited before root is given up: what has to be read or opened by then. */
	prepared?: Promise<unknown>;
}

/** Of what is read to its end. */
export interface ReadingOptions extends CommonOptions, PrivilegeOptions {
	/** Only packets from this moment on. */
	from?: CaptureTime;
	/** Only packets before this moment. */
	to?: CaptureTime;
	/** Analyse in the thread that calls: no worker to wait for, but the thread is busy meanwhile. */
	inThread?: boolean;
	/** Milliseconds between updates of `CaptureEngine.progress`, 0 for none. */
	progressInterval?: number;
}

export interface FileOptions extends ReadingOptions {
	source: FileSource;
}

export interface StdinOptions extends ReadingOptions {
	source: StdinSource;
}

export interface DemoOptions extends CommonOptions {
	source: DemoSource;
}

/** Of any source: what all of them take. */
export interface AnySourceOptions extends CommonOptions {
	source: EngineSource;
}

type AnyOption = keyof InterfaceOptions | keyof ReadingOptions;
/** An option of another kind of source is a mistake. */
type Exactly<Options> = Options & {[Option in Exclude<AnyOption, keyof Options>]?: never};

export type EngineOptions =
	| Exactly<InterfaceOptions>
	| Exactly<FileOptions>
	| Exactly<StdinOptions>
	| Exactly<DemoOptions>
	| Exactly<AnySourceOptions>;

/** Of the demo. */
export const DEFAULT_SEED = 1;

/** What holds for options that are absent. */
export const DEFAULTS = {
	snaplen: 262_144,
	bufferSize: 64 * 1024 * 1024,
	queueSize: 64 * 1024 * 1024,
	promiscuous: true,
	privileges: 'keep',
	interval: 1000,
	recent: false,
	once: false,
	top: 20,
	inThread: false,
	progressInterval: 0,
	outputInterval: 1,
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
	/** With the rows of the tables that were asked for; only our own dashboard does. */
	snapshot: [snapshot: Snapshot, rows?: RowsAnswer | null];
	state: [EngineState];
	filter: [FilterChange];
	interface: [InterfaceChange];
	/** The interface is open, and what that took is given up, or kept. */
	privileges: [Privileges];
	/** A live capture whose analysis falls behind counts with less detail from now on, or with more again. */
	detail: [SnapshotDetail];
	/** Something that is watched for begins, or is over. */
	alert: [Alert];
	error: [SnapshotError];
	/** Something that was asked for cannot be had, as a database of places; the capture goes on without. */
	warning: [SnapshotError];
	/** An output ended by an error; the capture goes on. */
	'output-error': [SnapshotError];
	/** Somebody took the name of a file that is written, or it could not be moved there: it has another one. */
	'file-kept': [KeptFile];
	/** The last snapshot; nothing follows. */
	end: [snapshot: Snapshot, rows?: RowsAnswer | null];
}
