/** What was captured, from when to when, how much of it, and what was lost. */

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
