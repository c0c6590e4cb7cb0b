// All in one file: the JSON Schema is read from it (scripts/schema.js).
/**
 * The types of everything that leaves the engine: schema `netanal/snapshot@1`.
 *
 * Counts are exact integers. Bytes are wire lengths (the length the packet had on the network) unless a name says
 * `captured`. `null` means that the source cannot know; `0` means known to be none. Times are epoch seconds as strings
 * with nine decimals, so that nanoseconds survive JSON. Fields are only ever added within a schema version.
 */
export const SNAPSHOT_SCHEMA = 'netanal/snapshot@1';

export type SourceKind = 'interface' | 'file' | 'stdin';

/**
 * Epoch seconds with nine decimals: `"952109329.022770000"`.
 *
 * @pattern ^-?\d{1,20}\.\d{9}$
 */
export type Timestamp = string;

/**
 * Seconds with nine decimals: `"0.050000000"`.
 *
 * @pattern ^\d{1,10}\.\d{9}$
 */
export type Duration = string;

export interface SnapshotSource {
	kind: SourceKind;
	/** Interface name, the path as given, or `-`. */
	name: string;
	format: 'pcap' | 'pcapng' | null;
	/** libpcap's names without `DLT_`, every one seen, in order of first use. */
	linkTypes: string[];
	/** BPF text in force, or null. */
	filter: string | null;
	snaplen: number;
}

export interface SnapshotTime {
	/** Of the first and last packet in order of arrival. */
	first: Timestamp | null;
	last: Timestamp | null;
	/** Earliest and latest; they differ from first and last in out-of-order captures. */
	min: Timestamp | null;
	max: Timestamp | null;
	/**
	 * Added to the contract: seconds from the first packet to the latest, on a clock that does not jump where the timestamps do (the clock
	 * of the capturing machine was set, two captures lie in one file). Small reordering is no jump, a silence of a week at most is none.
	 */
	elapsed?: Timestamp;
	/** Added to the contract: how often the timestamps jumped. */
	jumps?: number;
	/** Added to the contract: the newest stretches of timestamps between jumps, in the order in which they began; absent without a jump. */
	stretches?: TimeStretch[];
}

/** Added to the contract: timestamps between two jumps. */
export interface TimeStretch {
	/**
	 * Earliest, whole epoch seconds.
	 *
	 * @minimum -36893488147419103232
	 */
	first: number;
	/**
	 * Latest.
	 *
	 * @minimum -36893488147419103232
	 */
	last: number;
	/**
	 * Seconds that make them follow the stretches before: time + shift goes on where timestamps jump.
	 *
	 * @minimum -36893488147419103232
	 */
	shift: number;
	/** Added to the contract: the same to the last digit, only where these are beyond what numbers hold (2^53): there they are the nearest that do. */
	exact?: {first: string; last: string; shift: string};
}

export interface SnapshotTotals {
	packets: number;
	bytes: number;
	capturedBytes: number;
	/** Captured length < wire length. */
	truncatedPackets: number;
	/** The decoder stopped because a header contradicts itself or the captured bytes. */
	malformedPackets: number;
	/** pcapng simple packet blocks. */
	packetsWithoutTimestamp: number;
}

/** Three counters that are never merged. */
export interface SnapshotDrops {
	/** libpcap's `ps_drop`: the kernel's ring was full. */
	kernel: number | null;
	/** libpcap's `ps_ifdrop`, where the platform supports it. */
	interface: number | null;
	/** Our own bounded queue was full. */
	queue: number | null;
}

/** Added to the contract: the bounded queue between capture and analysis. Bytes of memory, not of the network. */
export interface SnapshotQueue {
	capacity: number;
	/** Waiting for the analysis at this moment. */
	used: number;
	/** The most that waited at once since the previous snapshot of the same series. */
	peak: number;
	/** The most that waited at once since the capture began. */
	highest: number;
}

/**
 * 0 = everything is counted. When a live capture's queue fills: 1 = new flows are not recognised, 2 = no flow is entered, 3 = of packets
 * whose flow is not known only totals are counted.
 */
export type DetailLevel = 0 | 1 | 2 | 3;

