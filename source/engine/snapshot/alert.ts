/** Alerts: records of their own beside snapshots. */
import type {Timestamp} from './capture.js';

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
