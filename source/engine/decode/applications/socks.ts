/**
 * SOCKS 4, 4a (the protocol's memo) and 5 (RFC 1928 § 3): a request, and off port 1080 its answer too.
 *
 * | version | request                                        | answer                        |
 * |---------|------------------------------------------------|-------------------------------|
 * | 4       | 4, 1 or 2, port, address, user, NUL            | 0, 90–93, port, address       |
 * | 5       | 5, number of methods, as many methods          | 5, one method                 |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {indexOfByte} from './bytes.js';
import {isPrintable} from './fields.js';
import {type ApplicationProtocol, type PayloadView, Verdict} from './recognition.js';

export const socks: ApplicationProtocol = {
	name: 'socks',
	over: [IpProtocol.TCP],
	ports: [1080],
	// An answer that begins with 0 is asked for by what its request left.
	firstBytes: [4, 5],
	recognise(view) {
		const {bytes, start, end, wireLength, direction} = view;
		if (end - start < 2 || end - start < wireLength) {
			return Verdict.no;
		}
		const asked = view.memory;
		if (typeof asked === 'number' && asked >> 4 !== direction) {
			const agreed = wireLength === 2 && bytes[start] === 5 && (bytes[start + 1] <= 9 || bytes[start + 1] >= 0x80);
			const granted = wireLength === 8 && bytes[start] === 0 && bytes[start + 1] >= 90 && bytes[start + 1] <= 93;
			return ((asked & 15) === 5 ? agreed : granted) ? Verdict.yes : Verdict.no;
		}

		const version = bytes[start];
		if (version === 5 ? !isGreeting(view) : version !== 4 || !isRequest(view)) {
			return Verdict.no;
		}
		if (view.onPort) {
			return Verdict.yes;
		}
		view.memory = (direction << 4) | version;
		return Verdict.maybe;
	},
};

function isGreeting(view: PayloadView): boolean {
	const {bytes, start, end, wireLength} = view;
	const methods = bytes[start + 1];
	if (methods === 0 || methods + 2 !== wireLength) {
		return false;
	}
	for (let at = start + 2; at < end; at++) {
		if (bytes[at] > 9 && bytes[at] < 0x80) {
			return false;
		}
	}
	return true;
}

function isRequest(view: PayloadView): boolean {
	const {bytes, start, end} = view;
	if (end - start < 9 || bytes[start + 1] < 1 || bytes[start + 1] > 2 || bytes[end - 1] !== 0) {
		return false;
	}
	const user = indexOfByte(bytes, 0, start + 8, end);
	return (
		user >= 0 && isPrintable(bytes, start + 8, user) && (user === end - 1 || isPrintable(bytes, user + 1, end - 1))
	);
}
