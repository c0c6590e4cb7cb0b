/**
 * Writes the pcap savefile format with nanoseconds (magic 0xa1b23c4d), little-endian: pcap-savefile(5),
 * draft-ietf-opsawg-pcap. The layout is drawn in `capture/pcap.ts`.
 */
import {maximumCaptureLength} from '../capture/container.js';
import {formatTimestamp} from '../collector/time.js';
import type {ByteBuffer} from './byte-buffer.js';
import type {CaptureEncoder, CaptureOrigin} from './capture-format.js';

const MAGIC_NANOSECONDS = 0xa1b2_3c4d;
const HEADER = 24;
const RECORD_HEADER = 16;
const LATEST = 0xffff_ffff;

export class PcapEncoder implements CaptureEncoder {
	readonly #origin: CaptureOrigin;
	/** The format knows no packets without one. */
	readonly wroteTime = true;
	#linkType = -1;

	constructor(origin: CaptureOrigin) {
		this.#origin = origin;
	}

	begin(out: ByteBuffer, linkType: number): void {
		this.#linkType = linkType;
		const at = out.length;
		const to = out.room(HEADER);
		to.writeUInt32LE(MAGIC_NANOSECONDS, at);
		to.writeUInt16LE(2, at + 4);
		to.writeUInt16LE(4, at + 6);
		to.fill(0, at + 8, at + 16);
		to.writeUInt32LE(this.#origin.snaplen || maximumCaptureLength(linkType), at + 16);
		to.writeUInt32LE(linkType, at + 20);
		out.length += HEADER;
	}

	packet(
		out: ByteBuffer,
		bytes: Uint8Array,
		start: number,
		end: number,
		wireLength: number,
		seconds: number,
		nanoseconds: number,
		linkType: number,
	): string | null {
		if (linkType !== this.#linkType) {
			return 'pcap holds one link type, and this capture has several; write pcapng';
		}
		if (seconds < 0 || seconds > LATEST) {
			return `pcap holds times from 1970 to 2106, and a packet is of ${formatTimestamp(seconds, Math.max(0, nanoseconds))}; write pcapng`;
		}
		const captured = end - start;
		const at = out.length;
		const to = out.room(RECORD_HEADER + captured);
		to.writeUInt32LE(seconds, at);
		to.writeUInt32LE(Math.max(0, nanoseconds), at + 4);
		to.writeUInt32LE(captured, at + 8);
		to.writeUInt32LE(wireLength, at + 12);
		to.set(bytes.subarray(start, end), at + RECORD_HEADER);
		out.length += RECORD_HEADER + captured;
		return null;
	}

	/** The format has no place for these. */
	extra(): void {}
	complete(): void {}
	end(): void {}
}
