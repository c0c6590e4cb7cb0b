/** What is wrong on the network, of TCP, DNS, QUIC and ICMP. */
import type {Duration, Timestamp} from './capture.js';
import type {TroubleCounts, TroubleRow} from './trouble.js';

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
