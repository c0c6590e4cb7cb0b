/** Rows of endpoints and conversations, what endpoints are called, and where they are. */
import type {Duration} from './capture.js';

/** Where a name came from; see `nameSource`. */
export type NameSource =
	| 'dns'
	| 'mdns'
	| 'llmnr'
	| 'nbns'
	| 'dhcp'
	| 'tls'
	| 'quic'
	| 'http'
	| 'hosts'
	| 'pcapng'
	| 'ptr';

/** Added to the contract: who is behind an address. What was not asked for is absent, what nobody knows is null. */
export interface EndpointIdentity {
	/** ISO 3166-1, two letters, as the database has it. */
	country?: string | null;
	city?: string | null;
	/** Number of the autonomous system, and what its owner is called. */
	asn?: number | null;
	asnName?: string | null;
	/** Hardware address of a neighbour: as ARP or IPv6 neighbour discovery tell it, or this machine's own table. */
	mac?: string | null;
	/** Of that hardware address by IEEE's lists; `randomised` when they know none, and it says of itself that nobody was given it. */
	vendor?: string | null;
}

/** Added to the contract: figures of all endpoints of a group that the table holds, as of `Endpoint`. */
export interface GroupCounts {
	endpoints: number;
	packetsSent: number;
	packetsReceived: number;
	bytesSent: number;
	bytesReceived: number;
}

/** Null: of those that the databases do not know. */
export interface CountryGroup extends GroupCounts {
	country: string | null;
}

export interface AsnGroup extends GroupCounts {
	asn: number | null;
	name: string | null;
}

/** Added to the contract: endpoints by country and by autonomous system, those with the most bytes first. */
export interface PlaceGroups {
	countries: CountryGroup[];
	asns: AsnGroup[];
}

export interface Endpoint extends EndpointIdentity {
	address: string;
	name: string | null;
	/** Added to the contract: where `name` was learnt; null without a name. */
	nameSource: NameSource | null;
	packetsSent: number;
	packetsReceived: number;
	bytesSent: number;
	bytesReceived: number;
	/** Added to the contract: bytes this entry may lack because it was evicted before; 0 = exact. */
	errorBytes: number;
}

/**
 * Added to the contract: the most bytes that a row can have which is not in `top`; 0 = all rows are there. Of the next row, and what
 * rows may have had that the table gave up, or that overload kept from it.
 */
export type UnlistedBytes = number;

export interface Conversation {
	/** The lower address. */
	a: string;
	b: string;
	packets: number;
	bytes: number;
	/** Added to the contract: as for endpoints. */
	errorBytes: number;
	/** Added to the contract: absent where neither asked, before version 0.3, and where it was given up, which `health.icmpEcho.evicted` counts. */
	icmpEcho?: EchoesOfPair;
}

/** Added to the contract: echoes of ICMP or ICMPv6 between two hosts, by who asked. docs/metrics.md defines each. */
export interface EchoesOfPair {
	/** Null = `a` did not ask. */
	aToB: EchoWay | null;
	bToA: EchoWay | null;
}

/** Echo requests that one host sent another. */
export interface EchoWay {
	requests: number;
	/** Requests that had no reply within 5 seconds. */
	unanswered: number;
	/** From a request until its reply: the shortest, smoothed as TCP's, and the last. */
	roundTrip: {samples: number; min: Duration | null; smoothed: Duration | null; last: Duration | null};
}
