/**
 * PTP over UDP, version 2 (IEEE 1588-2019 § 13.3, annex C and D), told on ports 319 and 320 only.
 *
 * | offset | field                                                                 |
 * |--------|-----------------------------------------------------------------------|
 * | 0      | profile (4 bits), type 0–3 on port 319, 8–13 on 320                     |
 * | 1      | minor version (4 bits), version 2; 2: length, at least 44               |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 34;
const LEAST = 44;
const VERSION = 2;
const MOST_MINOR = 1;
const EVENTS = 319;
const LAST_EVENT = 3;
const FIRST_GENERAL = 8;
const LAST_GENERAL = 13;

export const ptp: ApplicationProtocol = {
	name: 'ptp',
	over: [IpProtocol.UDP],
	ports: [EVENTS, 320],
	portsOnly: true,
	recognise({bytes, start, end, wireLength, destinationPort}) {
		if (end - start < HEADER || (bytes[start + 1] & 15) !== VERSION || bytes[start + 1] >> 4 > MOST_MINOR) {
			return Verdict.no;
		}
		const length = u16(bytes, start + 2);
		const type = bytes[start] & 15;
		const isType = destinationPort === EVENTS ? type <= LAST_EVENT : type >= FIRST_GENERAL && type <= LAST_GENERAL;
		return isType && length >= LEAST && length <= wireLength ? Verdict.yes : Verdict.no;
	},
};
