/** QUIC: RFC 9000 § 17.2 (long headers), RFC 9369 (version 2). Initial packets are decrypted for the ClientHello. */
import {IpProtocol} from '../assigned-numbers.js';
import {Assembly} from './assembly.js';
import {word} from './bytes.js';
import {CUT, clientHelloName} from './client-hello.js';
import {chloName} from './gquic.js';
import {clientInitialKeys, type InitialKeys, initialVersion, unprotect} from './quic-crypto.js';
import {LEAST_LONG, LongHeader, LongPacket, MAX_CONNECTION_ID, varint, varintSize} from './quic-header.js';
import {type ApplicationProtocol, type PayloadView, Verdict} from './recognition.js';

const PACKETS_READ = 4;
/** A datagram with a client's Initial is at least so long (RFC 9000 § 14.1): keys for shorter ones would be made in vain. */
const LEAST_INITIAL = 1200;
/** Keys that are made for one connection: from its first packet's connection id, and from that after a Retry. */
const MOST_KEYS = 4;
const PADDING = 0;
const PING = 1;
const ACK = 2;
const ACK_ECN = 3;
const CRYPTO = 6;

const header = new LongHeader();

/** The hello of one connection, while it is put together from CRYPTO frames. */
class Handshake {
	keys: InitialKeys | null = null;
	keysMade = 0;
	readonly assembly = new Assembly();
}

export const quic: ApplicationProtocol = {
	name: 'quic',
	over: [IpProtocol.UDP],
	ports: [443, 784, 853, 8853],
	firstBytes: Array.from({length: 128}, (_, i) => 128 + i),

	recognise(view) {
		const {bytes, start, end} = view;
		const labelled = view.memory instanceof Handshake;
		if (end - start < LEAST_LONG || bytes[start] < 0x80) {
			view.settled = false;
			// Short headers can be told only once the connection is known.
			return labelled ? Verdict.yes : view.onPort ? Verdict.maybe : Verdict.no;
		}

		if (!labelled && !isLongHeader(view)) {
			return view.onPort ? Verdict.maybe : Verdict.no;
		}
		const handshake = view.memory instanceof Handshake ? view.memory : new Handshake();
		view.memory = handshake;
		view.settled = false;
		const name = readPackets(view, handshake);
		if (typeof name === 'string') {
			view.serverName = name;
		}
		if (name !== CUT || handshake.assembly.bytes === null) {
			view.settled = true;
		}
		if (view.settled) {
			handshake.assembly.release();
		}
		return Verdict.yes;
	},
};

/** A long header of a version that is known, whose connection ids (and length, where there is one) fit the payload. */
function isLongHeader(view: PayloadView): boolean {
	const {bytes, start, end} = view;
	const version = word(bytes, start + 1);
	const stop = start + view.wireLength;
	if (version === 0) {
		return isVersionNegotiation(view);
	}
	const known = initialVersion(version);
	// Reserved versions provoke a negotiation (RFC 9000 § 15); 0xff0000xx were drafts.
	const reserved = (version & 0x0f0f0f0f) === 0x0a0a0a0a && view.wireLength >= 1200;
	const draft = version >>> 8 === 0xff0000 && (version & 0xff) < 0x30 && view.wireLength >= 1200;
	if (!known && !reserved && !draft) {
		return false;
	}
	if (!known) {
		return (bytes[start] & 0x40) !== 0;
	}
	const source = start + 6 + bytes[start + 5];
	if (bytes[start + 5] > MAX_CONNECTION_ID) {
		return false;
	}
	if (source >= end) {
		return source < stop;
	}
	return bytes[source] <= MAX_CONNECTION_ID && source + 1 + bytes[source] < stop;
}

/** Version 0, two connection ids, then a list of versions, one of which is known or reserved. */
function isVersionNegotiation(view: PayloadView): boolean {
	const {bytes, start, end} = view;
	const source = start + 6 + bytes[start + 5];
	if (bytes[start + 5] > MAX_CONNECTION_ID || source >= end || bytes[source] > MAX_CONNECTION_ID) {
		return false;
	}
	const list = source + 1 + bytes[source];
	if (list + 4 > end || (start + view.wireLength - list) % 4 !== 0) {
		return false;
	}
	for (let at = list; at + 4 <= end; at += 4) {
		const version = word(bytes, at);
		if (initialVersion(version) || (version & 0x0f0f0f0f) === 0x0a0a0a0a || isGoogle(version)) {
			return true;
		}
	}

	return false;
}

