/** IP packets within payloads. */
import {u16} from './bytes.js';
import type {PayloadView} from './recognition.js';

const IPV6_HEADER = 40;
const LEAST_WORDS = 5;

/** Whether at `offset` in the payload stands an IPv4 or IPv6 header whose length is that of the rest of the datagram. */
export function isIpPacket({bytes, start, end, wireLength}: PayloadView, offset: number): boolean {
	const at = start + offset;
	if (at + 8 > end) {
		return false;
	}
	const rest = wireLength - offset;
	const version = bytes[at] >> 4;
	if (version === 4) {
		return (bytes[at] & 15) >= LEAST_WORDS && u16(bytes, at + 2) === rest;
	}
	return version === 6 && u16(bytes, at + 4) + IPV6_HEADER === rest;
}
