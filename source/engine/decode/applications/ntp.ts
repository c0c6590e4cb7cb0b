/**
 * NTP (RFC 5905 § 7.3), control messages (mode 6, RFC 9327 § 2) and ntpd's private ones (mode 7), on port 123 only.
 *
 * | offset | field                                                                                       |
 * |--------|---------------------------------------------------------------------------------------------|
 * | 0      | leap 2 bits, version 0–4, mode 3 bits                                                       |
 * | 1      | stratum, 0–16; 2: poll, log2 s; in all 48 bytes, then extensions and digest in words of four |
 * | 1      | mode 6: operation 0–31; 10: how many bytes of data follow the 12 of the header               |
 * | 2      | mode 7: implementation 0, 2 or 3; 4: items and their size, which are within the datagram     |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {type ApplicationProtocol, type PayloadView, Verdict} from './recognition.js';

const HEADER = 48;
const CONTROL_HEADER = 12;
const PRIVATE_HEADER = 8;
const LAST_STRATUM = 16;
const LONGEST_POLL = 24;

export const ntp: ApplicationProtocol = {
	name: 'ntp',
	over: [IpProtocol.UDP],
	ports: [123],
	portsOnly: true,

	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		const mode = bytes[start] & 7;
		if (((bytes[start] >> 3) & 7) > 4 || end - start < PRIVATE_HEADER) {
			return Verdict.no;
		}
		const holds = mode === 6 ? isControl(view) : mode === 7 ? isPrivate(view) : isTime(bytes, start, wireLength);
		return holds ? Verdict.yes : Verdict.no;
	},
};

function isTime(bytes: Uint8Array, start: number, wireLength: number): boolean {
	if (wireLength < HEADER || wireLength % 4 !== 0 || bytes[start + 1] > LAST_STRATUM) {
		return false;
	}
	return Math.abs((bytes[start + 2] << 24) >> 24) <= LONGEST_POLL;
}

function isControl({bytes, start, end, wireLength}: PayloadView): boolean {
	if (end - start < CONTROL_HEADER) {
		return false;
	}
	const data = u16(bytes, start + 10);
	return CONTROL_HEADER + data <= wireLength && wireLength <= CONTROL_HEADER + data + 32 + 3;
}

function isPrivate({bytes, start, wireLength}: PayloadView): boolean {
	const implementation = bytes[start + 2];
	if (implementation !== 0 && implementation !== 2 && implementation !== 3) {
		return false;
	}
	const items = u16(bytes, start + 4) & 0xfff;
	return PRIVATE_HEADER + items * (u16(bytes, start + 6) & 0xfff) <= wireLength;
}
