/**
 * RTMP handshake (Adobe RTMP 1.0 § 5.2), `rtmpt` as Wireshark calls it.
 *
 * | offset | field                                                                   |
 * |--------|-------------------------------------------------------------------------|
 * | 0      | version 3; 1: time, 4 bytes; 5: four bytes, 0 or the player's version    |
 * | 9      | random bytes, 1537 in all, in one segment or over two                    |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u32} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HANDSHAKE = 1537;

export const rtmp: ApplicationProtocol = {
	name: 'rtmpt',
	over: [IpProtocol.TCP],
	ports: [1935],
	firstBytes: [3],
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		if (bytes[start] !== 3) {
			return Verdict.no;
		}
		if (view.onPort) {
			return wireLength === 1 ? Verdict.maybe : wireLength > 500 ? Verdict.yes : Verdict.no;
		}
		return end - start >= 9 && wireLength === HANDSHAKE && u32(bytes, start + 5) === 0 ? Verdict.yes : Verdict.no;
	},
};
