/**
 * Wake-on-LAN ("Magic Packet Technology", AMD publication 20213): six bytes 0xff, an Ethernet address sixteen times, and nothing,
 * a password of four bytes or one of six behind it.
 */
import {IpProtocol} from '../assigned-numbers.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const ADDRESS = 6;
const LENGTH = 17 * ADDRESS;
const PASSWORDS = [0, 4, 6];

export const wol: ApplicationProtocol = {
	name: 'wol',
	over: [IpProtocol.UDP],
	ports: [7, 9],
	firstBytes: [0xff],
	recognise({bytes, start, end, wireLength}) {
		if (!PASSWORDS.includes(wireLength - LENGTH) || end - start < 3 * ADDRESS) {
			return Verdict.no;
		}
		const stop = Math.min(end, start + LENGTH);
		for (let at = start; at < stop; at++) {
			const inFirst = at < start + ADDRESS;
			if (inFirst ? bytes[at] !== 0xff : at >= start + 2 * ADDRESS && bytes[at] !== bytes[at - ADDRESS]) {
				return Verdict.no;
			}
		}
		return Verdict.yes;
	},
};
