/**
 * NetFlow version 5 and 9 and IPFIX as `cflow` (RFC 3954 § 5.1, RFC 7011 § 3.1).
 *
 * | version | what agrees                                                              |
 * |---------|--------------------------------------------------------------------------|
 * | 5       | 24 bytes and 48 per record                                               |
 * | 9       | 20 bytes, then sets: number 0, 1 or from 256, length within the datagram |
 * | 10      | length at 2 is the datagram's; sets from 16: number 2, 3 or from 256      |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {u32} from './fields.js';
import {type ApplicationProtocol, type PayloadView, Verdict} from './recognition.js';

export const netflow: ApplicationProtocol = {
	name: 'cflow',
	over: [IpProtocol.UDP],
	ports: [2055, 9996, 4739, 9995],
	firstBytes: [0],
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		if (end - start < 24 || bytes[start] !== 0) {
			return Verdict.no;
		}
		const version = bytes[start + 1];
		const count = u16(bytes, start + 2);
		// The header's own clock, seconds since 1970: after 1990.
		if (u32(bytes, start + (version === 10 ? 4 : 8)) < 631_152_000) {
			return Verdict.no;
		}
		if (version === 5) {
			return count >= 1 && count <= 30 && 24 + 48 * count === wireLength ? Verdict.yes : Verdict.no;
		}
		if (version === 10) {
			return count === wireLength && isSet(view, start + 16, 2) ? Verdict.yes : Verdict.no;
		}
		return version === 9 && view.onPort && count > 0 && isSet(view, start + 20, 0) ? Verdict.yes : Verdict.no;
	},
};

/** Whether a set starts at `at`: templates have the numbers `first` and the next, data from 256. */
function isSet(view: PayloadView, at: number, first: number): boolean {
	const {bytes, start, wireLength} = view;
	const number = u16(bytes, at);
	const length = u16(bytes, at + 2);
	return (
		(number === first || number === first + 1 || number >= 256) && length >= 4 && at - start + length <= wireLength
	);
}