/** Added to the contract: what overload took from detail. Totals and protocols up to the transport are exact at every level. */
export interface SnapshotDetail {
	/** Of this moment. */
	level: DetailLevel;
	/** Counted with less detail since the capture began; a packet is in one of these at most. */
	packets: {
		/** Payload of new flows that was not looked at: the flow may lack its application and its server's name. */
		unrecognised: number;
		/** Counted at its endpoints and its conversation, but at no flow. */
		withoutFlow: number;
		/** Counted in totals, and in no row of any list. */
		totalsOnly: number;
	};
}

export interface ProtocolCount {
	name: string;
	packets: number;
	bytes: number;
}

export interface SnapshotProtocols {
	link: ProtocolCount[];
	network: ProtocolCount[];
	transport: ProtocolCount[];
	application: ProtocolCount[];
}

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

export interface FlowEnd {
	address: string;
	port: number;
	/** Added to the contract: the address's name as endpoints have it, or null. */
	name: string | null;
	/** Added to the contract: what the system's list of services calls the port, or null; absent where nobody asked for it. */
	service?: string | null;
}

export interface Direction {
	packets: number;
	bytes: number;
}

/** `closing`: one side has sent its FIN; `closed`: both have. */
export type TcpState = 'opening' | 'open' | 'closing' | 'closed' | 'reset';

/** Round trips of one direction's data: from a segment until its ACK passes again. Null without samples. */
export interface RoundTrips {
	/** By Karn's rule: segments sent again give none, but for those that timestamps tell apart. */
	samples: number;
	min: Duration | null;
	mean: Duration | null;
	max: Duration | null;
	/** SRTT and RTTVAR of RFC 6298. */
	smoothed: Duration | null;
	jitter: Duration | null;
	/** Of the samples, those that only timestamps (RFC 7323) made possible. */
	byTimestamps: number;
}

/** Of the segments that one end sent. docs/metrics.md defines each. */
export interface TcpDirection {
	segments: number;
	/** All payload, also what was sent again. */
	dataBytes: number;
	retransmittedSegments: number;
	retransmittedBytes: number;
	outOfOrder: number;
	duplicateAcks: number;
	keepAlives: number;
	/** Segments that said so, and for how long the window was shut. */
	zeroWindows: number;
	zeroWindowTime: Duration;
	/** Shift count of its SYN; null = no SYN seen, or it had none. */
	windowScale: number | null;
	rtt: RoundTrips;
}

export interface TcpFlow {
	/** Of the last connection; null = not seen. A SYN sent again counts from its last time. */
	handshake: {synToSynAck: Duration | null; synAckToAck: Duration | null};
	aToB: TcpDirection;
	bToA: TcpDirection;
	/** RST segments that can be the flow's, and who sent the first of the last connection's. */
	resets: number;
	resetBy: 'a' | 'b' | null;
	/** Connections that were answered by RST. */
	refused: number;
	/** Whether the last connection was asked for and has no answer. */
	unanswered: boolean;
	/** Beginnings: the same addresses and ports with another initial sequence number. */
	connections: number;
}

/** Of the DNS messages of a flow. docs/metrics.md defines each. */
export interface DnsFlow {
	queries: number;
	answers: number;
	/** Queries that had no answer within 5 seconds. */
	unanswered: number;
	/** Answers whose code is neither NOERROR nor NXDOMAIN, and those with NXDOMAIN. */
	failures: number;
	nonexistentNames: number;
	/** Of the last answer: NOERROR, SERVFAIL …; null = none came. */
	lastCode: string | null;
	/** From a query until its answer; null without samples. */
	time: {samples: number; min: Duration | null; mean: Duration | null; max: Duration | null};
}

/** Of the QUIC connections of a flow. docs/metrics.md defines each. */
export interface QuicFlow {
	/** Whose first Initial packet was seen. */
	connections: number;
	/** Of the last one; null = not seen. */
	handshake: {initialToReply: Duration | null; replyToHandshake: Duration | null};
	/** Whether the last one was asked for and has no answer. */
	unanswered: boolean;
}

/** The process of this machine that has a flow. */
export interface FlowProcess {
	pid: number;
	/** By its own file's name where it calls itself something else; sanitised. */
	name: string;
}

