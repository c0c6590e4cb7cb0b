/**
 * Names for what lies between link and network layer: headers that are walked through, and protocols that stand where a
 * network header could be. Wireshark's short names where it has one.
 */
import {EtherType} from './assigned-numbers.js';

/** Names of encapsulations, by bit of `Packet.between`. */
export const ENCAPSULATION_NAMES: readonly string[] = [
	'vlan',
	'ieee8021ad',
	'hsr',
	'rtag',
	'vntag',
	'ieee8021br',
	'cmd',
	'mpls',
	'pppoes',
	'ppp',
	'nsh',
	'eth',
	'ieee8021ah',
	'cfp',
	'batadv',
	'trill',
	'macsec',
	'avsp',
	'6lowpan',
];

/** Bit of `Packet.between` for an EtherType whose header is walked through; 0 for any other. */
export function encapsulationBit(type: number): number {
	switch (type) {
		case EtherType.VLAN:
		case EtherType.OLD_STACKED_VLAN:
			return 1 << 0;
		case EtherType.SERVICE_VLAN:
			return 1 << 1;
		case EtherType.HSR:
			return 1 << 2;
		case EtherType.R_TAG:
			return 1 << 3;
		case EtherType.VN_TAG:
			return 1 << 4;
		case EtherType.E_TAG:
			return 1 << 5;
		case EtherType.CISCO_METADATA:
			return 1 << 6;
		case EtherType.MPLS:
		case EtherType.MPLS_MULTICAST:
			return 1 << 7;
		case EtherType.PPPOE_SESSION:
			return 1 << 8;
		case EtherType.PPP:
			return 1 << 9;
		case EtherType.NSH:
			return 1 << 10;
		case EtherType.TEB:
			return 1 << 11;
		case EtherType.PROVIDER_BACKBONE:
			return 1 << 12;
		case EtherType.FABRIC_PATH:
			return 1 << 13;
		case EtherType.BATMAN:
			return 1 << 14;
		case EtherType.TRILL:
			return 1 << 15;
		case EtherType.MACSEC:
			return 1 << 16;
		case EtherType.ARISTA:
			return 1 << 17;
		case EtherType.LOWPAN:
			return 1 << 18;
		default:
			return 0;
	}
}

/** `Packet.other` is a number of its protocol plus one of these; a bare number from 0x0600 on is an EtherType. */
export const Other = {
	/** IEEE 802.2 destination service access point. */
	llc: 0x1_0000,
	/** Protocol of SNAP with Cisco's organisation. */
	cisco: 0x2_0000,
	/** SNAP of another organisation. */
	snap: 0x3_0000,
	/** PPP protocol number. */
	ppp: 0x4_0000,
} as const;

const OTHER_NAMES = new Map<number, string>([
	[0x0842, 'wol'],
	[0x0805, 'x.25'],
	[0x6002, 'mop'],
	[0x6003, 'dec_dna'],
	[0x809b, 'ddp'],
	[0x80f3, 'aarp'],
	[0x8137, 'ipx'],
	[0x8808, 'macc'],
	[0x8809, 'slow'],
	[0x8863, 'pppoed'],
	[0x887b, 'homeplug'],
	[0x888e, 'eapol'],
	[0x8892, 'pn_rt'],
	[0x88a4, 'ecatf'],
	[0x88b8, 'goose'],
	[0x88ba, 'sv'],
	[0x88cc, 'lldp'],
	[0x88e1, 'homeplug-av'],
	[0x88e3, 'pn_mrp'],
	[0x88e5, 'macsec'],
	[0x88f5, 'mrp-mvrp'],
	[0x88f7, 'ptp'],
	[0x88fb, 'prp'],
	[0x8902, 'cfm'],
	[0x8906, 'fcoe'],
	[0x8914, 'fip'],
	[0x8915, 'infiniband'],
	[0x9000, 'loop'],
	[0xa0ed, '6lowpan'],
	[Other.llc + 0x42, 'stp'],
	[Other.llc + 0xe0, 'ipx'],
	[Other.llc + 0xf0, 'netbios'],
	[Other.llc + 0xfe, 'osi'],
	[Other.cisco + 0x0104, 'pagp'],
	[Other.cisco + 0x010b, 'stp'],
	[Other.cisco + 0x0111, 'udld'],
	[Other.cisco + 0x2000, 'cdp'],
	[Other.cisco + 0x2003, 'vtp'],
	[Other.cisco + 0x2004, 'dtp'],
	[Other.ppp + 0x8021, 'ipcp'],
	[Other.ppp + 0x8057, 'ipv6cp'],
	[Other.ppp + 0x80fd, 'ccp'],
	[Other.ppp + 0x8281, 'mplscp'],
	[Other.ppp + 0xc021, 'lcp'],
	[Other.ppp + 0xc023, 'pap'],
	[Other.ppp + 0xc223, 'chap'],
	[Other.ppp + 0xc227, 'eap'],
]);

const KINDS = ['ethertype', 'llc', 'cisco', 'snap', 'ppp'];

/** The name of a `Packet.other`; its kind and number where it has none: `ethertype-0x88b5`. */
export function otherName(other: number): string {
	return OTHER_NAMES.get(other) ?? `${KINDS[other >> 16]}-0x${(other & 0xffff).toString(16).padStart(4, '0')}`;
}
