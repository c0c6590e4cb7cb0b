/** Why a source ended early, and jobs of many captures. */
import type {DistinctRanges} from './fleet.js';

export interface SnapshotError {
	code: string;
	message: string;
	/** Byte offset in the source where that makes sense. */
	offset: number | null;
	/** The system's name of what is behind it, as EACCES or ENOSPC; absent where the system is not. */
	cause?: string;
}

/** Added to the contract: a file of a job of which not everything was counted. */
export interface FailedFile {
	path: string;
	/** Of what was read of it before. */
	packets: number;
	error: SnapshotError;
}

/** Added to the contract: in the snapshots of a job of many captures (`results`) only. */
export interface SnapshotJob {
	/** 16 hexadecimal digits. */
	id: string;
	/** That it has, and that were analysed so far, failed ones included. */
	files: number;
	done: number;
	failed: FailedFile[];
	/** How many different keys there were: at least, at most, and an estimate. */
	distinct: DistinctRanges;
}