export interface Flow {
	transport: 'tcp' | 'udp' | 'sctp';
	/** Sent the first packet. */
	a: FlowEnd;
	b: FlowEnd;
	packets: number;
	bytes: number;
	aToB: Direction;
	bToA: Direction;
	first: Timestamp | null;
	last: Timestamp | null;
	application: string | null;
	/**
	 * Added to the contract: where several hold, `application` and what lies within it, follows it or shares the flow, outermost first, five
	 * at most (`["gtp", "http"]`, `["smtp", "tls"]`, `["stun", "dtls", "rtp"]`); absent where one or none does.
	 */
	applications?: string[];
	/** TLS SNI, QUIC SNI or HTTP Host, sanitised, or null. */
	serverName: string | null;
	/**
	 * Added to the contract: where several connections of TCP had the same addresses and ports, one after the other, and not all the same
	 * server name: these names, the oldest first, eight at most, `serverName` among them; absent otherwise.
	 */
	serverNames?: string[];
	/** Added to the contract: how often a connection had another one than these eight; one that came again counts again. Absent where none had. */
	serverNamesLeftOut?: number;
	/** Added to the contract: by the SYN, FIN and RST flags seen; `open` also when the beginning was not seen; null = not TCP. */
	tcpState: TcpState | null;
	/** Absent of what is not TCP; null = not known of this flow, see `health.tcp.evicted`. */
	tcp?: TcpFlow | null;
	/** Added to the contract. Absent of what is not DNS; null = not known of this flow, see `health.dns.evicted` and `.leftOut`. */
	dns?: DnsFlow | null;
	/** Added to the contract. Absent of what is not QUIC, and before version 0.3; null = its beginning was not seen, or see `health.quic`. */
	quic?: QuicFlow | null;
	/** Added to the contract: as for endpoints. */
	errorBytes: number;
	/** Null: not known. Absent where nobody looks: of files, and by `--no-processes`. Of the end that began it, where both are on this machine. */
	process?: FlowProcess | null;
	/**
	 * Added to the contract: names of the interfaces that it was seen on, in the order in which they came, eight at most; absent of a capture
	 * of one, and where nothing tells them apart.
	 */
	interfaces?: string[];
	/** Added to the contract: which way its first packet went; absent where that is not known. */
	direction?: 'in' | 'out';
	/** Identifiers of the VLANs that its packets were in, in the order in which they came, of stacked tags the outer one first; absent where all had none. */
	vlans?: number[];
	/**
	 * Added to the contract: combinations of tags of its packets, `10`, `100.10` (the outer one first) or `untagged`, in the order in which they
	 * came, eight at most; absent where all had the same. One 4-tuple in several VLANs may be two flows, or one that was captured twice.
	 */
	vlanTags?: string[];
	/**
	 * Later fragments of its datagrams that came after the first one of each (RFC 791 §3.2, RFC 8200 §4.5); not in its own counts. Absent where
	 * there were none.
	 */
	fragments?: SnapshotFragments;
}

export interface SnapshotFragments {
	packets: number;
	bytes: number;
}

/**
 * What processes sent and received: each packet once, at whoever sent it where the sender's address is this machine's, else at whoever
 * received it. With those of nobody known the rows add up to the totals.
 */
export interface ProcessFigures {
	packetsSent: number;
	packetsReceived: number;
	bytesSent: number;
	bytesReceived: number;
}

export interface Process extends FlowProcess, ProcessFigures {
	/** By name, or its number where it has none. */
	user: string;
	/** Its systemd unit or container. */
	unit: string | null;
	/** Added to the contract: number of the network namespace that it lives in, as lsns(8) has it; null where that could not be seen. */
	networkNamespace: number | null;
	/** Added to the contract: its command line, which may hold secrets; null where it has none. Absent without `--process-commands`. */
	command?: string | null;
	/** Flows that it has, or had. */
	flows: number;
	/** Added to the contract: different addresses at the other ends of these; 131,072 of all processes at most. */
	hosts: number;
	/** Added to the contract: in the last whole second; only where rows of that second are told as well. */
	now?: ProcessFigures;
}

