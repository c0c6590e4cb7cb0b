import type {Packet} from './packet.js';

const ETHERNET = 14;

/**
 * Length of a tag between Ethernet's addresses and the next EtherType, counted from behind the tag's own EtherType and
 * including the next; 0 when `type` is no such tag.
 */
export function tagLength(type: number): number {
	switch (type) {
		case 0x8100: // IEEE 802.1Q
		case 0x88a8: // IEEE 802.1ad
		case 0x9100: // stacked tags before 802.1ad
			return 4;
		case 0x892f: // HSR (IEC 62439-3): path and size, sequence number
		case 0xf1c1: // R-TAG (IEEE 802.1CB): reserved, sequence number
		case 0x8926: // VN-Tag: direction, source and destination interface
			return 6;
		case 0x893f: // E-TAG (IEEE 802.1BR)
		case 0x8909: // Cisco MetaData: version, length, option, security group
			return 8;
		default:
			return 0;
	}
}

/**
 * Length of what lies between an EtherType and the inner network header of types that carry an Ethernet frame or a header
 * that says what it carries. Reads at most to `end`.
 * @returns length up to and including the inner EtherType, which is its last two bytes; at least that when the header that
 * tells was cut; 0 when `type` is none of these
 */
export function encapsulationLength(packet: Packet, type: number, offset: number, end: number): number {
	const bytes = packet.bytes;
	switch (type) {
		case 0x6558: // transparent Ethernet bridging
			return ETHERNET;
		case 0x88e7: // IEEE 802.1ah: service instance tag, then the customer's frame
			return 4 + ETHERNET;
		case 0x8903: // Cisco FabricPath: forwarding tag
			return 2 + ETHERNET;
		case 0x4305: // B.A.T.M.A.N. advanced, version 15: broadcast, unicast, unicast with four addresses
			if (offset + 2 > end) {
				return 10 + ETHERNET;
			}
			if (bytes[offset + 1] !== 15) {
				return 0;
			}
			if (bytes[offset] === 0x01) {
				return 14 + ETHERNET;
			}
			if (bytes[offset] === 0x40) {
				return 10 + ETHERNET;
			}
			return bytes[offset] === 0x42 ? 18 + ETHERNET : 0;
		case 0x22f3: // TRILL (RFC 6325, section 3): options are counted in words
			if (offset + 2 > end) {
				return 6 + ETHERNET;
			}
			return 6 + ((((bytes[offset] & 7) << 2) | (bytes[offset + 1] >> 6)) << 2) + ETHERNET;
		case 0x88e5: // MACsec (IEEE 802.1AE, 9.3): readable when neither encrypted nor changed
			if (offset + 1 > end) {
				return 8;
			}
			if ((bytes[offset] & 0x0c) !== 0) {
				return 0;
			}
			return (bytes[offset] & 0x20) !== 0 ? 16 : 8;
		default:
			return 0;
	}
}
