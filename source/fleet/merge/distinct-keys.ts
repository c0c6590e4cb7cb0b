/**
 * How many different keys several sensors saw together, by the registers that they send. Registers only grow: what each message says
 * is added to what all have said, and none has to be looked at again.
 */
import {DistinctEstimate} from '../../engine/collector/distinct.js';
import {SKETCH_BITS} from '../../engine/collector/sketch.js';
import type {DistinctRange, Snapshot, SnapshotSketch} from '../../engine/snapshot.js';
import {distinctRange} from './counters.js';

const REGISTERS = ['ipv4', 'ipv6', 'conversations', 'tcp', 'udp', 'sctp'] as const;
type Estimates = Record<(typeof REGISTERS)[number], DistinctEstimate>;

/** How many different keys a snapshot says that there were, and which secret its sketch has. */
export interface Counted {
	endpoints: Pick<Snapshot['endpoints'], 'ipv4' | 'ipv6'>;
	conversations: Pick<Snapshot['conversations'], 'distinct'>;
	flows: Pick<Snapshot['flows'], 'tcp' | 'udp' | 'sctp'>;
	sketch?: Pick<SnapshotSketch, 'key'>;
}

/** Secrets that are told apart; of more, there is no estimate. */
const MOST_KEYS = 4;

export class DistinctKeys {
	readonly #byKey = new Map<string, Estimates>();

	take(sketch: SnapshotSketch | undefined): void {
		if (sketch === undefined) {
			return;
		}
		let estimates = this.#byKey.get(sketch.key);
		if (estimates === undefined) {
			if (this.#byKey.size === MOST_KEYS) {
				return;
			}
			estimates = Object.fromEntries(REGISTERS.map(name => [name, new DistinctEstimate(SKETCH_BITS)])) as Estimates;
			this.#byKey.set(sketch.key, estimates);
		}
		for (const name of REGISTERS) {
			estimates[name].merge(Buffer.from(sketch[name], 'base64').subarray(0, 1 << SKETCH_BITS));
		}
	}

	/** @param boots the newest snapshot of every boot that was taken */
	ranges(boots: readonly Counted[]): DistinctKeyRanges {
		const key = boots.at(0)?.sketch?.key;
		const isCommon = key !== undefined && boots.every(({sketch}) => sketch?.key === key);
		const estimates = isCommon ? this.#byKey.get(key) : undefined;
		const range = (name: (typeof REGISTERS)[number], count: (snapshot: Counted) => number) =>
			distinctRange(boots.map(count), estimates === undefined ? null : estimates[name].estimate());
		return {
			ipv4: range('ipv4', ({endpoints}) => endpoints.ipv4),
			ipv6: range('ipv6', ({endpoints}) => endpoints.ipv6),
			conversations: range('conversations', ({conversations}) => conversations.distinct),
			tcp: range('tcp', ({flows}) => flows.tcp),
			udp: range('udp', ({flows}) => flows.udp),
			sctp: range('sctp', ({flows}) => flows.sctp),
		};
	}
}

export type DistinctKeyRanges = Record<(typeof REGISTERS)[number], DistinctRange>;

/** What a snapshot says where it has room for one number. */
export const bestOf = ({low, estimate}: DistinctRange) => estimate ?? low;

/** Of kinds of keys that have none in common. */
export function together(...ranges: DistinctRange[]): DistinctRange {
	const sum = (of: (range: DistinctRange) => number) => ranges.reduce((total, range) => total + of(range), 0);
	return {
		low: sum(({low}) => low),
		high: sum(({high}) => high),
		estimate: ranges.some(({estimate}) => estimate === null) ? null : sum(bestOf),
	};
}
