import type {SnapshotError} from './snapshot.js';

/** What went wrong, for programs. The message of each is one line for people, with the command that mends it where there is one. */
export type ErrorCode =
	/** An option, an argument or a call is a mistake of the program: an unknown option, a number out of its range, `start()` twice, a call before the start or after the end. Mend the program. */
	| 'INVALID_ARGUMENT'
	/** libpcap is not installed, or too old; interfaces and filters need it. Install the package that the message names. */
	| 'LIBPCAP_MISSING'
	/** The interface may not be opened by this user. Start as root, or as a service with CAP_NET_RAW, as the message says. */
	| 'PERMISSION_DENIED'
	/** Root could not be given up, or not to that user; nothing is captured then. Name another `user`, or `privileges: 'keep'`. */
	| 'PRIVILEGES'
	/** There is no interface of that name. `netanal-tui interfaces` lists them. */
	| 'NO_SUCH_DEVICE'
	/** The interface is there and not up. Take it up: `ip link set NAME up`. */
	| 'DEVICE_DOWN'
	/** The interface was removed while it was captured; the figures until then are in the last snapshot. Start anew when it is back. */
	| 'DEVICE_GONE'
	/** libpcap or the kernel failed while capturing; the message has their words, the last snapshot what was counted. Start anew. */
	| 'CAPTURE_FAILED'
	/** The expression does not compile for this source, or cannot be changed there; `offset` is where in the text, if that can be told. The filter before stays in force. */
	| 'FILTER_INVALID'
	/** The file cannot be opened or read: missing, not permitted, a directory, a failing disk. See the message. */
	| 'FILE_UNREADABLE'
	/** What was read is no pcap or pcapng capture, or of an unknown version. Convert it: `editcap -F pcapng IN OUT`. */
	| 'NOT_A_CAPTURE'
	/** What `chart` was given is JSON, and no snapshot of ours. */
	| 'NOT_A_SNAPSHOT'
	/** The capture contradicts itself or ends in the middle, at byte `offset`. What was read until there is counted, and in the last snapshot. */
	| 'DAMAGED'
	/** An output's name is taken, and `force` was not given. Nothing was written over: choose another name, or `force`. */
	| 'FILE_EXISTS'
	/** An output cannot be written: no such folder, not permitted, disk full. See the message. */
	| 'FILE_UNWRITABLE'
	/** Metrics cannot be served there: the port is taken, or the address is not this machine's. Take another one. */
	| 'CANNOT_LISTEN'
	/** The message broker cannot be reached: no such host, nothing listens there, or it went away. See the message. */
	| 'BROKER_UNREACHABLE'
	/** The message broker refuses: credentials, certificate, or what is not allowed or set up there. See the message. */
	| 'BROKER_REFUSED'
	/** A collector of flows cannot be reached, or takes nothing any more. See the message. */
	| 'CANNOT_CONNECT'
	/** A worker thread ended by itself, or did not end in time: a defect, or no memory left. The last figures are in the last snapshot. */
	| 'WORKER_DIED'
	/** `stop()` has ended the capture, but a thread of it stayed; the message says which. Nothing to do but to end the process. */
	| 'WORKER_LEFT';

/** Every error that leaves the engine. */
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
