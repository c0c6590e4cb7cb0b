/**
 * Tunnels that have a port of UDP for themselves, told there only: GRE (RFC 8086 § 3) and MPLS (RFC 7510 § 3; RFC 3032 § 2.1).
 *
 * | offset | field                                                                        |
 * |--------|------------------------------------------------------------------------------|
 * | 0      | GRE: flags for checksum, key and number, version 0; 2: an Ethernet type       |
 * | 0      | MPLS: labels of four bytes, to one with its last-in-stack bit (0x01 in 2); time to live not 0 |
 * | then   | MPLS: IPv4 or IPv6 of the right length; or a control word and an Ethernet frame |
 */
import {EtherType, IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {isIpPacket} from './inner-ip.js';
import {type ApplicationProtocol, type PayloadView, Verdict} from './recognition.js';

const GRE_HEADER = 4;
/** All but those for checksum, key and number: reserved bits and the version. */
const GRE_ZEROS = 0x4fff;
const LABEL = 4;
const MOST_LABELS = 8;
const BOTTOM = 0x01;
/** Of the labels from 4 to 15 few are assigned (IANA, special-purpose MPLS label values). */
const LAST_EXPLICIT = 3;
const FIRST_FREE = 16;
const SPECIAL = [7, 13, 14, 15];
const CONTROL_WORD = 4;
const ETHERNET_HEADER = 14;

export const greInUdp: ApplicationProtocol = {
	name: 'gre',
	over: [IpProtocol.UDP],
	ports: [4754],
	portsOnly: true,
	recognise({bytes, start, end}) {
		if (end - start < GRE_HEADER || (u16(bytes, start) & GRE_ZEROS) !== 0) {
			return Verdict.no;
		}
		return u16(bytes, start + 2) in EtherType ? Verdict.yes : Verdict.no;
	},
};

export const mplsInUdp: ApplicationProtocol = {
	name: 'mpls',
	over: [IpProtocol.UDP],
	ports: [6635],
	portsOnly: true,
	recognise(view) {
		const {bytes, start, end} = view;
		for (let at = start; at + LABEL < end && at < start + MOST_LABELS * LABEL; at += LABEL) {
			const label = (u16(bytes, at) << 4) | (bytes[at + 2] >> 4);
			const isReserved = label > LAST_EXPLICIT && label < FIRST_FREE && !SPECIAL.includes(label);
			if (isReserved || bytes[at + 3] === 0) {
				return Verdict.no;
			}
			if ((bytes[at + 2] & BOTTOM) !== 0) {
				const inner = at + LABEL - start;
				return isIpPacket(view, inner) || isPseudowire(view, inner) ? Verdict.yes : Verdict.no;
			}
		}
		return Verdict.no;
	},
};

/** A control word of zeros but for its sequence number (RFC 4448 § 4.6), and an Ethernet frame of a type that is known. */
function isPseudowire({bytes, start, end}: PayloadView, offset: number): boolean {
	const at = start + offset;
	const frame = at + CONTROL_WORD + ETHERNET_HEADER;
	return frame <= end && u16(bytes, at) === 0 && u16(bytes, frame - 2) in EtherType;
}
