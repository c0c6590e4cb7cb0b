/** Where an analysis has its packets from. */
import type {SnapshotError} from '../snapshot.js';

/** Opened, then read to the end. */
export interface AnalysisSource {
	/** Opens what is to be read; nothing of it is read. @throws NetanalError when it cannot be opened */
	open(): Promise<void> | void;
	/** Closes what `open` opened, of a source that will not be read. */
	close(): void;
	/** Reads, and hears commands, until the source ends or is told to stop. */
	run(): Promise<SourceEnd> | SourceEnd;
}

export interface SourceEnd {
	/** Why there is nothing to show; null when there is. */
	failure: SnapshotError | null;
	/** It was told to stop before its end: what was written is of a part. */
	isPart: boolean;
}

/** Milliseconds until rows that were not all found yet are told again. */
export const LOOK_AGAIN = 200;

/** As most end. */
export const WHOLE: SourceEnd = {failure: null, isPart: false};
