/**
 * The pcapng Name Resolution Block (draft-ietf-opsawg-pcapng § 4.5): what the capture itself calls addresses. Records, each
 *
 *  type 2 · length 2 · address 4 or 16 · names, each ended by a zero · padding to 4
 *
 * then options, which may say who was asked for the names.
 */
import {eachOption} from './pcapng-options.js';

/** Type, length and trailing length. */
export const NAMES_LENGTH = 12;

const HEAD = 8;
const RECORD_HEAD = 4;
const END_OF_RECORDS = 0;
const IPV4 = 1;
const IPV6 = 2;
const NS_DNSNAME = 2;
const NS_DNSIP4ADDR = 3;
const NS_DNSIP6ADDR = 4;
/** RFC 1035 § 2.3.4; what is longer is no name. */
const LONGEST = 255;

/** Takes what a capture calls an address: `bytes[start]` … `bytes[end - 1]`, as it is there. Address words as in Packet. */
export type CaptureName = (
	version: 4 | 6,
	word0: number,
	word1: number,
	word2: number,
	word3: number,
	bytes: Uint8Array,
	start: number,
	end: number,
) => void;

/**
 * Of the block at `view[at]`, `length` bytes long with its trailer: the first name of each address, until the first record that does not fit.
 *
 * @param bytes the same bytes as `view`
 * @returns where its options begin; -1 = a record does not fit
 */
export function readNames(
	bytes: Uint8Array,
	view: DataView,
	at: number,
	length: number,
	little: boolean,
	take: CaptureName | null,
): number {
	const end = at + length - 4;
	let record = at + HEAD;
	let isOver = false;
	while (!isOver && record < end) {
		const value = record + RECORD_HEAD;
		if (value > end) {
			return -1;
		}
		const type = view.getUint16(record, little);
		const size = view.getUint16(record + 2, little);
		record = value + ((size + 3) & ~3);
		if (record > end) {
			return -1;
		}
		isOver = type === END_OF_RECORDS;
		const version = versionOf(type);
		if (take !== null && version !== 0) {
			tellName(bytes, view, version, value, value + (version === 4 ? 4 : 16), value + size, take);
		}
	}
	if (take !== null) {
		nameServer(bytes, view, record, end, little, take);
	}
	return record;
}

const versionOf = (type: number) => (type === IPV4 ? 4 : type === IPV6 ? 6 : 0);

/** The name that begins at `start`, ended by a zero or at `end`. */
function tellName(
	bytes: Uint8Array,
	view: DataView,
	version: 4 | 6,
	address: number,
	start: number,
	end: number,
	take: CaptureName,
): void {
	if (start >= end) {
		return;
	}
	const zero = bytes.indexOf(0, start);
	const stop = zero < 0 || zero > end ? end : zero;
	if (stop === start || stop - start > LONGEST) {
		return;
	}
	const word = (index: number) => view.getInt32(address + 4 * index);
	if (version === 4) {
		take(4, 0, 0, 0, word(0), bytes, start, stop);
	} else {
		take(6, word(0), word(1), word(2), word(3), bytes, start, stop);
	}
}

/** The server that was asked is an address with a name as well. */
function nameServer(
	bytes: Uint8Array,
	view: DataView,
	from: number,
	end: number,
	little: boolean,
	take: CaptureName,
): void {
	let name = -1;
	let nameEnd = -1;
	let ipv4 = -1;
	let ipv6 = -1;
	eachOption(view, from, end, little, (code, value, size) => {
		if (code === NS_DNSNAME && name < 0) {
			[name, nameEnd] = [value, value + size];
		} else if (code === NS_DNSIP4ADDR && size === 4) {
			ipv4 = value;
		} else if (code === NS_DNSIP6ADDR && size === 16) {
			ipv6 = value;
		}
	});
	if (name < 0) {
		return;
	}
	if (ipv4 >= 0) {
		tellName(bytes, view, 4, ipv4, name, nameEnd, take);
	}
	if (ipv6 >= 0) {
		tellName(bytes, view, 6, ipv6, name, nameEnd, take);
	}
}