export interface SnapshotProcesses {
	/** How many different ones were seen. */
	distinct: number;
	/** Added to the contract: given up to stay within the limit; what they had counts as unknown. */
	evicted: number;
	/** Of the packets of no flow, of nobody who was found in time, and of no end on this machine. */
	unknown: ProcessFigures & {now?: ProcessFigures};
	/** Added to the contract: of those that are not in `top`: with `top` and `unknown` they are the totals. */
	others: ProcessFigures;
	/** Most bytes first. */
	top: Process[];
}

export interface BandwidthSample {
	time: Timestamp;
	packets: number;
	bytes: number;
}

/** Added to the contract: packets of a range of lengths. */
export interface PacketSizes {
	/** Shortest and longest wire length, bytes; the last range has no end. */
	from: number;
	to: number | null;
	packets: number;
	bytes: number;
}

/** Added to the contract: why the decoder stopped, each reason counted. */
export interface StopReason {
	/** `truncated` (the capture ended first) or what contradicts itself, e.g. `bad-length`. */
	reason: string;
	/** The layer that could not be read, e.g. `ipv4`. */
	layer: string;
	packets: number;
	/** Byte offset in the packet and its number in the source (from 1), of the first such packet. */
	firstOffset: number;
	firstPacket: number;
}

/**
 * Added to the contract: the rows with the most bytes since the previous snapshot of the same series, each with its totals
 * and, under `recent`, what it did since then. So a host that has just become loud shows, however long the capture runs.
 */
export interface RecentActivity {
	/**
	 * Length of the interval.
	 *
	 * @fraction
	 */
	seconds: number;
	endpoints: Array<Endpoint & {recent: {packets: number; bytesSent: number; bytesReceived: number}}>;
	conversations: Array<Conversation & {recent: {packets: number; bytes: number}}>;
	flows: Array<Flow & {recent: {packets: number; aToB: number; bToA: number}}>;
}

/**
 * Added to the contract: where a fleet's secret is given, what it needs to count how many different keys all its sensors saw together:
 * 2^11 HyperLogLog registers (Flajolet et al. 2007) of a byte each, as base64, of a hash that the secret makes.
 */
export interface SnapshotSketch {
	/** Of the same secret the same, and nothing that the secret could be told from. */
	key: string;
	ipv4: string;
	ipv6: string;
	conversations: string;
	tcp: string;
	udp: string;
	sctp: string;
}

/** An interface of a capture of several: as pcapng describes it, or by its index where it was captured on `any` (SLL2). */
export interface SnapshotInterface {
	/** Null: it has none, or this machine has no interface of this index. */
	name: string | null;
	description: string | null;
	/** Added to the contract: of the kernel that captured; null where the capture has none. */
	index: number | null;
	linkType: string;
	packets: number;
	bytes: number;
	/** By its statistics; null = it does not say. */
	drops: {kernel: number | null; interface: number | null};
	/** Added to the contract: capture filter, hardware and operating system, as the capture says them; absent where it does not. */
	filter?: string;
	hardware?: string;
	system?: string;
	/** Added to the contract: of its packets, those that were seen on another interface before; absent where packets came on one alone. */
	repeated?: PacketsAndBytes;
}

export interface PacketsAndBytes {
	packets: number;
	bytes: number;
}

/** Packets with a tag of this VLAN. One with two tags is in two rows; of more, in those of the innermost two. */
export interface SnapshotVlan {
	id: number;
	packets: number;
	bytes: number;
}

/** Added to the contract: how often each kind of trouble came; docs/metrics.md defines them. */
export interface TroubleCounts {
	/** SYNs that were answered by RST. */
	refused: number;
	/** SYNs that had no answer within 3 seconds. */
	unansweredSyns: number;
	/** TCP packets with RST, those that refuse among them. */
	resets: number;
	/** DNS answers whose code is neither NOERROR nor NXDOMAIN. */
	dnsFailures: number;
	/** Those with NXDOMAIN. */
	nonexistentNames: number;
	/** DNS answers that came more than half a second after their query. */
	slowAnswers: number;
	/** DNS queries that had no answer within 5 seconds. */
	dnsUnanswered: number;
	icmpUnreachable: number;
	/** ARP packets that give an address another hardware address than the one before did. */
	arpConflicts: number;
}

