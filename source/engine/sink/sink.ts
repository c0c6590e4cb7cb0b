/** An output of the analysis: takes every packet after it was counted. */

import type {Finished} from '../../files/placing.js';
import type {Packet} from '../decode/packet.js';
import type {OutputFile} from '../options.js';
import type {Alert} from '../snapshot.js';

export interface Sink {
	/** Records that found no room on their way to a slow reader. */
	readonly skipped: number;
	/** Packets without a timestamp that it wrote as of 1970. */
	readonly timeless?: number;
	/** It tells of sums, and not of each packet. */
	readonly sumsUp?: boolean;
	/**
	 * @param number from 1
	 * @param application id of its flow, 0 = not known
	 * @throws NetanalError when it cannot be written
	 */
	packet(packet: Packet, number: number, application: number): void;
	/** A block that comes along with packets and is copied: its body. @throws NetanalError when it cannot be written */
	extra?(type: number, bytes: Uint8Array, start: number, end: number): void;
	/** Flushes what is pending. @throws NetanalError */
	flush(): void;
	/** Capture time has come to the end of an interval; sinks that write one snapshot for each do so. */
	interval(): void;
	/** Something that was watched for; sinks of snapshots write it between them. */
	alert?(alert: Alert): void;
	/** The end. @returns the file, if it is one */
	finish(): FinishedFile[];
	/** After a failure. What is valid as it is stays; @returns it */
	abandon(): FinishedFile[];
}

/** A file that only has to be moved into place. */
export interface FinishedFile extends OutputFile {
	/** Null for devices and pipes. */
	finished: Finished | null;
	/** Rotation: how many files of this output are kept; null = all. */
	keep: number | null;
}
