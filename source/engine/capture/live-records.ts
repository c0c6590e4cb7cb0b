/**
 * The savefile records that `pcap_dump` writes: four 32-bit words in host order (seconds, fraction, captured length, length
 * on the network), then the captured bytes. pcap-savefile(5).
 */
import os from 'node:os';

/** Bytes before a record's packet. */
export const RECORD_HEADER = 16;

const LITTLE_ENDIAN = os.endianness() === 'LE';

/** Records that exactly fill `bytes[start]` … `bytes[end - 1]`; -1 when the last one is cut short. */
export function countRecords(bytes: Uint8Array, start: number, end: number): number {
	let at = start;
	let records = 0;
	while (end - at >= RECORD_HEADER) {
		const captured = LITTLE_ENDIAN
			? bytes[at + 8] | (bytes[at + 9] << 8) | (bytes[at + 10] << 16) | (bytes[at + 11] << 24)
			: bytes[at + 11] | (bytes[at + 10] << 8) | (bytes[at + 9] << 16) | (bytes[at + 8] << 24);
		if (captured < 0 || captured > end - at - RECORD_HEADER) {
			return -1;
		}
		at += RECORD_HEADER + captured;
		records++;
	}
	return at === end ? records : -1;
}
