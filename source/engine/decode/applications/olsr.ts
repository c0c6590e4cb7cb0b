/**
 * OLSR, told on its port only (RFC 3626 § 3.3).
 *
 * | offset | field                                                                     |
 * |--------|---------------------------------------------------------------------------|
 * | 0      | length of all; 2: sequence number                                          |
 * | 4      | messages to the end: type, not 0; 2: length, 12 or more, by fours; 8: time to live |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 4;
const MESSAGE = 12;

export const olsr: ApplicationProtocol = {
	name: 'olsr',
	over: [IpProtocol.UDP],
	ports: [698],
	portsOnly: true,
	recognise({bytes, start, end, wireLength}) {
		if (end - start < HEADER + MESSAGE || end - start < wireLength || u16(bytes, start) !== wireLength) {
			return Verdict.no;
		}
		let at = start + HEADER;
		while (at + MESSAGE <= end) {
			const length = u16(bytes, at + 2);
			if (bytes[at] === 0 || length < MESSAGE || length % 4 !== 0) {
				return Verdict.no;
			}
			at += length;
		}
		return at === end ? Verdict.yes : Verdict.no;
	},
};
