/** All of it together. */
import type {
	ProtocolCount,
	SNAPSHOT_SCHEMA,
	SnapshotDetail,
	SnapshotDrops,
	SnapshotProtocols,
	SnapshotQueue,
	SnapshotSource,
	SnapshotTime,
	SnapshotTotals,
	Timestamp,
} from './capture.js';
import type {Conversation, Endpoint, PlaceGroups, UnlistedBytes} from './endpoint.js';
import type {SnapshotFleet} from './fleet.js';
import type {Flow, SnapshotFragments} from './flow.js';
import type {SnapshotHealth} from './health.js';
import type {PacketsAndBytes, SnapshotInterface, SnapshotVlan} from './interface.js';
import type {SnapshotError, SnapshotJob} from './job.js';
import type {SnapshotProcesses} from './process.js';
import type {BandwidthSample, PacketSizes, RecentActivity, SnapshotSketch, StopReason} from './traffic.js';

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
