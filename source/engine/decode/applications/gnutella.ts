/**
 * Gnutella: over TCP its handshake (Gnutella 0.6 § 2.1); over UDP a message of its own (§ 2.2; the GUID's byte 8 is 0xff since 0.6) or
 * a datagram of Gnutella2 (Gnutella2 Standard, "UDP transceiver").
 *
 * | offset | field                                                                        |
 * |--------|------------------------------------------------------------------------------|
 * | 0      | Gnutella: GUID; 16: type; 17: time to live, 18: hops, both below 16            |
 * | 19     | length of what follows, little-endian                                          |
 * | 16     | of its hash table (Mojito): 0x44; 23: operation 1–8; 24: vendor, four capitals      |
 * | 0      | Gnutella2: `GND`, flags 1 and 2; 6: part, from 1; 7: number of parts, 0 to say that one came |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {hasText} from './bytes.js';
import {u32le} from './fields.js';
import {type ApplicationProtocol, type PayloadView, Verdict} from './recognition.js';

const HANDSHAKES = ['GNUTELLA CONNECT/', 'GNUTELLA/0.'];
const HEADER = 23;
const TYPES = [0x00, 0x01, 0x30, 0x31, 0x40, 0x80, 0x81];
const MOST_HOPS = 15;
const HASH_TABLE = 0x44;
const MOST_OPERATION = 8;
const SECOND_HEADER = 8;
/** Of the flags those that a reader must know. */
const CRITICAL = 0x0c;

export const gnutella: ApplicationProtocol = {
	name: 'gnutella',
	over: [IpProtocol.TCP, IpProtocol.UDP],
	ports: [6346, 6347],
	recognise(view) {
		const {bytes, start, end, transport} = view;
		if (transport === IpProtocol.TCP) {
			return HANDSHAKES.some(text => hasText(bytes, start, end, text)) ? Verdict.yes : Verdict.no;
		}
		return isMessage(view) || isSecond(view) ? Verdict.yes : Verdict.no;
	},
};

function isMessage({bytes, start, end, wireLength}: PayloadView): boolean {
	if (end - start < HEADER || u32le(bytes, start + 19) + HEADER !== wireLength) {
		return false;
	}
	if (bytes[start + 16] === HASH_TABLE) {
		return isOfHashTable(bytes, start + HEADER, end);
	}
	if (bytes[start + 8] !== 0xff || !TYPES.includes(bytes[start + 16])) {
		return false;
	}
	return bytes[start + 17] <= MOST_HOPS && bytes[start + 18] <= MOST_HOPS;
}

function isOfHashTable(bytes: Uint8Array, at: number, end: number): boolean {
	if (at + 5 > end || bytes[at] === 0 || bytes[at] > MOST_OPERATION) {
		return false;
	}
	for (let i = 1; i <= 4; i++) {
		if (bytes[at + i] < 0x41 || bytes[at + i] > 0x5a) {
			return false;
		}
	}
	return true;
}

function isSecond({bytes, start, end, wireLength}: PayloadView): boolean {
	if (end - start < SECOND_HEADER || !hasText(bytes, start, end, 'GND') || (bytes[start + 3] & CRITICAL) !== 0) {
		return false;
	}
	const part = bytes[start + 6];
	const parts = bytes[start + 7];
	return part > 0 && (parts === 0 ? wireLength === SECOND_HEADER : part <= parts && wireLength > SECOND_HEADER);
}
