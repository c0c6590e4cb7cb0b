/**
 * Assigned numbers by name, as far as the code acts on them; `names.ts` and `link-types.ts` have the texts of all. They are
 * enums because the bundler puts the numbers where the names stand: a comparison on the packet path is with a constant.
 */

/** IANA "Assigned Internet Protocol Numbers", by keyword: IPv4's protocol field, IPv6's next header. */
export enum IpProtocol {
	HOPOPT = 0,
	ICMP = 1,
	IGMP = 2,
	IPV4 = 4,
	TCP = 6,
	UDP = 17,
	DCCP = 33,
	IPV6 = 41,
	IPV6_ROUTE = 43,
	IPV6_FRAG = 44,
	RSVP = 46,
	GRE = 47,
	ESP = 50,
	AH = 51,
	IPV6_ICMP = 58,
	IPV6_NONXT = 59,
	IPV6_OPTS = 60,
	EIGRP = 88,
	OSPF = 89,
	ETHERIP = 97,
	PIM = 103,
	IPCOMP = 108,
	VRRP = 112,
	PGM = 113,
	L2TP = 115,
	SCTP = 132,
	MOBILITY_HEADER = 135,
	UDPLITE = 136,
	MPLS_IN_IP = 137,
}

/** IEEE 802 Numbers, "Ether Types". */
export enum EtherType {
	IPV4 = 0x0800,
	ARP = 0x0806,
	ERSPAN_III = 0x22eb,
	TRILL = 0x22f3,
	BATMAN = 0x4305,
	/** Transparent Ethernet bridging. */
	TEB = 0x6558,
	RARP = 0x8035,
	/** IEEE 802.1Q, the customer's tag. */
	VLAN = 0x8100,
	IPV6 = 0x86dd,
	PPP = 0x880b,
	MPLS = 0x8847,
	MPLS_MULTICAST = 0x8848,
	PPPOE_DISCOVERY = 0x8863,
	PPPOE_SESSION = 0x8864,
	/** LLC frames longer than 1500 bytes. */
	JUMBO_LLC = 0x8870,
	EAPOL = 0x888e,
	/** IEEE 802.1ad, the provider's tag. */
	SERVICE_VLAN = 0x88a8,
	/** Types I and II. */
	ERSPAN_II = 0x88be,
	LLDP = 0x88cc,
	MACSEC = 0x88e5,
	/** IEEE 802.1ah. */
	PROVIDER_BACKBONE = 0x88e7,
	CFM = 0x8902,
	FABRIC_PATH = 0x8903,
	CISCO_METADATA = 0x8909,
	/** VN-Tag. */
	VN_TAG = 0x8926,
	HSR = 0x892f,
	/** E-TAG (IEEE 802.1BR). */
	E_TAG = 0x893f,
	NSH = 0x894f,
	/** Configuration test protocol. */
	LOOPBACK = 0x9000,
	/** Stacked tags before 802.1ad. */
	OLD_STACKED_VLAN = 0x9100,
	/** 6LoWPAN (RFC 7973). */
	LOWPAN = 0xa0ed,
	/** Time of a switch, before the frame's own type. */
	ARISTA = 0xd28b,
	/** IEEE 802.1CB. */
	R_TAG = 0xf1c1,
}

/** IANA "PPP DLL Protocol Numbers". */
export enum PppProtocol {
	IPV4 = 0x0021,
	IPV6 = 0x0057,
	MPLS = 0x0281,
	MPLS_MULTICAST = 0x0283,
}

/**
 * Link types: LINKTYPE_ values of tcpdump.org/linktypes.html under their names without the prefix, and with theirs the DLT_
 * values of live handles that differ.
 */
export enum LinkType {
	NULL = 0,
	ETHERNET = 1,
	IEEE802_5 = 6,
	ARCNET_BSD = 7,
	SLIP = 8,
	PPP = 9,
	FDDI = 10,
	DLT_ATM_RFC1483 = 11,
	DLT_RAW = 12,
	DLT_ENC_OPENBSD = 13,
	DLT_RAW_OPENBSD = 14,
	DLT_ATM_CLIP = 19,
	PPP_HDLC = 50,
	PPP_ETHER = 51,
	ATM_RFC1483 = 100,
	RAW = 101,
	C_HDLC = 104,
	IEEE802_11 = 105,
	ATM_CLIP = 106,
	FRELAY = 107,
	LOOP = 108,
	ENC = 109,
	HDLC = 112,
	LINUX_SLL = 113,
	PFLOG = 117,
	IEEE802_11_PRISM = 119,
	IP_OVER_FC = 122,
	SUNATM = 123,
	IEEE802_11_RADIOTAP = 127,
	ARCNET_LINUX = 129,
	APPLE_IP_OVER_IEEE1394 = 138,
	/** For users' own; Apple's systems wrote PKTAP so before it had a number. */
	USER2 = 149,
	IEEE802_11_AVS = 163,
	PPP_PPPD = 166,
	JUNIPER_ETHER = 178,
	JUNIPER_PPP = 179,
	JUNIPER_FRELAY = 180,
	JUNIPER_CHDLC = 181,
	USB_FREEBSD = 186,
	BLUETOOTH_HCI_H4 = 187,
	USB_LINUX = 189,
	CAN20B = 190,
	IEEE802_15_4_LINUX = 191,
	PPI = 192,
	IEEE802_15_4_WITHFCS = 195,
	ERF = 197,
	BLUETOOTH_HCI_H4_WITH_PHDR = 201,
	PPP_WITH_DIR = 204,
	C_HDLC_WITH_DIR = 205,
	FRELAY_WITH_DIR = 206,
	IEEE802_15_4_NONASK_PHY = 215,
	MPLS = 219,
	USB_LINUX_MMAPPED = 220,
	IPNET = 226,
	CAN_SOCKETCAN = 227,
	IPV4 = 228,
	IPV6 = 229,
	IEEE802_15_4_NOFCS = 230,
	DBUS = 231,
	NFLOG = 239,
	NETANALYZER = 240,
	NETANALYZER_TRANSPARENT = 241,
	IPOIB = 242,
	USBPCAP = 249,
	BLUETOOTH_LE_LL = 251,
	NETLINK = 253,
	BLUETOOTH_LINUX_MONITOR = 254,
	BLUETOOTH_BREDR_BB = 255,
	BLUETOOTH_LE_LL_WITH_PHDR = 256,
	PKTAP = 258,
	EPON = 259,
	USB_DARWIN = 266,
	ETHERNET_MPACKET = 274,
	LINUX_SLL2 = 276,
	EBHSCR = 279,
	DSA_TAG_BRCM = 281,
	DSA_TAG_BRCM_PREPEND = 282,
	IEEE802_15_4_TAP = 283,
	DSA_TAG_DSA = 284,
	DSA_TAG_EDSA = 285,
	USB_2_0 = 288,
}
