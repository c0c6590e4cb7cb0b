/**
 * MySQL and MariaDB client/server protocol (MySQL internals: packet header, HandshakeV10, ERR_Packet, HandshakeResponse41).
 *
 * | offset | field                                                                             |
 * |--------|-----------------------------------------------------------------------------------|
 * | 0      | payload length, 24 bits little-endian                                             |
 * | 3      | sequence number: 0 in the greeting, 1 in the login                                |
 * | 4      | greeting: 10 (or 9), version text, NUL; refusal: 0xff, error number               |
 * | 4      | port 3306, sequence 0: a command, 0–0x1f                                           |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {indexOfByte} from './bytes.js';
import {isPrintable, u16le} from './fields.js';
import {type ApplicationProtocol, type PayloadView, Verdict} from './recognition.js';

export const mysql: ApplicationProtocol = {
	name: 'mysql',
	over: [IpProtocol.TCP],
	ports: [3306],
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		if (end - start < 5) {
			return Verdict.no;
		}
		const length = u16le(bytes, start) | (bytes[start + 2] << 16);
		if (length === 0 || length + 4 > wireLength) {
			return Verdict.no;
		}
		const sequence = bytes[start + 3];
		const whole = length + 4 === wireLength;
		if (sequence === 0 && whole && (isGreeting(view) || isRefusal(view))) {
			return Verdict.yes;
		}
		if (!view.onPort) {
			return Verdict.no;
		}
		if (sequence === 0) {
			return whole && bytes[start + 4] < 0x20 ? Verdict.yes : Verdict.no;
		}
		return sequence === 1 ? Verdict.yes : Verdict.no;
	},
};

/** Version text of digits and dots first, then thread number and the first half of the scramble. */
function isGreeting(view: PayloadView): boolean {
	const {bytes, start, end} = view;
	const version = bytes[start + 4];
	if (end - start < 8 || (version !== 10 && version !== 9)) {
		return false;
	}
	const first = bytes[start + 5];
	if (first < 0x30 || first > 0x39) {
		return false;
	}
	const last = indexOfByte(bytes, 0, start + 5, end);
	return last > 0 && last - start < 100 && isPrintable(bytes, start + 5, last) && view.wireLength >= last - start + 13;
}

/** Error numbers of the server are 1000 and more; the text follows, after `#` and a state in newer servers. */
function isRefusal(view: PayloadView): boolean {
	const {bytes, start, end} = view;
	if (end - start < 12 || bytes[start + 4] !== 0xff) {
		return false;
	}
	const error = u16le(bytes, start + 5);
	return error >= 1000 && error < 5000 && isPrintable(bytes, start + 7, end);
}
