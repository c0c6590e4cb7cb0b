/**
 * CAPWAP, access points and their controller (RFC 5415 § 4), told on ports 5246, `capwap`, and 5247, `capwap.data`, only.
 *
 * | offset | field                                                                      |
 * |--------|----------------------------------------------------------------------------|
 * | 0      | version 0, type: 0 plain, 1 DTLS, behind which three zeros and a record of DTLS follow |
 * | 1      | plain: length of the header in words (5 bits), radio, binding 0 to 3 (5 bits), flags |
 * | 7      | the lowest three bits are 0                                                |
 * | then   | control: enterprise and type of the message <4>, sequence number, length, flags 0 |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16, u24} from './bytes.js';
import {type ApplicationProtocol, type PayloadView, Verdict} from './recognition.js';

const CONTROL = 5246;
const DATA = 5247;
const DTLS = 1;
const HEADER = 8;
const CONTROL_HEADER = 8;
const MOST_BINDING = 3;

export const capwap: ApplicationProtocol = {
	name: 'capwap',
	labels: ['capwap.data'],
	over: [IpProtocol.UDP],
	ports: [CONTROL, DATA],
	portsOnly: true,
	recognise(view) {
		const isData = view.sourcePort === DATA || view.destinationPort === DATA;
		if (isData) {
			view.label = 'capwap.data';
		}
		return isEncrypted(view) || isPlain(view, isData) ? Verdict.yes : Verdict.no;
	},
};

function isEncrypted({bytes, start, end}: PayloadView): boolean {
	if (end - start < HEADER || bytes[start] !== DTLS || u24(bytes, start + 1) !== 0) {
		return false;
	}
	const type = bytes[start + 4];
	return type >= 20 && type <= 25 && bytes[start + 5] === 0xfe && bytes[start + 6] >= 0xfd;
}

function isPlain({bytes, start, end, wireLength}: PayloadView, isData: boolean): boolean {
	if (end - start < HEADER || bytes[start] !== 0 || (bytes[start + 7] & 7) !== 0) {
		return false;
	}
	const header = (bytes[start + 1] >> 3) * 4;
	const binding = (bytes[start + 2] >> 1) & 31;
	if (header < HEADER || header > wireLength || binding > MOST_BINDING) {
		return false;
	}
	if (isData) {
		return true;
	}
	const message = start + header;
	// What is behind the first fragment has no header of a message.
	if ((bytes[start + 3] & 0x80) !== 0 || message + CONTROL_HEADER > end) {
		return true;
	}
	return bytes[message + 7] === 0 && bytes[message + 3] > 0 && u16(bytes, message + 5) <= wireLength - header;
}
