/** What the engine and the capture worker say to each other. Types only. */
import type {ErrorCode} from '../errors.js';
import type {Alarm} from '../libpcap/alarm.js';
import type {FilterError} from '../options.js';

export interface CaptureData {
	interface: string;
	/** BPF expression, '' = none. */
	filter: string;
	/** Bytes kept of each packet. */
	snaplen: number;
	/** Kernel buffer, bytes. */
	bufferSize: number;
	promiscuous: boolean;
	/** Once the interface is open, the thread gives up what capabilities it has. */
	dropCapabilities: boolean;
	/** This process may make no packet sockets: whoever takes the `listener` makes them. */
	handsSocketsOver?: boolean;
	/** End after this many packets; absent = never. */
	count?: number;
	/** Made by `createQueue`. */
	queue: SharedArrayBuffer;
}

export type CaptureCommand =
	| {
			type: 'filter';
			/** Comes back in the result. */
			id: number;
			text: string;
			/** The text compiled: `struct bpf_insn`s, 8 bytes each. */
			program: Uint8Array;
	  }
	/** Takes no more in, drains what libpcap still holds, and ends. */
	| {type: 'stop'};

export type CaptureReport =
	/** Comes first, if at all: an open descriptor, by which this thread asks for packet sockets. Whoever hears it takes it over. */
	| {type: 'listener'; descriptor: number}
	| {
			type: 'opened';
			/** LINKTYPE_ value. */
			linkType: number;
			nanoseconds: boolean;
			snaplen: number;
			/** For compiling filters. */
			netmask: number;
			/** Node's own file has capabilities: whoever may run it may capture. */
			nodeIsPrivileged: boolean;
			/** Rung after each command; whoever hears this closes it when the worker is gone. Null where there is none. */
			alarm: Alarm | null;
	  }
	/** Not opened; one line that says what mends it. */
	| {type: 'error'; code: ErrorCode; message: string; offset: number | null}
	/** error null: in force; the queue holds a filter message where it begins. */
	| {
			type: 'filter-result';
			id: number;
			error: FilterError | null;
			/** Milliseconds within which the filters changed. */
			gap: number;
	  }
	/** The interface went down, came up, lost or found its link, or was renamed; the capture goes on. */
	| {type: 'interface'; name: string; up: boolean; carrier: boolean};
