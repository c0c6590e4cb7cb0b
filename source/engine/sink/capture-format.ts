/** What a writer of capture files does, whichever the format. */
import type {ByteBuffer} from './byte-buffer.js';

/** A section behind another one. */
export interface NextSection {
	readonly little: boolean;
	/** Options of its header, with their padding. */
	readonly section: readonly Uint8Array[];
	readonly application: string | null;
}

/** What captures carry besides packets, as it goes along into a pcapng. */
export interface CopiedExtras {
	/** Byte order of all of it, in the section at hand. */
	readonly little: boolean;
	/** Options of the section header, with their padding. */
	readonly section: readonly Uint8Array[];
	/** Who wrote what is copied; null = nobody but us. */
	readonly application: string | null;
	/** By the number that packets have of theirs. */
	readonly interfaces: ReadonlyMap<number, CopiedInterface>;
	/** The section that a block of its type begins: what is said of it. */
	readonly next: NextSection | null;
	/** Options of the packet that is written next: `bytes[start]` … `bytes[end - 1]`, without their end. */
	readonly bytes: Uint8Array;
	readonly start: number;
	readonly end: number;
	/** What was left out, in words. */
	readonly leftOut: Set<string>;
}

export interface CopiedInterface {
	/** LINKTYPE_ value. */
	linkType: number;
	snaplen: number;
	/** But for those of times and the filter, with their padding. */
	options: Uint8Array;
	/** Value of its if_filter. */
	filter: Uint8Array | null;
}

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
	/** Absent where nothing is copied. */
	extras?: CopiedExtras | null;
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
	/** What must be at the head of the file. @param linkType LINKTYPE_ value */
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
		origin?: number,
	): string | null;
	/** Whether the packet that was written last has a time, though it may have none: that of 1970. */
	readonly wroteTime: boolean;
	/** A block that is copied, as of `Sink.extra`; where the format has no place for it, nothing. */
	extra(out: ByteBuffer, type: number, bytes: Uint8Array, start: number, end: number): void;
	/** No packet comes any more. @param linkType of a file without packets */
	complete(out: ByteBuffer, linkType: number): void;
	/** The end of the file, of a live capture: what it lacks, where the format can say so. */
	end(out: ByteBuffer, statistics: CaptureStatistics): void;
}