function isGoogle(version: number): boolean {
	return (version & 0xffff0000) === 0x51300000 || (version & 0xffff0000) === 0x54300000;
}

/**
 * Walks the coalesced packets of a datagram; returns what is known of the server name then. All are for the connection id of the
 * first (RFC 9000 § 12.2), so that keys are made once at most.
 */
function readPackets(view: PayloadView, handshake: Handshake): string | 0 | 1 {
	const {bytes, start, end} = view;
	if (view.wireLength < LEAST_INITIAL) {
		return CUT;
	}
	let at = start;
	let mayMakeKeys = true;
	for (let i = 0; i < PACKETS_READ && header.read(bytes, at, end); i++) {
		const numberAt = header.number(bytes, end);
		const {stop} = header;
		if (numberAt < 0 || stop > end) {
			return CUT;
		}
		if (header.packet === LongPacket.initial) {
			const frames = decrypt(handshake, header, bytes, at, numberAt, mayMakeKeys);
			mayMakeKeys = false;
			if (frames) {
				readFrames(frames, handshake.assembly);
				const name = nameIn(handshake.assembly);
				if (name !== CUT) {
					return name;
				}
			}
		}

		at = stop;
	}

	return CUT;
}

function nameIn(assembly: Assembly): string | 0 | 1 {
	const size = assembly.contiguous;
	if (!assembly.bytes || size < 4) {
		return CUT;
	}
	return assembly.bytes[0] === 0x43 ? chloName(assembly.bytes, 0, size) : clientHelloName(assembly.bytes, 0, size);
}

/** Tries the connection's keys, then those of this packet's own connection id: a Retry changes them. */
function decrypt(
	handshake: Handshake,
	{version, destination, destinationEnd, stop}: LongHeader,
	bytes: Uint8Array,
	at: number,
	numberAt: number,
	mayMakeKeys: boolean,
): Uint8Array | null {
	if (handshake.keys) {
		const frames = unprotect(handshake.keys, bytes, at, numberAt, stop);
		if (frames) {
			return frames;
		}
	}

	if (!mayMakeKeys || handshake.keysMade === MOST_KEYS || version === null) {
		return null;
	}
	handshake.keysMade++;
	const keys = clientInitialKeys(version, bytes.subarray(destination, destinationEnd));
	const frames = unprotect(keys, bytes, at, numberAt, stop);
	if (frames) {
		handshake.keys = keys;
	}
	return frames;
}

/** Puts the CRYPTO frames of an Initial packet where they belong (RFC 9000 § 19.6). */
function readFrames(frames: Uint8Array, assembly: Assembly): void {
	const end = frames.length;
	let at = 0;
	while (at < end) {
		const type = frames[at];
		at++;
		if (type === PADDING || type === PING) {
			continue;
		}
		if (type === ACK || type === ACK_ECN) {
			at = skipAck(frames, at, end, type === ACK_ECN);
			if (at < 0) {
				return;
			}
			continue;
		}

		if (type !== CRYPTO) {
			return;
		}
		const offset = varint(frames, at, end);
		if (offset < 0) {
			return;
		}
		at += varintSize(frames[at]);
		const length = varint(frames, at, end);
		if (length < 0) {
			return;
		}
		at += varintSize(frames[at]);
		assembly.put(offset, frames, at, Math.min(end, at + length));
		at += length;
	}
}

function skipAck(frames: Uint8Array, at: number, end: number, ecn: boolean): number {
	let left = 4;
	for (let i = 0; i < left; i++) {
		const value = varint(frames, at, end);
		if (value < 0) {
			return -1;
		}
		at += varintSize(frames[at]);
		// Third: how many ranges follow the first, two numbers each; then three counts.
		if (i === 2) {
			left += Math.min(value, end) * 2 + (ecn ? 3 : 0);
		}
	}

	return at;
}