export type TroubleKind =
	| 'refused'
	| 'unansweredSyns'
	| 'resets'
	| 'dnsFailures'
	| 'nonexistentNames'
	| 'slowAnswers'
	| 'dnsUnanswered'
	| 'icmpUnreachable'
	| 'arpConflicts';

/** Added to the contract: who had trouble of one kind, and how often. */
export interface TroubleRow {
	kind: TroubleKind;
	/**
	 * Who refused, who did not answer, who reset, which server failed, knew no name, was slow or silent, which router said that something is
	 * unreachable, whose address two have.
	 */
	address: string;
	/** Its port; null where there is none. */
	port: number | null;
	count: number;
	/** What `count` may lack, since the table gave rows up to stay within memory; 0 = exact. */
	errorCount: number;
	/** Of a conflict: the hardware address before, and the one now. */
	macs?: string[];
}

/** Of all TCP flows, by the numbers in each segment; docs/metrics.md defines each. Absent before version 0.3. */
export interface TcpMeasures {
	segments?: number;
	/** Added to the contract: segments of which nothing was counted here, under overload. */
	leftOut?: number;
	/** Beginnings that were seen. */
	connections?: number;
	retransmittedSegments?: number;
	outOfOrder?: number;
	duplicateAcks?: number;
	keepAlives?: number;
	zeroWindows?: number;
	/** Added to the contract: segments whose numbers cannot be their flow's: counted as packets, nothing else was believed of them. */
	outOfWindow?: number;
	/** Flows of which this was given up to stay within memory; 0 = what each flow says is of all its segments. */
	evicted?: number;
	/** Of all data, both directions; p50 and p95 within 1/16. Absent of several snapshots that were added up. */
	rtt?: Times;
	/** From SYN until the ACK of its SYN/ACK, where the three were seen; absent as that, and before version 0.3. */
	handshake?: Times;
	/** The same of the last 60 seconds. Absent of several snapshots that were added up. */
	lastMinute?: TcpMinute;
}

/** Of round trips, within 1/16; null without samples. */
export interface Quantiles {
	samples: number;
	p50: Duration | null;
	p95: Duration | null;
}

/** With what they are made of, which only one snapshot has. */
export type Times = Quantiles & {
	/** Added to the contract: of all of them together. */
	sum?: Duration;
	/** Added to the contract: from the shortest on; none where nothing was measured. */
	histogram?: RoundTripRange[];
};

/** Added to the contract: times that are shorter than this, but not than the range before says; null = any. */
export interface RoundTripRange {
	to: Duration | null;
	samples: number;
}

export interface TcpMinute {
	segments: number;
	retransmittedSegments: number;
	rtt: Quantiles;
}

/** A second, or `intervalSeconds`, of TCP. */
export interface TcpSample {
	time: Timestamp;
	segments: number;
	retransmittedSegments: number;
	/** RSTs, and SYNs sent again. */
	failures: number;
	/** Within 1/16; null without samples. */
	rtt: {p50: Duration | null; p95: Duration | null};
}

/** By second; captures of more than an hour by longer intervals. */
export interface TcpSeries {
	/** @minimum 1 */
	intervalSeconds: number;
	samples: TcpSample[];
}

/** Added to the contract: QUIC connections. */
export interface QuicMeasures {
	/** Whose first Initial packet was seen. */
	connections: number;
	/** From the client's Initial until its first Handshake packet, of those where both and the reply between were seen. */
	handshake: Times;
	/** Datagrams with long headers that were not looked into, under overload. */
	leftOut: number;
	/** Flows of which `quic` was given up to stay within memory. */
	evicted: number;
}

/** Added to the contract: echoes of ICMP and ICMPv6; docs/metrics.md defines each. */
export interface IcmpEcho {
	requests: number;
	replies: number;
	/** Requests that had no reply within 5 seconds, and those that wait for it still. */
	unanswered: number;
	waiting: number;
	/** Requests of which nothing more is known, as too many waited, or as they have no timestamp. */
	unwatched: number;
	/** Ways between two hosts of which `icmpEcho` of conversations was given up to stay within memory. Absent of several snapshots that were added up. */
	evicted?: number;
	/** From a request until its reply. Absent of several snapshots that were added up. */
	roundTrip?: Times;
}

