/**
 * H.323: `h225` is a call's signalling (ITU-T Q.931 § 4 in TPKT, RFC 1006 § 6, on port 1720) and registration (H.225.0 § 7, on 1718 and
 * 1719); `h245` its control channel, by the object identifier of H.245 in its first message.
 *
 * | offset | field                                                                         |
 * |--------|-------------------------------------------------------------------------------|
 * | 0      | TPKT: version 3, reserved 0, length of all                                      |
 * | 4      | Q.931: protocol 8, length of the call reference 2; 8: a message                  |
 * | then   | H.245: 06 00 08 81 75 00 in PER, the identifier 0.0.8.245.0                      |
 * | then   | registration: 06 00 08 91 4a 00, the identifier 0.0.8.2250.0                     |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {type ApplicationProtocol, type PayloadView, Verdict} from './recognition.js';

const TPKT = 0x0300;
const CALL = 0x0802;
/** Alerting, proceeding, progress, setup, connect, release, facility, information, status and what asks for it. */
const MESSAGES = [0x01, 0x02, 0x03, 0x05, 0x07, 0x0d, 0x5a, 0x62, 0x6e, 0x75, 0x7b, 0x7d];
const CONTROL = [0x06, 0x00, 0x08, 0x81, 0x75, 0x00];
const REGISTRATION = [0x06, 0x00, 0x08, 0x91, 0x4a, 0x00];
const SEARCHED = 24;

export const h323: ApplicationProtocol = {
	name: 'h225',
	labels: ['h245'],
	over: [IpProtocol.TCP],
	ports: [1720],
	firstBytes: [0x03],
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		if (end - start < 10 || u16(bytes, start) !== TPKT || u16(bytes, start + 2) > wireLength) {
			return Verdict.no;
		}
		if (view.onPort && u16(bytes, start + 4) === CALL && MESSAGES.includes(bytes[start + 8])) {
			return Verdict.yes;
		}
		view.label = 'h245';
		return has(view, CONTROL) ? Verdict.yes : Verdict.no;
	},
};

export const ras: ApplicationProtocol = {
	name: 'h225',
	over: [IpProtocol.UDP],
	ports: [1718, 1719],
	portsOnly: true,
	recognise: view => (has(view, REGISTRATION) ? Verdict.yes : Verdict.no),
};

function has({bytes, start, end}: PayloadView, identifier: readonly number[]): boolean {
	const stop = Math.min(end, start + SEARCHED) - identifier.length;
	for (let at = start; at <= stop; at++) {
		if (identifier.every((byte, i) => bytes[at + i] === byte)) {
			return true;
		}
	}
	return false;
}
