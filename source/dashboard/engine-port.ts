/** What the dashboard needs of an engine. `CaptureEngine` has it; tests bring their own. */

import type {EngineEvents, FilterError, InterfaceChange, Privileges} from '../engine/options.js';
import type {RowsRequest} from '../engine/rows.js';
import type {Snapshot, SnapshotError} from '../engine/snapshot.js';

export type {EngineState, FilterChange, FilterError, InterfaceChange, Privileges} from '../engine/options.js';

type Listener<K extends keyof EngineEvents> = (...values: EngineEvents[K]) => void;

export interface EnginePort {
	/** Bytes read of a file, of how many; `total` null where it cannot be known. */
	readonly progress: {read: number; total: number | null};
	/** What it may do since the interface is open; null until then. */
	readonly privileges?: Privileges | null;
	/** The last thing told of the interface that is captured; null when nothing has changed since it was opened. */
	readonly interfaceChange?: InterfaceChange | null;
	/** What cannot be had of what was asked for, as far as it was told. */
	readonly warnings?: readonly SnapshotError[];
	/** Packets are written to a file. */
	readonly writing?: boolean;
	on<K extends keyof EngineEvents>(event: K, listener: Listener<K>): unknown;
	off<K extends keyof EngineEvents>(event: K, listener: Listener<K>): unknown;
	/** Puts a filter in force, null for none. Rejects, with the old one still in force, when it does not compile. */
	setFilter(text: string | null): Promise<void>;
	/** libpcap's words about an expression, null when it compiles. */
	checkFilter(text: string): Promise<FilterError | null>;
	snapshot(): Promise<Snapshot>;
	/** Watches for these from now on; absent where nothing can be watched for. */
	setAlerts?(rules: readonly string[]): void | Promise<void>;
	/** Counts packets once that were seen on several interfaces, or each time, from now on; absent where nothing is captured or read. */
	setOnce?(isOnce: boolean): void | Promise<void>;
	/** These rows go with the snapshots from now on. */
	look(rows: RowsRequest): void;
}
