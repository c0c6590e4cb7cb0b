/**
 * Photon, which many games of phones play by, on its ports (Photon documentation, "Binary protocol"; commands as ENet's).
 *
 * | offset | field                                                                       |
 * |--------|-----------------------------------------------------------------------------|
 * | 0      | peer, 0xffff before it has one; 2: flags 0, 1; 3: number of commands, not 0     |
 * | 12     | commands to the end: type 1–8, channel, flags, 0 or 4; 4: length; 8: sequence number |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u32} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 12;
const COMMAND = 12;
const MOST_TYPE = 8;

export const photon: ApplicationProtocol = {
	name: 'photon',
	over: [IpProtocol.UDP],
	ports: [5055, 5056, 5058],
	portsOnly: true,
	recognise({bytes, start, end, wireLength}) {
		if (end - start < HEADER + COMMAND || end - start < wireLength || bytes[start + 2] > 1) {
			return Verdict.no;
		}
		let count = 0;
		let at = start + HEADER;
		while (at + COMMAND <= end) {
			const length = u32(bytes, at + 4);
			if (bytes[at] === 0 || bytes[at] > MOST_TYPE || length < COMMAND || length > wireLength) {
				return Verdict.no;
			}
			at += length;
			count++;
		}
		return at === end && count === bytes[start + 3] ? Verdict.yes : Verdict.no;
	},
};
