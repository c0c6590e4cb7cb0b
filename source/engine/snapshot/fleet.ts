/** Sensors of a fleet. */
import type {SnapshotDrops, Timestamp} from './capture.js';

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
