/** Writes NDJSON: a snapshot for each interval in which something came, and the whole at the end. */
import type {Mark} from '../collector/snapshot-builder.js';
import type {Alert, Snapshot} from '../snapshot.js';
import type {Destination} from './destination.js';
import {TextSink} from './text-sink.js';

export interface News {
	mark: Mark;
	/** Packets that were dropped so far. */
	lost: number;
	/** Bytes that the records of the intervals until now may take in all. */
	room: number;
}

export interface SnapshotSinkContext {
	/** Complete. */
	snapshot(): Snapshot;
	news(): News;
	/** With what is new since then; null = since the beginning. */
	snapshotSince(mark: Mark | null): Snapshot;
}

export class SnapshotSink extends TextSink {
	readonly #context: SnapshotSinkContext;
	/** What the last record has told. */
	#told: Mark | null = null;
	#lost = 0;
	/** Bytes of the records so far, and of the one that was made last. */
	#taken = 0;
	#length = 0;

	constructor(path: string | null, destination: Destination, context: SnapshotSinkContext) {
		super(path, destination);
		this.#context = context;
	}

	packet(): void {}

	/** Where there is no room for a record, the next one tells of both intervals. */
	interval(): void {
		const {mark, lost, room} = this.#context.news();
		if (mark.packets === (this.#told?.packets ?? 0) && lost === this.#lost) {
			return;
		}
		if (this.#taken + this.#length > room || !this.hasRoom()) {
			return;
		}
		const record = `${JSON.stringify(this.#context.snapshotSince(this.#told))}\n`;
		this.#length = Buffer.byteLength(record);
		if (this.#taken + this.#length > room) {
			return;
		}
		this.#taken += this.#length;
		this.#told = mark;
		this.#lost = lost;
		this.records++;
		this.write(record);
		this.flush();
	}

	/** Comes in the order of time, before the snapshot of the interval that it is in. */
	alert(alert: Alert): void {
		if (this.hasRoom()) {
			this.records++;
			this.write(`${JSON.stringify(alert)}\n`);
		}
	}

	protected tail(): string {
		this.records++;
		return `${JSON.stringify(this.#context.snapshot())}\n`;
	}
}
