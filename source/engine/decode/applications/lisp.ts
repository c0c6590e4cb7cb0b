/**
 * LISP, told on its ports only: control messages as `lisp` (RFC 9301 § 5), over TCP too (draft-kouvelas-lisp-map-server-reliable-transport
 * § 5.1), packets inside as `lisp-data` (RFC 9300 § 5).
 *
 * | offset | field                                                                  |
 * |--------|------------------------------------------------------------------------|
 * | 0      | 4342: type 1 request, 2 reply, 3 register, 4 notify, 5, 7, 8 a packet with one inside (4 bits) |
 * | 3      | 4342: number of records, of types 1 to 4 not 0; of 8 an IP header at 4   |
 * | 8      | 4341: an IP header, behind flags, nonce and status bits                 |
 * | 0      | TCP: type 16–32; 2: length of all; 4: identifier; the last four bytes 9f ac ad e9 |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {u32} from './fields.js';
import {isIpPacket} from './inner-ip.js';
import {type ApplicationProtocol, type PayloadView, Verdict} from './recognition.js';

const DATA = 4341;
const CONTROL = 4342;
const HEADER = 8;
const ENCAPSULATED = 8;
const MOST_RECORDS = 64;
const RELIABLE_HEADER = 8;
const FIRST_RELIABLE = 16;
const LAST_RELIABLE = 32;
const MARKER = 0x9fac_ade9;

export const lisp: ApplicationProtocol = {
	name: 'lisp',
	labels: ['lisp-data'],
	over: [IpProtocol.UDP, IpProtocol.TCP],
	ports: [DATA, CONTROL],
	portsOnly: true,
	recognise(view) {
		if (view.transport === IpProtocol.TCP) {
			return isReliable(view) ? Verdict.yes : Verdict.no;
		}
		if (view.sourcePort === CONTROL || view.destinationPort === CONTROL) {
			return isControl(view) ? Verdict.yes : Verdict.no;
		}
		view.label = 'lisp-data';
		return isIpPacket(view, HEADER) ? Verdict.yes : Verdict.no;
	},
};

function isControl(view: PayloadView): boolean {
	const {bytes, start, end} = view;
	if (end - start < HEADER) {
		return false;
	}
	const type = bytes[start] >> 4;
	if (type === ENCAPSULATED) {
		return isIpPacket(view, 4);
	}
	// Requests have their number of records in 3, behind a count of addresses; replies too.
	const records = bytes[start + 3];
	const isKnown = (type >= 1 && type <= 5) || type === 7;
	return isKnown && (type > 4 || (records > 0 && records <= MOST_RECORDS)) && (bytes[start + 1] & 0x0f) === 0;
}

function isReliable({bytes, start, end, sourcePort, destinationPort}: PayloadView): boolean {
	if (end - start < RELIABLE_HEADER + 4 || (sourcePort !== CONTROL && destinationPort !== CONTROL)) {
		return false;
	}
	const type = u16(bytes, start);
	const length = u16(bytes, start + 2);
	const marker = start + length - 4;
	const isIt = type >= FIRST_RELIABLE && type <= LAST_RELIABLE && length >= RELIABLE_HEADER + 4;
	return isIt && marker + 4 <= end && u32(bytes, marker) === MARKER;
}
