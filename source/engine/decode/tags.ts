import {EtherType} from './assigned-numbers.js';
import type {Packet} from './packet.js';

const ETHERNET = 14;
const ARISTA_HEADER = 4;

/** Whether the type's tag begins with a VLAN identifier (IEEE 802.1Q, 9.6): the lower twelve bits of its first two bytes. */
export function isVlan(type: number): boolean {
	return type === EtherType.VLAN || type === EtherType.SERVICE_VLAN || type === EtherType.OLD_STACKED_VLAN;
}

/**
 * Length of a tag between Ethernet's addresses and the next EtherType, counted from behind the tag's own EtherType and
 * including the next; 0 when `type` is no such tag.
 */
export function tagLength(type: number): number {
	switch (type) {
		case EtherType.VLAN:
		case EtherType.SERVICE_VLAN:
		case EtherType.OLD_STACKED_VLAN:
			return 4;
		case EtherType.HSR: // IEC 62439-3: path and size, sequence number
		case EtherType.R_TAG: // reserved, sequence number
		case EtherType.VN_TAG: // direction, source and destination interface
			return 6;
		case EtherType.E_TAG:
		case EtherType.CISCO_METADATA: // version, length, option, security group
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
		case EtherType.TEB:
			return ETHERNET;
		case EtherType.PROVIDER_BACKBONE: // service instance tag, then the customer's frame
			return 4 + ETHERNET;
		case EtherType.FABRIC_PATH: // forwarding tag
			return 2 + ETHERNET;
		case EtherType.BATMAN: // version 15: broadcast, unicast, unicast with four addresses
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
		case EtherType.TRILL: // RFC 6325, section 3: options are counted in words
			if (offset + 2 > end) {
				return 6 + ETHERNET;
			}
			return 6 + ((((bytes[offset] & 7) << 2) | (bytes[offset + 1] >> 6)) << 2) + ETHERNET;
		case EtherType.ARISTA: // subtype, version, seconds and nanoseconds of 64 or 48 bits
			if (offset + 4 > end) {
				return 6 + 2 + ARISTA_HEADER;
			}
			if (bytes[offset] !== 0 || bytes[offset + 1] !== 1) {
				return 0;
			}
			return bytes[offset + 3] >> 4 === 1
				? 8 + 2 + ARISTA_HEADER
				: bytes[offset + 3] >> 4 === 2
					? 6 + 2 + ARISTA_HEADER
					: 0;
		case EtherType.MACSEC: // IEEE 802.1AE, 9.3: readable when neither encrypted nor changed
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