/** Added to the contract: what is wrong on the network. */
export interface SnapshotHealth {
	tcp: TcpMeasures & {
		resets: number;
		refused: number;
		unansweredSyns: number;
		/** SYNs that wait for their answer still. */
		waitingSyns: number;
		/** SYNs of which nothing more is known, as too many waited: as many more may be refused or unanswered. */
		unwatchedSyns: number;
	};
	dns: {
		queries: number;
		answers: number;
		unanswered: number;
		waiting: number;
		unwatched: number;
		slowAnswers: number;
		/** Messages that no flow's `dns` has, under overload. Absent of several snapshots that were added up, and before version 0.3. */
		leftOut?: number;
		/** Flows of which `dns` was given up to stay within memory; absent as that. */
		evicted?: number;
		/** From a query until its answer, of those that were watched. Absent of several snapshots that were added up, and before version 0.3. */
		answerTime?: Times;
		/** Of all answers, the most frequent first: NOERROR, SERVFAIL … */
		codes: Array<{name: string; count: number}>;
	};
	/** Absent of several snapshots that were added up, and before version 0.3. */
	quic?: QuicMeasures;
	/** Absent before version 0.3. */
	icmpEcho?: IcmpEcho;
	icmpUnreachable: number;
	arpConflicts: number;
	/** Addresses that were forgotten to stay within memory: as many conflicts may be missing. */
	arpForgotten: number;
	/** The same in the last 60 seconds of the capture. */
	lastMinute: TroubleCounts;
	/** By kind, those with the highest counts first. */
	top: TroubleRow[];
	/** Absent of several snapshots that were added up. */
	series?: TcpSeries;
}

export interface SnapshotError {
	code: string;
	message: string;
	/** Byte offset in the source where that makes sense. */
	offset: number | null;
	/** The system's name of what is behind it, as EACCES or ENOSPC; absent where the system is not. */
	cause?: string;
}

/** Added to the contract: a file of a job of which not everything was counted. */
export interface FailedFile {
	path: string;
	/** Of what was read of it before. */
	packets: number;
	error: SnapshotError;
}

/** Added to the contract: in the snapshots of a job of many captures (`results`) only. */
export interface SnapshotJob {
	/** 16 hexadecimal digits. */
	id: string;
	/** That it has, and that were analysed so far, failed ones included. */
	files: number;
	done: number;
	failed: FailedFile[];
	/** How many different keys there were: at least, at most, and an estimate. */
	distinct: DistinctRanges;
}

/** Added to the contract: how one sensor of a fleet does. */
export interface FleetSensor {
	name: string;
	/**
	 * `live`: heard in time. `stale`: not for three of its intervals. `ended`: it said that it ends. `refused`: what it says
	 * contradicts itself or the schema; what it said before counts.
	 */
	state: 'live' | 'stale' | 'ended' | 'refused';
	/** Of the interface that it captures. */
	interface: string;
	/** `netanal-tui 0.2.0`. */
	generator: string;
	/**
	 * Seconds between its messages.
	 *
	 * @fraction
	 */
	interval: number;
	/** By this machine's clock. */
	lastHeard: Timestamp;
	/**
	 * Added to the contract: when the message came that its figures are from, by this machine's clock. Before `lastHeard` where sensors say more
	 * than can be looked at.
	 */
	countedAt?: Timestamp;
	/** Times that it was started, as far as it is known. */
	boots: number;
	/** Of all boots. */
	packets: number;
	bytes: number;
	drops: SnapshotDrops;
	/**
	 * Since the message before; 0 unless it is live.
	 *
	 * @fraction
	 */
	packetsPerSecond: number;
	/** @fraction */
	bytesPerSecond: number;
	/** Messages that were not taken, and why the last one was not. */
	refused: number;
	reason: string | null;
}

/** Added to the contract: a number that is known of some sensors only. */
export interface AtLeast {
	atLeast: number;
	/** Sensors that cannot know. */
	unknownOn: number;
}

