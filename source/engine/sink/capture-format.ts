/** What a writer of capture files does, whichever the format. */
import type {ByteBuffer} from './byte-buffer.js';

/** What is said of the packets' origin at the head of a file. */
export interface CaptureOrigin {
	/** `netanal-tui 0.2.0`. */
	generator: string;
	/** Interface name of a live capture, else null. */
	interface: string | null;
	/** BPF text in force, or null. */
	filter: string | null;
	/** Largest captured length, bytes; 0 = not known. */
	snaplen: number;
}

/** What became of the packets of an interface between two moments. */
export interface CaptureStatistics {
	/** Of the clock, milliseconds since 1970. */
	from: number;
	to: number;
	/** In this file. */
	written: number;
	/** Counted, and not in this file: its reader was too slow. */
	leftOut: number;
	/** Dropped by the operating system and by the interface; null where it does not say. */
	kernel: number | null;
	interface: number | null;
	/** Dropped by our own queue. */
	queue: number;
	/** All that the interface received was captured, but for what was dropped: no filter was in force. */
	isUnfiltered: boolean;
}

export interface CaptureEncoder {
	/** What must be at the head even of a file without packets. @param linkType LINKTYPE_ value */
	begin(out: ByteBuffer, linkType: number): void;
	/**
	 * Appends one record; `begin` came before. Arguments as of `RecordSink.packet`.
	 * @returns null, or why the format cannot hold it, to be read after "cannot write FILE: "
	 */
	packet(
		out: ByteBuffer,
		bytes: Uint8Array,
		start: number,
		end: number,
		wireLength: number,
		seconds: number,
		nanoseconds: number,
		linkType: number,
	): string | null;
	/** The end of the file, of a live capture: what it lacks, where the format can say so. */
	end(out: ByteBuffer, statistics: CaptureStatistics): void;
}
