/**
 * The long header of a QUIC packet: RFC 9000 § 17.2, RFC 9369 § 3.2 (version 2 has other type bits).
 *
 *  0  1 1 type(2) …   1  version <4>   5  length, destination connection id   …  length, source connection id   …
 *  Initial: token length (varint), token;   Initial, 0-RTT, Handshake: length (varint), packet number, payload
 */
import {word} from './bytes.js';
import {type InitialVersion, initialVersion} from './quic-crypto.js';

/** In the order of type bits, from that of Initial on. */
export enum LongPacket {
	initial = 0,
	zeroRtt = 1,
	handshake = 2,
	retry = 3,
}

/** Form, version, lengths of two connection identifiers: what any version has (RFC 8999). */
export const LEAST_LONG = 7;
export const MAX_CONNECTION_ID = 20;

/** One header at a time; `read` again makes it another one. */
export class LongHeader {
	version: InitialVersion | null = null;
	packet = LongPacket.initial;
	/** Connection identifiers: where they begin and end. */
	destination = 0;
	destinationEnd = 0;
	source = 0;
	sourceEnd = 0;

	/** @returns false = it is none of a version that is known, or its identifiers are not all there */
	read(bytes: Uint8Array, at: number, end: number): boolean {
		if (at + LEAST_LONG > end || bytes[at] < 0x80) {
			return false;
		}
		const version = initialVersion(word(bytes, at + 1));
		this.destination = at + 6;
		this.destinationEnd = this.destination + bytes[at + 5];
		if (!version || this.destinationEnd >= end) {
			return false;
		}
		this.version = version;
		this.packet = (((bytes[at] >> 4) & 3) - version.initialType) & 3;
		this.source = this.destinationEnd + 1;
		this.sourceEnd = this.source + bytes[this.destinationEnd];
		return this.sourceEnd <= end;
	}

	/** Where the packet number is, −1 = it has none, or is not all there. Sets `stop`. */
	number(bytes: Uint8Array, end: number): number {
		let field = this.sourceEnd;
		if (this.packet === LongPacket.retry) {
			return -1;
		}
		if (this.packet === LongPacket.initial) {
			const token = varint(bytes, field, end);
			if (token < 0) {
				return -1;
			}
			field += varintSize(bytes[field]) + token;
		}
		const length = varint(bytes, field, end);
		if (length < 0) {
			return -1;
		}
		const at = field + varintSize(bytes[field]);
		this.stop = at + length;
		return at;
	}

	/** Where the packet ends and another one may begin in the same datagram (RFC 9000 § 12.2); of the last `number`. */
	stop = 0;
}

export function varintSize(first: number): number {
	return 1 << (first >> 6);
}

/** A variable-length integer (RFC 9000 § 16), or -1 when it is cut or too large to be an offset here. */
export function varint(bytes: Uint8Array, at: number, end: number): number {
	if (at >= end) {
		return -1;
	}
	const size = varintSize(bytes[at]);
	if (at + size > end) {
		return -1;
	}
	let value = bytes[at] & 0x3f;
	for (let i = 1; i < size; i++) {
		value = value * 256 + bytes[at + i];
	}
	return value <= Number.MAX_SAFE_INTEGER ? value : -1;
}
