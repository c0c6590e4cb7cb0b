import {LinkType} from '../decode/assigned-numbers.js';
import type {SnapshotError} from '../snapshot.js';
import type {CaptureInterfaces} from './interfaces.js';
import {CaptureLosses} from './losses.js';
import type {PcapngCopier} from './pcapng-copier.js';
import type {CaptureName} from './pcapng-names.js';

/**
 * Takes one packet. The arguments are separate, since an object for each packet would have to be allocated.
 *
 * @param bytes the buffer that holds the packet: `bytes[start]` … `bytes[end - 1]` were captured
 * @param wireLength length on the network, bytes
 * @param seconds whole epoch seconds; negative or past 2^32 only where the capture says so
 * @param nanoseconds 0 … 999,999,999, or -1 when the packet has no timestamp; more only where a double does not hold the seconds (decode/far-time.ts)
 * @param linkType LINKTYPE_ value of the interface it was captured on
 * @param origin which interface that was, and the direction (`originOf` of decode/origin.ts); 0 or absent = not known
 */
export type PacketHandler = (
	bytes: Uint8Array,
	start: number,
	end: number,
	wireLength: number,
	seconds: number,
	nanoseconds: number,
	linkType: number,
	origin?: number,
) => void;

/** Takes the packets of a capture, one call each. Everything it is given dies when the call returns, or with `flush` if it has one. */
export interface RecordSink {
	packet: PacketHandler;
	/** The bytes of the packets until here will not stay. */
	flush?(): void;
}

/** What is known of the capture so far; shared by the reader and the parser of its format. */
export class CaptureState {
	/** LINKTYPE_ values in the order in which the capture declares them. */
	readonly linkTypes = new Set<number>();
	/** Snap length of the file, or the largest of its interfaces; bytes. */
	snaplen = 0;
	packets = 0;
	/** What the capture says was dropped when it was made. */
	readonly losses = new CaptureLosses();
	error: SnapshotError | null = null;
	/** What is odd and no damage, a line each. */
	readonly warnings: string[] = [];
	/** What the capture carries besides packets and losses, in words. */
	readonly besides = new Set<string>();
	/** Nothing more will be parsed: the limit is reached, or the capture contradicts itself. */
	done = false;

	constructor(
		readonly sink: RecordSink,
		/** Packets to deliver at most. */
		readonly limit: number,
		/** Where interfaces are entered that the capture describes. */
		readonly interfaces: CaptureInterfaces,
		/** Told what the capture itself calls addresses; null = nobody asks. */
		readonly named: CaptureName | null = null,
		/** Told what goes along into another pcapng; null = none is written. */
		readonly copier: PcapngCopier | null = null,
	) {}

	/** Ends the capture at `offset` (bytes from its beginning) with one line for people. The first error stays. */
	fail(code: 'NOT_A_CAPTURE' | 'DAMAGED', message: string, offset: number): void {
		this.error ??= {code, message, offset};
		this.done = true;
	}
}

/** One container format. */
export interface ContainerParser {
	/**
	 * Delivers the packets of every whole record in `bytes[start, end)`.
	 *
	 * @param base offset of `bytes[0]` in the capture
	 * @returns where the first record begins that is not whole
	 */
	parse(bytes: Uint8Array, view: DataView, start: number, end: number, base: number): number;
	/** The capture ended with `bytes[start, end)` left over. */
	finish(view: DataView, start: number, end: number, base: number): void;
}

/** libpcap's limit for a packet, beyond which a length must be damage; a few link types carry more. */
export function maximumCaptureLength(linkType: number): number {
	switch (linkType) {
		case LinkType.USB_LINUX:
		case LinkType.USB_LINUX_MMAPPED:
		case LinkType.DBUS:
		case LinkType.USBPCAP:
			return 128 * 1024 * 1024;
		case LinkType.EBHSCR:
			return 8 * 1024 * 1024;
		default:
			return 262_144;
	}
}

/** Interfaces of a pcapng section at most, which bounds the memory that a hostile capture can take; what we write stays within it. */
export const MOST_INTERFACES = 65_536;

/** A snap length of 0, or one that is negative as a signed number, means that there is none. */
export function effectiveSnaplen(snaplen: number, linkType: number): number {
	return snaplen === 0 || snaplen > 0x7fff_ffff ? maximumCaptureLength(linkType) : snaplen;
}

/** `1 byte`, `2 bytes`. */
export function countBytes(count: number): string {
	return count === 1 ? '1 byte' : `${count} bytes`;
}
