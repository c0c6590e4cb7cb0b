/**
 * libpcap's savefile records as `pcap_dump` writes them into the queue: 16 bytes in host byte order (seconds, then micro-
 * or nanoseconds, captured length, wire length), then the packet. Source: pcap-savefile(5).
 */
import {endianness} from 'node:os';
import type {RecordSink} from '../capture/container.js';

const HEADER = 16;
const LITTLE = endianness() === 'LE';

/** Hands every record of `bytes[start, end)` to the sink; the producer has checked that they are whole. */
export function walkRecords(
	bytes: Uint8Array,
	start: number,
	end: number,
	nanoseconds: boolean,
	linkType: number,
	sink: RecordSink,
): void {
	const scale = nanoseconds ? 1 : 1000;
	let at = start;
	while (at + HEADER <= end) {
		const packet = at + HEADER;
		const captured = word(bytes, at + 8);
		sink.packet(
			bytes,
			packet,
			packet + captured,
			word(bytes, at + 12),
			word(bytes, at),
			word(bytes, at + 4) * scale,
			linkType,
		);
		at = packet + captured;
	}

	sink.flush?.();
}

function word(bytes: Uint8Array, at: number): number {
	const b0 = bytes[at];
	const b1 = bytes[at + 1];
	const b2 = bytes[at + 2];
	const b3 = bytes[at + 3];
	return (LITTLE ? b0 | (b1 << 8) | (b2 << 16) | (b3 << 24) : b3 | (b2 << 8) | (b1 << 16) | (b0 << 24)) >>> 0;
}
