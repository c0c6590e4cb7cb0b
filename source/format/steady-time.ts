/** Samples on the steady time of a capture, which goes on where the timestamps jump (engine/collector/capture-clock.ts). */
import type {BandwidthSample, Snapshot, SnapshotTime, TimeStretch, Timestamp} from '../engine/snapshot.js';

/**
 * What timestamps are shifted by on steady time: as the newest stretch that some of these seconds lie in.
 *
 * @param begin the first of them, a whole one
 */
export function shiftAt(stretches: readonly TimeStretch[], begin: number, seconds = 1): number {
	return stretches.findLast(({first, last}) => begin + seconds > first && begin <= last)?.shift ?? 0;
}

/** Epoch seconds of the timestamps at a steady second, and between stretches of what was before. */
export function stampAt(stretches: readonly TimeStretch[], steady: number): number {
	const stretch = stretches.findLast(({first, shift}) => steady >= first + shift);
	return stretch === undefined ? steady : steady - stretch.shift;
}

/** The same where it is beyond what a number holds; null elsewhere. */
export function exactStampAt(stretches: readonly TimeStretch[], steady: number): bigint | null {
	const exact = stretches.findLast(({first, shift}) => steady >= first + shift)?.exact;
	return exact === undefined ? null : BigInt(Math.floor(steady)) - BigInt(exact.shift);
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
	return jumps && elapsed !== undefined ? Number(elapsed) : secondsBetween(min, max);
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
		const second = steadySecond(stretches, sample.time.split('.')[0], interval);
		const there = bySecond.get(second);
		bySecond.set(second, {
			time: `${second}.000000000`,
			packets: sample.packets + (there?.packets ?? 0),
			bytes: sample.bytes + (there?.bytes ?? 0),
		});
	}
	return [...bySecond].sort(([a], [b]) => a - b).map(([, sample]) => sample);
}

/** @param begin of an interval, whole epoch seconds */
function steadySecond(stretches: readonly TimeStretch[], begin: string, interval: number): number {
	const seconds = Number(begin);
	if (Number.isSafeInteger(seconds)) {
		return seconds + Math.round(shiftAt(stretches, seconds, interval) / interval) * interval;
	}
	const exact = BigInt(begin);
	const length = BigInt(interval);
	const isOf = ({exact: of}: TimeStretch) =>
		of !== undefined && exact + length > BigInt(of.first) && exact <= BigInt(of.last);
	const shift = BigInt(stretches.findLast(isOf)?.exact?.shift ?? 0);
	const rest = ((shift % length) + length) % length;
	return Number(exact + shift - rest + (2n * rest >= length ? length : 0n));
}

/** Of timestamps that a double need not hold. */
function secondsBetween(from: Timestamp, to: Timestamp): number {
	const [begin, end] = [Number(from), Number(to)];
	if (Math.abs(begin) < 2 ** 53 && Math.abs(end) < 2 ** 53) {
		return end - begin;
	}
	return Number(BigInt(to.replace('.', '')) - BigInt(from.replace('.', ''))) / 1e9;
}

/** Part of the last interval that a capture must reach for it to count as whole. */
const NEARLY = 0.9;

/**
 * When the last sample begins that is a whole one: the capture ends within the last of all, and that only a part of an interval was
 * captured must not read as a fall of the rate. One that is no fall counts as whole. Null without samples. Those of forgotten stretches,
 * which stay where their timestamps say, may lie beyond the end.
 *
 * @param samples by steady time @param end steady seconds of the latest packet, with their fraction
 */
export function lastWhole({samples, intervalSeconds}: Snapshot['bandwidth'], end: number | null): number | null {
	const at = end === null ? samples.length - 1 : samples.findLastIndex(sample => secondsOf(sample) <= end);
	if (at < 1) {
		return samples.length === 0 ? null : secondsOf(samples[Math.max(0, at)]);
	}
	const [before, last] = samples.slice(at - 1, at + 1);
	const begin = secondsOf(last);
	const isFall = at > 1 && secondsOf(before) === begin - intervalSeconds && last.bytes < before.bytes;
	return isFall && end !== null && end < begin + NEARLY * intervalSeconds ? begin - intervalSeconds : begin;
}

const secondsOf = ({time}: BandwidthSample) => Math.floor(Number(time));
