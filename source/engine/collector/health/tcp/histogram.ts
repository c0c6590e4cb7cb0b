/**
 * A histogram of times whose buckets grow with what they hold, eight to each power of two microseconds: whatever is asked of it is right
 * within 1/16, in 200 columns. Below 8 µs a bucket is one microsecond.
 */
import type {Duration, RoundTripRange, Times} from '../../../snapshot.js';
import {formatDuration} from './duration.js';

const SHIFT = 3;
const SUB = 1 << SHIFT;
/** 2^27 µs, more than two minutes: what takes longer counts as this. */
const LARGEST = 2 ** 27 - 1;

export const BUCKETS = bucket(LARGEST * 1000) + 1;

/** The bucket of a time in nanoseconds. */
export function bucket(nanoseconds: number): number {
	const microseconds = Math.min(LARGEST, Math.floor(nanoseconds / 1000));
	if (microseconds < SUB) {
		return microseconds;
	}
	const power = 31 - Math.clz32(microseconds);
	return (power - SHIFT + 1) * SUB + ((microseconds >>> (power - SHIFT)) & (SUB - 1));
}

/** The middle of a bucket, nanoseconds. */
export function middle(index: number): number {
	if (index < SUB) {
		return index * 1000 + 500;
	}
	const width = 2 ** ((index >> SHIFT) - 1);
	return (SUB + (index & (SUB - 1)) + 0.5) * width * 1000;
}

/** All samples of a histogram. @param at where in `counts` it begins */
function samplesOf(counts: Float64Array, at: number): number {
	let samples = 0;
	for (let i = 0; i < BUCKETS; i++) {
		samples += counts[at + i];
	}
	return samples;
}

/**
 * The time that a share of all samples does not exceed, nanoseconds; null without samples.
 *
 * @param at where in `counts` the histogram begins
 * @param share of 1
 */
export function quantile(
	counts: Float64Array,
	at: number,
	share: number,
	samples = samplesOf(counts, at),
): number | null {
	if (samples === 0) {
		return null;
	}
	let left = Math.ceil(samples * share);
	let index = 0;
	for (; index < BUCKETS - 1 && left > counts[at + index]; index++) {
		left -= counts[at + index];
	}
	return middle(index);
}

/** How many samples there are, and what half of them and 95 of 100 do not exceed. */
export function percentiles(
	counts: Float64Array,
	at: number,
): {samples: number; p50: Duration | null; p95: Duration | null} {
	const samples = samplesOf(counts, at);
	const of = (share: number) => formatDuration(quantile(counts, at, share, samples));
	return {samples, p50: of(0.5), p95: of(0.95)};
}

/** Times that were measured: a histogram, and their sum. */
export class MeasuredTimes {
	readonly #counts = new Float64Array(BUCKETS);
	#sum = 0;

	/** @returns the bucket of a time in nanoseconds */
	add(nanoseconds: number): number {
		const index = bucket(nanoseconds);
		this.#counts[index]++;
		this.#sum += nanoseconds;
		return index;
	}

	snapshot(): Times {
		const known = percentiles(this.#counts, 0);
		return {
			...known,
			sum: formatDuration(this.#sum) ?? undefined,
			histogram: known.samples === 0 ? [] : ranges(this.#counts),
		};
	}
}

/** Nanoseconds of a difference of two times in seconds, as exact as doubles hold them. */
export const wholeMicroseconds = (seconds: number): number => Math.round(seconds * 1e6) * 1000;

/** Ends of the ranges that are told: powers of two microseconds, from 64 µs to 16.8 s. There buckets end. */
const ENDS = Array.from({length: 19}, (_, i) => 2 ** (6 + i) * 1000);

/** The histogram in few ranges, exact: each takes whole buckets. */
function ranges(counts: Float64Array): RoundTripRange[] {
	let index = 0;
	const upTo = (end: number) => {
		let samples = 0;
		for (; index < end; index++) {
			samples += counts[index];
		}
		return samples;
	};
	return [
		...ENDS.map(end => ({to: formatDuration(end), samples: upTo(bucket(end))})),
		{to: null, samples: upTo(BUCKETS)},
	];
}