/** Added to the contract: how many different keys all sensors of a fleet, or files of a job, have together. */
export interface DistinctRange {
	/** What the sensor that saw most saw, and what it would be were no key seen twice. */
	low: number;
	high: number;
	/** By the sketches, where all sensors have one of the same secret; its standard error is 2.3 %. */
	estimate: number | null;
}

export interface DistinctRanges {
	endpoints: DistinctRange;
	conversations: DistinctRange;
	flows: DistinctRange;
}

/** Added to the contract: in the snapshots of a fleet, whose other figures are the sums of its sensors'. */
export interface SnapshotFleet {
	/** All of them, also where the other figures are those of one alone. */
	sensors: FleetSensor[];
	/** Messages that were left out: too many at once, or of more sensors than are told apart; absent before version 0.2. */
	ignored?: number;
	drops: {kernel: AtLeast; interface: AtLeast; queue: AtLeast};
	distinct: DistinctRanges;
}

/** Added to the contract: what a record of NDJSON is about that the record before was not. Intervals without packets have none. */
export interface SnapshotPeriod {
	/** Of the last packet that the record before counted; null in the first one, and where packets have no timestamp. */
	from: Timestamp | null;
	/** Of the last packet that this one counts. */
	to: Timestamp | null;
	packets: number;
	bytes: number;
}

export interface Snapshot {
	schema: typeof SNAPSHOT_SCHEMA;
	/** `netanal-tui 0.2.0`. */
	generator: string;
	source: SnapshotSource;
	time: SnapshotTime;
	/**
	 * Added to the contract: counts are from then on, where the dashboard was told to count anew (Ctrl-R) before it wrote this; absent where they are
	 * from the start. docs/metrics.md says which figures that is.
	 */
	countedSince?: Timestamp;
	totals: SnapshotTotals;
	drops: SnapshotDrops;
	/** Added to the contract: how full our own queue is; null where there is none, as of a file. */
	queue: SnapshotQueue | null;
	/** Added to the contract: all 0 where nothing is ever left out, as of a file. */
	detail: SnapshotDetail;
	protocols: SnapshotProtocols;
	/** Added to the contract: the outermost tunnel of each packet that is in one, by name. */
	tunnels: ProtocolCount[];
	/** Those with the most bytes first, 1,000 at most; absent where the source does not tell them apart, as a pcap file does not. */
	interfaces?: SnapshotInterface[];
	/**
	 * Added to the contract: packets that were seen on another interface before, as of a bridge and its member; absent where packets came on one
	 * interface alone. `leftOut`: those that are in no other count, by `--once`; with `totals` they are all that came. `unwatched`: packets that
	 * were not looked at while the analysis fell behind.
	 */
	repeated?: PacketsAndBytes & {leftOut: PacketsAndBytes; unwatched: number};
	/** Those with the most bytes first; absent where no packet has a tag. */
	vlans?: SnapshotVlan[];
	/** Added to the contract: later fragments in all, and those of them whose datagram's flow is not known; absent where there were none. */
	fragments?: SnapshotFragments & {withoutFlow: number};
	/** Added to the contract: headers between link and network layer, each packet once per kind: VLAN tags, MPLS … */
	encapsulations: ProtocolCount[];
	/** Added to the contract: what the packets without a network header of ours were, where that is known: LLDP, STP … */
	otherProtocols: ProtocolCount[];
	endpoints: {
		distinct: number;
		ipv4: number;
		ipv6: number;
		evicted: number;
		unlistedBytes?: UnlistedBytes;
		top: Endpoint[];
	};
	conversations: {distinct: number; evicted: number; unlistedBytes?: UnlistedBytes; top: Conversation[]};
	flows: {
		distinct: number;
		evicted: number;
		tcp: number;
		udp: number;
		sctp: number;
		unlistedBytes?: UnlistedBytes;
		top: Flow[];
	};
	/** Absent where nobody looks whose flows are: of files, and by `--no-processes`. */
	processes?: SnapshotProcesses;
	/** Added to the contract: absent where no database of places was given. */
	groups?: PlaceGroups;
	bandwidth: {
		/** @minimum 1 */
		intervalSeconds: number;
		samples: BandwidthSample[];
	};
	/**
	 * Added to the contract: every range of lengths, shortest first, also those without packets.
	 *
	 * @maxItems 100
	 */
	packetSizes: PacketSizes[];
	/** Added to the contract: decode stop reasons, most frequent first. */
	decodeStops: StopReason[];
	/** Added to the contract: absent before version 0.2. */
	health?: SnapshotHealth;
	/** Added to the contract: in the snapshots of a running capture's series only. */
	recent: RecentActivity | null;
	/**
	 * Added to the contract: in the records of NDJSON, but for the last one, which is whole. With it `bandwidth.samples` are only those
	 * that packets were counted in since the record before: to have all, put them together by `time`, later ones in the place of earlier
	 * ones.
	 */
	period?: SnapshotPeriod;
	sketch?: SnapshotSketch;
	/** Added to the contract: what is odd about the source though nothing of it is missing, a line each; absent without any. */
	warnings?: string[];
	fleet?: SnapshotFleet;
	job?: SnapshotJob;
	error: SnapshotError | null;
}

