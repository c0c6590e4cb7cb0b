/** The small integers that the decoder leaves in a `Packet`, by name. `names.ts` has their texts, index for index. */

/** Values of `Packet.link`. */
export const Link = {
	other: 0,
	eth: 1,
	sll: 2,
	sll2: 3,
	null: 4,
	loop: 5,
	raw: 6,
	ppp: 7,
	chdlc: 8,
	fr: 9,
	fddi: 10,
	tokenRing: 11,
	fibreChannel: 12,
	wlan: 13,
	radiotap: 14,
	prism: 15,
	avs: 16,
	ppi: 17,
	nflog: 18,
	netlink: 19,
	can: 20,
	wpan: 21,
	dsa: 22,
	pppoe: 23,
	enc: 24,
	pflog: 25,
	atm: 26,
	slip: 27,
	mpls: 28,
	pktap: 29,
	firewire: 30,
	infiniband: 31,
	ipnet: 32,
	netanalyzer: 33,
	erf: 34,
	usb: 35,
	bluetooth: 36,
	arcnet: 37,
	juniper: 38,
} as const;

/** Values of `Packet.stop`. */
export const Stop = {
	none: 0,
	/** The capture ended before the header did; the packet itself may be sound. */
	truncated: 1,
	/** The packet itself ended before the header did. */
	tooShort: 2,
	/** The version field is not the one that the layer below announced. */
	badVersion: 3,
	/** A header length below the protocol's minimum, or past the end of the packet. */
	badHeaderLength: 4,
	/** A length field that is below its own header or past the end of the packet. */
	badLength: 5,
	/** An address that is made of what the packet does not tell: a context of 6LoWPAN, a link without addresses. */
	unknownAddress: 6,
	/** The checksum of a frame whose link loses bits: what it carries is not looked into. */
	badChecksum: 7,
} as const;

/** Values of `Packet.stopLayer`. */
export const Layer = {
	none: 0,
	eth: 1,
	vlan: 2,
	llc: 3,
	mpls: 4,
	pppoe: 5,
	ppp: 6,
	arp: 7,
	ipv4: 8,
	ipv6: 9,
	ipv6Extension: 10,
	tcp: 11,
	udp: 12,
	sctp: 13,
	sll: 14,
	loopback: 15,
	chdlc: 16,
	fr: 17,
	fddi: 18,
	tokenRing: 19,
	wlan: 20,
	radiotap: 21,
	ppi: 22,
	nflog: 23,
	raw: 24,
	link: 25,
	arcnet: 26,
	nsh: 27,
	wpan: 28,
	lowpan: 29,
} as const;

/** Values of `Packet.tunnel`. */
export const Tunnel = {
	none: 0,
	gre: 1,
	ipInIp: 2,
	ipv6InIp: 3,
	vxlan: 4,
	geneve: 5,
	gtp: 6,
	teredo: 7,
	erspan: 8,
	etherip: 9,
	l2tp: 10,
	mplsInIp: 11,
	pptp: 12,
	tzsp: 13,
	vxlanGpe: 14,
	gue: 15,
	wireguard: 16,
} as const;
