import type {SnapshotError} from './snapshot.js';

/** Errors that leave the engine: a code for programs, one line for people, and the command that mends it. */
export type ErrorCode =
	| 'LIBPCAP_MISSING'
	| 'PERMISSION_DENIED'
	/** Root could not be given up, or not to that user. */
	| 'PRIVILEGES'
	| 'NO_SUCH_DEVICE'
	| 'DEVICE_DOWN'
	| 'DEVICE_GONE'
	| 'CAPTURE_FAILED'
	| 'FILTER_INVALID'
	| 'INVALID_ARGUMENT'
	| 'FILE_UNREADABLE'
	| 'NOT_A_CAPTURE'
	| 'NOT_A_SNAPSHOT'
	| 'DAMAGED'
	/** Not written over: `force` was not given. */
	| 'FILE_EXISTS'
	| 'FILE_UNWRITABLE'
	| 'WORKER_DIED'
	/** Its thread did not end. */
	| 'WORKER_LEFT';

export class NetanalError extends Error {
	override readonly name: string = 'NetanalError';
	/** The system's name of what is behind it, as `EACCES`; absent where the system is not. */
	declare readonly cause?: string;

	/**
	 * @param code stable, for programs
	 * @param message one line: what, where, and what to do
	 * @param offset byte offset in the source, or index in the filter's text, where that makes sense
	 */
	constructor(
		readonly code: ErrorCode,
		message: string,
		readonly offset: number | null = null,
		cause?: string,
	) {
		super(message, cause === undefined ? {} : {cause});
	}

	/** The error that a snapshot or another thread tells of. */
	static from({code, message, offset, cause}: SnapshotError): NetanalError {
		return new NetanalError(code as ErrorCode, message, offset, cause);
	}
}

/** As a snapshot or another thread is told of it. @throws what is no error of ours */
export function snapshotError(error: unknown): SnapshotError {
	if (!(error instanceof NetanalError)) {
		throw error;
	}
	const {code, message, offset, cause} = error;
	return {code, message, offset, ...(cause === undefined ? {} : {cause})};
}

/** A call that this state, or this source, does not allow. */
export function misuse(message: string): NetanalError {
	return new NetanalError('INVALID_ARGUMENT', message);
}
