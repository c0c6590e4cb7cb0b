/**
 * NetBIOS datagram service, UDP 138 (RFC 1002 § 4.4). A datagram that carries an SMB mailslot is `smb`, any other `nbdgm`.
 *
 * | offset | field                                                                           |
 * |--------|---------------------------------------------------------------------------------|
 * | 0      | type: 0x10–0x12 datagram, 0x13 error, 0x14–0x16 query and its answers           |
 * | 4      | source address, 8: source port                                                  |
 * | 10     | datagram length (what follows offset 14), 12: packet offset                     |
 * | 14     | source name, destination name: length 32, letters A–P, scope; then the user data |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {indexOfByte, u16} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

export const nbdgm: ApplicationProtocol = {
	name: 'nbdgm',
	labels: ['smb'],
	over: [IpProtocol.UDP],
	ports: [138],
	portsOnly: true,
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		if (end - start < 11) {
			return Verdict.no;
		}
		const type = bytes[start];
		if (type === 0x13) {
			return wireLength === 11 ? Verdict.yes : Verdict.no;
		}
		if (type >= 0x14 && type <= 0x16) {
			return wireLength >= 10 + 34 && isName(bytes, start + 10, end) ? Verdict.yes : Verdict.no;
		}
		if (type < 0x10 || type > 0x12 || end - start < 14) {
			return Verdict.no;
		}
		if (u16(bytes, start + 10) + 14 > wireLength || !isName(bytes, start + 14, end)) {
			return Verdict.no;
		}

		let at = indexOfByte(bytes, 0, start + 14, end);
		if (at > 0) {
			at = indexOfByte(bytes, 0, at + 1, end);
		}
		const data = at + 1;
		if (at > 0 && data + 4 <= end && bytes[data] === 0xff && bytes[data + 1] === 0x53 && bytes[data + 2] === 0x4d) {
			view.label = 'smb';
		}
		return Verdict.yes;
	},
};

/** A name's length byte and as many of its letters as were captured. */
function isName(bytes: Uint8Array, at: number, end: number): boolean {
	if (at >= end) {
		return true;
	}
	if (bytes[at] !== 32) {
		return false;
	}
	for (let i = at + 1; i < at + 33 && i < end; i++) {
		if (bytes[i] < 0x41 || bytes[i] > 0x50) {
			return false;
		}
	}
	return true;
}
