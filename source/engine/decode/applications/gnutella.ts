/**
 * Gnutella: over TCP its handshake (Gnutella 0.6 § 2.1); over UDP a message of its own (§ 2.2; the GUID's byte 8 is 0xff since 0.6) or
 * a datagram of Gnutella2 (Gnutella2 Standard, "UDP transceiver").
 *
 * | offset | field                                                                        |
 * |--------|------------------------------------------------------------------------------|
 * | 0      | Gnutella: GUID; 16: type; 17: time to live, 18: hops, both below 16            |
 * | 19     | length of what follows, little-endian                                          |
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
	if (end - start < HEADER || bytes[start + 8] !== 0xff || !TYPES.includes(bytes[start + 16])) {
		return false;
	}
	const hops = bytes[start + 17] <= MOST_HOPS && bytes[start + 18] <= MOST_HOPS;
	return hops && u32le(bytes, start + 19) + HEADER === wireLength;
}

function isSecond({bytes, start, end, wireLength}: PayloadView): boolean {
	if (end - start < SECOND_HEADER || !hasText(bytes, start, end, 'GND') || (bytes[start + 3] & CRITICAL) !== 0) {
		return false;
	}
	const part = bytes[start + 6];
	const parts = bytes[start + 7];
	return part > 0 && (parts === 0 ? wireLength === SECOND_HEADER : part <= parts && wireLength > SECOND_HEADER);
}
