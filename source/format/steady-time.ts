/** Samples on the steady time of a capture, which goes on where the timestamps jump (engine/collector/capture-clock.ts). */
import type {BandwidthSample, SnapshotTime, TimeStretch} from '../engine/snapshot.js';

/** Steady second of a timestamp: of the newest stretch that it lies in. */
export function steadySecond(stretches: readonly TimeStretch[], second: number): number {
	const stretch = stretches.findLast(({first, last}) => second >= first && second <= last);
	return stretch === undefined ? second : second + stretch.shift;
}

/** Epoch seconds of the timestamps at a steady second, and between stretches of what was before. */
export function stampAt(stretches: readonly TimeStretch[], steady: number): number {
	const stretch = stretches.findLast(({first, shift}) => steady >= first + shift);
	return stretch === undefined ? steady : steady - stretch.shift;
}

/** Steady seconds of the latest packet, with their fraction; null where no packet has a timestamp. */
export function steadyEnd({first, max, elapsed}: SnapshotTime): number | null {
	if (first === null || elapsed === undefined) {
		return max === null ? null : Number(max);
	}
	return Number(first) + Number(elapsed);
}

/** Seconds from the first packet to the latest, without the jumps between; null where no packet has a timestamp. */
export function steadySpan({min, max, elapsed, jumps}: SnapshotTime): number | null {
	if (min === null || max === null) {
		return null;
	}
	return jumps && elapsed !== undefined ? Number(elapsed) : Number(max) - Number(min);
}

/**
 * The same samples by steady time, earliest first; those that come to lie on one another are added up.
 *
 * @param interval seconds of a sample
 */
export function steadySamples(
	samples: readonly BandwidthSample[],
	stretches: readonly TimeStretch[],
	interval: number,
): BandwidthSample[] {
	if (stretches.length === 0) {
		return [...samples];
	}
	const bySecond = new Map<number, BandwidthSample>();
	for (const sample of samples) {
		const [begin] = sample.time.split('.');
		// of a longer interval, the stretch may begin within it
		const stretch = stretches.findLast(({first, last}) => Number(begin) + interval > first && Number(begin) <= last);
		const second = Number(begin) + Math.round((stretch?.shift ?? 0) / interval) * interval;
		const there = bySecond.get(second);
		bySecond.set(second, {
			time: `${second}.000000000`,
			packets: sample.packets + (there?.packets ?? 0),
			bytes: sample.bytes + (there?.bytes ?? 0),
		});
	}
	return [...bySecond].sort(([a], [b]) => a - b).map(([, sample]) => sample);
}