export const ALERT_SCHEMA = 'netanal/alert@1';

/**
 * Added to the contract: something that a rule was told to watch for has begun, or is over. Records of their own among those of NDJSON.
 * One begins for each rule and subject, and no other until it is over.
 */
export interface Alert {
	schema: typeof ALERT_SCHEMA;
	/** As it was typed: `host > 10Mb/s`. */
	rule: string;
	kind: 'new-host' | 'host-rate' | 'flow-rate' | 'silence' | 'loss' | 'health';
	/** A new host only begins. */
	state: 'begin' | 'end';
	/**
	 * An address; of a flow its transport and ends; null where a rule has no subject, and of those that were too many to be told one by
	 * one, which are `leftOut`.
	 */
	subject: string | null;
	/**
	 * When it began, or was over, by the packets' steady clock: the begin of the first whole second in which it was so, the end of the last
	 * one. Of a silence the moment in which it was as long as the rule says, or in which it was broken.
	 */
	time: Timestamp;
	/** When what it tells of began; of a silence its own begin. */
	since: Timestamp;
	/** Whole seconds in which it was so, until now; of a silence its length. Between them it was not, for less than ten seconds in a row. */
	seconds: number;
	/** The highest until now: bits a second, times in the last minute; of losses all packets of it. Null of hosts, new or silent. */
	value: number | null;
	/** What `value` is to stay below: of rates in bits a second. Null where it is none. */
	bound: number | null;
	/** Subjects that are not told one by one, since there were too many; 0 of an alert that has one. */
	leftOut: number;
}

/** One packet, as exports and the lines of `capture -v` tell of it. Payload is never among it. */
export interface PacketInfo {
	/** In the source, from 1; counts the packets that the filter and the time range keep. */
	number: number;
	/** Null for packets that carry none (pcapng simple packet blocks). */
	timestamp: Timestamp | null;
	/** Addresses of the outermost IP header, null without one. */
	source: string | null;
	sourcePort: number | null;
	destination: string | null;
	destinationPort: number | null;
	/** The most specific name known: application, else transport, network, link. */
	protocol: string;
	link: string;
	network: string;
	transport: string | null;
	/** What the packet's flow has been recognised as by now. */
	application: string | null;
	/** On the network. */
	bytes: number;
	capturedBytes: number;
	/** Of the transport, by the headers. */
	payloadBytes: number;
	/** As tcpdump writes them: letters of FSRPUEW, then `.` for an acknowledgement. */
	tcpFlags: string | null;
	sourceMac: string | null;
	destinationMac: string | null;
	/** Identifier of the outermost VLAN tag. */
	vlan: number | null;
	fragment: boolean;
	tunnel: string | null;
	/** Layer and reason where decoding ended early. */
	stop: string | null;
	/** What it was captured on, where the source says so; null = it does not. */
	interface: string | null;
	/** Which way it went through that interface; null = not known. */
	direction: 'in' | 'out' | null;
	/** Of the transport, as far as it was captured, in hexadecimal; only where an output asks for it (`includePayload`). */
	payload?: string;
}
