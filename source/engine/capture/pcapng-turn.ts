/** Turns numbers of a pcapng section round into the other byte order, where they lie (draft-ietf-opsawg-pcapng § 3.6.1). */
import {padded} from './pcapng-options.js';

/** What an option's value is made of. */
export const Width = {
	/** Text, addresses and hashes, which are the same in both orders; of a number, one byte. */
	bytes: 0,
	/** Numbers of 32 bits. */
	words: 4,
	/** Numbers of 64 bits. */
	long: 8,
	/** The number of an enterprise, then its text. */
	enterprise: 1,
	/** A kind in a byte, then what it says how long it is. */
	verdict: 2,
	/** Its maker alone knows. */
	unknown: 3,
} as const;

const RECORD_HEAD = 4;
/** Kinds of a verdict that are a number of 64 bits: of Linux' BPF. */
const VERDICT_TC = 1;
const VERDICT_XDP = 2;
const VERDICT_HARDWARE = 0;
const LONG = 8;
const INSTRUCTION = 8;
const ENTERPRISE = 4;

/** @param from where the numbers begin @param width bytes of each */
export function turn(bytes: Uint8Array, from: number, size: number, width: number): void {
	for (let at = from; at + width <= from + size; at += width) {
		bytes.subarray(at, at + width).reverse();
	}
}

/** @param width one of `Width` @returns false where it cannot be */
export function turnValue(bytes: Uint8Array, at: number, size: number, width: number): boolean {
	switch (width) {
		case Width.bytes:
			return true;
		case Width.words:
		case Width.long:
			turn(bytes, at, size, width);
			return size % width === 0;
		case Width.enterprise:
			turn(bytes, at, Math.min(size, ENTERPRISE), ENTERPRISE);
			return size >= ENTERPRISE;
		case Width.verdict:
			return turnVerdict(bytes, at, size);
		default:
			return false;
	}
}

function turnVerdict(bytes: Uint8Array, at: number, size: number): boolean {
	if (size === 0) {
		return false;
	}
	if (bytes[at] === VERDICT_HARDWARE) {
		return true;
	}
	if ((bytes[at] !== VERDICT_TC && bytes[at] !== VERDICT_XDP) || size !== 1 + LONG) {
		return false;
	}
	turn(bytes, at + 1, LONG, LONG);
	return true;
}

/**
 * A program of BPF: each instruction has a code of 16 bits, two jumps of a byte, and a number of 32 bits (bpf(4); draft-ietf-opsawg-pcapng
 * § 4.2, if_filter).
 *
 * @returns false where it is no whole number of instructions
 */
export function turnProgram(bytes: Uint8Array, from: number): boolean {
	if (bytes.length === from || (bytes.length - from) % INSTRUCTION !== 0) {
		return false;
	}
	for (let at = from; at < bytes.length; at += INSTRUCTION) {
		turn(bytes, at, 2, 2);
		turn(bytes, at + 4, 4, 4);
	}
	return true;
}

/** Types and lengths of the records of a block with names. @param end where its options begin @param little how they lie there */
export function turnRecords(view: DataView, end: number, little: boolean): void {
	for (let at = 0; at + RECORD_HEAD <= end; ) {
		const type = view.getUint16(at, little);
		const size = view.getUint16(at + 2, little);
		view.setUint16(at, type, !little);
		view.setUint16(at + 2, size, !little);
		at += RECORD_HEAD + padded(size);
	}
}
