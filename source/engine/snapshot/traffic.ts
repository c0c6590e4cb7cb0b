/** Traffic by time and by length, why decoding stopped, what is told of one interval, and sketches of what was different. */
import type {Timestamp} from './capture.js';
import type {Conversation, Endpoint} from './endpoint.js';
import type {Flow} from './flow.js';

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
