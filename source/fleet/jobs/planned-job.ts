/** Who a job is, and who its items are, is told by what they say. */
import {createHash} from 'node:crypto';
import type {CaptureFile, JobOptions} from './job.js';

/** The same files, unchanged, analysed in the same way are the same job. */
export interface PlannedJob {
	id: string;
	options: JobOptions;
	/** Item → path. */
	files: Record<string, string>;
}

export function plannedJob(captures: readonly CaptureFile[], options: JobOptions): PlannedJob {
	const files = Object.fromEntries(captures.map(file => [idOf([file, options]), file.path]));
	return {id: idOf(Object.keys(files).sort()), options, files};
}

const idOf = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
