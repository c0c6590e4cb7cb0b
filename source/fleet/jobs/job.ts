/** A job: captures that several machines analyse, each file an item of work by itself. */
import type {CaptureTime, TableLimits} from '../../engine/options.js';

export const WORK_SCHEMA = 'netanal/work@1';

/** How every file of a job is analysed. */
export interface JobOptions {
	filter: string | null;
	/** Not relative: files have no first packet in common. */
	from: CaptureTime | null;
	to: CaptureTime | null;
	/** Rows of each list in a result. */
	top: number;
	limits: Partial<TableLimits>;
}

/** A capture as whoever hands in the job sees it; workers see the same under the same path. */
export interface CaptureFile {
	path: string;
	/** Bytes. */
	size: number;
	/** Milliseconds since 1970. */
	modified: number;
}

/** What a worker is told of one file. */
export interface WorkItem {
	schema: typeof WORK_SCHEMA;
	job: string;
	item: string;
	path: string;
	options: JobOptions;
	/** Common to all items, so that what several files have in common is counted once (`Snapshot.sketch`). */
	secret: string;
}

/** What is kept of a job besides its results. */
export interface JobSheet {
	schema: typeof WORK_SCHEMA;
	job: string;
	secret: string;
	/** Item → path. */
	files: Record<string, string>;
}

const ID = /^[0-9a-f]{16}$/;

/** Of a job or an item. */
export const isId = (text: unknown): text is string => typeof text === 'string' && ID.test(text);
