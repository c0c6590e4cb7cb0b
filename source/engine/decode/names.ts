/** The texts of the decoder's codes. Index for index as in `codes.ts`. */
import {IpProtocol} from './assigned-numbers.js';
import {Layer, Link, Stop, Tunnel} from './codes.js';
import {LINK_TYPE_NAMES} from './link-types.js';

/** Turns a table of codes into texts by index. */
function texts(codes: Record<string, number>, spelled: Record<string, string>): readonly string[] {
	const list: string[] = [];
	for (const [name, code] of Object.entries(codes)) {
		list[code] = spelled[name] ?? name;
	}
	return list;
}

/** Names of `protocols.link`, by `Packet.link`: Wireshark's short names where it has one. */
export const LINK_NAMES = texts(Link, {tokenRing: 'tr', fibreChannel: 'fc'});

/** Names of tunnels, by `Packet.tunnel`; 0 is none. */
export const TUNNEL_NAMES = texts(Tunnel, {
	none: '',
	ipInIp: 'ip-in-ip',
	ipv6InIp: 'ipv6-in-ip',
	mplsInIp: 'mpls-in-ip',
	vxlanGpe: 'vxlan-gpe',
});

/** Reasons for stopping, by `Packet.stop`; 0 is none. */
export const STOP_REASONS = texts(Stop, {
	none: '',
	tooShort: 'too-short',
	badVersion: 'bad-version',
	badHeaderLength: 'bad-header-length',
	badLength: 'bad-length',
	unknownAddress: 'unknown-address',
	badChecksum: 'bad-checksum',
});

/** Layers that decoding can stop in, by `Packet.stopLayer`; 0 is none. */
export const LAYER_NAMES = texts(Layer, {
	none: '',
	ipv6Extension: 'ipv6-extension',
	tokenRing: 'tr',
	lowpan: '6lowpan',
});

/** By `Packet.stop`: 1 when the packet counts as malformed. One cut by the snap length, or compressed by what others agreed on, is not. */
export const MALFORMED = Uint8Array.from(STOP_REASONS, (_, code) =>
	code === Stop.none || code === Stop.truncated || code === Stop.unknownAddress ? 0 : 1,
);

const TRANSPORT_NAMES: readonly string[] = (() => {
	const list = Array.from({length: 256}, (_, protocol) => `proto-${protocol}`);
	const known: Record<number, string> = {
		[IpProtocol.ICMP]: 'icmp',
		[IpProtocol.IGMP]: 'igmp',
		[IpProtocol.IPV4]: 'ip-in-ip',
		[IpProtocol.TCP]: 'tcp',
		[IpProtocol.UDP]: 'udp',
		[IpProtocol.DCCP]: 'dccp',
		[IpProtocol.IPV6]: 'ipv6-in-ip',
		[IpProtocol.RSVP]: 'rsvp',
		[IpProtocol.GRE]: 'gre',
		[IpProtocol.ESP]: 'esp',
		[IpProtocol.AH]: 'ah',
		[IpProtocol.IPV6_ICMP]: 'icmpv6',
		[IpProtocol.EIGRP]: 'eigrp',
		[IpProtocol.OSPF]: 'ospf',
		[IpProtocol.PIM]: 'pim',
		[IpProtocol.IPCOMP]: 'ipcomp',
		[IpProtocol.VRRP]: 'vrrp',
		[IpProtocol.PGM]: 'pgm',
		[IpProtocol.SCTP]: 'sctp',
		[IpProtocol.MOBILITY_HEADER]: 'mipv6',
		[IpProtocol.UDPLITE]: 'udplite',
		[IpProtocol.MPLS_IN_IP]: 'mpls',
	};
	for (const [protocol, name] of Object.entries(known)) {
		list[Number(protocol)] = name;
	}
	return list;
})();

/** The name of an IP protocol number (IANA "Assigned Internet Protocol Numbers"); `proto-N` where the contract names none. */
export function transportName(protocol: number): string {
	return TRANSPORT_NAMES[protocol] ?? `proto-${protocol}`;
}

/** Of a flow, which is of one of these three. */
export const transportOf = (protocol: number): 'tcp' | 'udp' | 'sctp' =>
	protocol === IpProtocol.TCP ? 'tcp' : protocol === IpProtocol.UDP ? 'udp' : 'sctp';

/** The name of a LINKTYPE_ or DLT_ value; `UNKNOWN-N` when it has none. */
export function linkTypeName(linkType: number): string {
	return LINK_TYPE_NAMES.get(linkType) ?? `UNKNOWN-${linkType}`;
}
