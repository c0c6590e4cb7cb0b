/** Rows of flows, and what is known of their connections. */
import type {Duration, Timestamp} from './capture.js';

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
