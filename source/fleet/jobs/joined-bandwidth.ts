/** Bandwidth of several captures as one. Their intervals are powers of two of seconds, and begin at multiples of themselves. */

import type {BandwidthSample, Snapshot} from '../../engine/snapshot.js';

type Bandwidth = Snapshot['bandwidth'];

/** Exact sums, in intervals as long as the longest of all, and longer while there are more than `limit`. */
export function joinedBandwidth(parts: readonly Bandwidth[], limit: number): Bandwidth {
	let intervalSeconds = Math.max(1, ...parts.map(part => part.intervalSeconds));
	let sums = joined(
		parts.flatMap(({samples}) => samples),
		intervalSeconds,
	);
	while (sums.size > limit) {
		intervalSeconds *= 2;
		sums = joined(sums.values(), intervalSeconds);
	}
	return {
		intervalSeconds,
		samples: [...sums.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sample]) => sample),
	};
}

function joined(samples: Iterable<BandwidthSample>, interval: number): Map<bigint, BandwidthSample> {
	const sums = new Map<bigint, BandwidthSample>();
	const length = BigInt(interval);
	for (const {time, packets, bytes} of samples) {
		const second = BigInt(time.split('.')[0]);
		const begin = second - (((second % length) + length) % length);
		const sum = sums.get(begin);
		if (sum === undefined) {
			sums.set(begin, {time: `${begin}.000000000`, packets, bytes});
		} else {
			sum.packets += packets;
			sum.bytes += bytes;
		}
	}
	return sums;
}
