/**
 * SMB and SMB2 over the NetBIOS session service (RFC 1002 § 4.3) or straight over TCP 445 (MS-SMB2 § 2.1).
 *
 * | offset | field                                                                   |
 * |--------|-------------------------------------------------------------------------|
 * | 0      | NBSS type: 0 message, 0x81 request, 0x82–0x84 responses, 0x85 keepalive |
 * | 1      | length, 24 bits (17 in NBSS)                                            |
 * | 4      | FF 'SMB' = SMB1; FE, FD or FC 'SMB' = SMB2, encrypted, compressed       |
 *
 * A session request labels the flow `nbss` and an SMB1 negotiation `smb` until a later payload shows what was agreed.
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16, u24} from './bytes.js';
import {u16le} from './fields.js';
import {type ApplicationProtocol, type PayloadView, Verdict} from './recognition.js';

const SMB_HEADER = 32;
const SMB2_HEADER = 64;
const NEGOTIATE = 0x72;

export const smb: ApplicationProtocol = {
	name: 'smb',
	labels: ['smb2', 'nbss'],
	over: [IpProtocol.TCP],
	ports: [445, 139],
	firstBytes: [0x00, 0x81],
	recognise(view) {
		const labelled = view.memory === true;
		const {bytes, start, end, wireLength} = view;
		const undecided = labelled ? Verdict.maybe : Verdict.no;
		if (end - start < 4) {
			return undecided;
		}
		if (bytes[start] !== 0) {
			return isSession(view) ? keepLooking(view, 'nbss') : undecided;
		}
		// The four bytes before a message may come in a segment of their own.
		if (wireLength === 4) {
			return view.onPort ? Verdict.maybe : undecided;
		}
		if (u24(bytes, start + 1) < SMB_HEADER) {
			return undecided;
		}
		return message(view, start + 4, undecided);
	},
};

function message(view: PayloadView, at: number, otherwise: Verdict): Verdict {
	const {bytes, end} = view;
	if (at + 5 > end || bytes[at + 1] !== 0x53 || bytes[at + 2] !== 0x4d || bytes[at + 3] !== 0x42) {
		return otherwise;
	}
	switch (bytes[at]) {
		case 0xff:
			if (bytes[at + 4] === NEGOTIATE) {
				return keepLooking(view, 'smb');
			}
			view.label = 'smb';
			return Verdict.yes;
		case 0xfe:
			if (at + 6 <= end && u16le(bytes, at + 4) !== SMB2_HEADER) {
				return otherwise;
			}
			view.label = 'smb2';
			return Verdict.yes;
		case 0xfd:
		case 0xfc:
			view.label = 'smb2';
			return Verdict.yes;
		default:
			return otherwise;
	}
}

/** Session packets other than messages: sizes are fixed but for a request, which is two encoded names. */
function isSession(view: PayloadView): boolean {
	const {bytes, start, end, wireLength} = view;
	const length = u16(bytes, start + 2);
	if (bytes[start + 1] !== 0 || length + 4 !== wireLength) {
		return false;
	}
	switch (bytes[start]) {
		case 0x81:
			return length >= 68 && start + 37 <= end && bytes[start + 4] === 32 && isEncodedName(bytes, start + 5);
		case 0x82:
		case 0x85:
			return view.onPort && length === 0;
		case 0x83:
			return view.onPort && length === 1;
		case 0x84:
			return view.onPort && length === 6;
		default:
			return false;
	}
}

/** 32 letters A–P: a NetBIOS name, half a byte each (RFC 1001 § 14.1). */
function isEncodedName(bytes: Uint8Array, at: number): boolean {
	for (let i = at; i < at + 32; i++) {
		if (bytes[i] < 0x41 || bytes[i] > 0x50) {
			return false;
		}
	}
	return true;
}

function keepLooking(view: PayloadView, label: string): Verdict {
	view.label = label;
	view.settled = false;
	view.memory = true;
	return Verdict.yes;
}
