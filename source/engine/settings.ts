/** What an engine is made from: the public options of every source in one, and what only our own commands use. Types only. */
import type {
	CommonOptions,
	DemoSource,
	FileOptions,
	FileSource,
	InterfaceOptions,
	InterfaceSource,
	StdinSource,
} from './options.js';
import type {OwnerLookup} from './owners.js';
import type {RowsRequest} from './rows.js';

export interface OpenFileSource extends FileSource {
	/** The first file, a plain one, that is open already: it is read from its beginning, and left open. */
	descriptor?: number;
}

export type SettingsSource = InterfaceSource | OpenFileSource | StdinSource | DemoSource;

/** Packet sockets from a process that may make them, for when this one may not any more (`libpcap/socket-notice.ts`). */
export interface PacketSockets {
	/** Asks whether it is there still. */
	readonly ready: boolean;
	/** @param listener of who wants one; it is taken over */
	serve(listener: number): void;
}

export interface EngineSettings
	extends CommonOptions,
		Omit<InterfaceOptions, keyof CommonOptions | 'source'>,
		Omit<FileOptions, keyof CommonOptions | 'source'> {
	source: SettingsSource;
	/**
	 * `inThread` only: called when the files are open and root is given up or kept, before a byte of them is read. What it throws
	 * ends the engine.
	 */
	opened?(): void;
	/** Interfaces only. */
	sockets?: PacketSockets | null;
	/** Interfaces only: who can tell whose flows are; resolves to null where nobody can. */
	processes?: Promise<OwnerLookup | null>;
	/** Files: a `snapshot` event for each second of capture time as well, at most so many; a longer file has them further apart. */
	timeLine?: number;
	/** Rows of the tables that go with each `snapshot` event; what was analysed stays there to be looked at after the end, until `stop`. */
	rows?: RowsRequest;
}
