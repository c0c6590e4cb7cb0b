/** Samples of a series by time, with a row for each interval in which there was nothing: spreadsheets and data frames want them all. */
import type {TimeStretch} from '../engine/snapshot.js';

/** Rows that are put between those that there are, at most: silences that are longer than the rest have none. */
export const MOST_SILENT = 1_000_000;

/** The whole seconds of a timestamp, more than a double may hold: intervals begin at one. */
const secondsOf = ({time}: {time: string}): bigint => BigInt(time.split('.')[0]);

/**
 * Where timestamps jump there is no silence between, as far as the stretches tell.
 *
 * @param samples earliest first
 * @param interval seconds of each
 * @param silent the sample of an interval in which nothing came, by its time
 */
export function* withSilence<Sample extends {time: string}>(
	samples: readonly Sample[],
	interval: number,
	stretches: readonly TimeStretch[],
	silent: (time: string) => Sample,
): Generator<Sample> {
	const missing = samples.map((sample, index) => {
		const [from, to] = [secondsOf(samples[Math.max(0, index - 1)]), secondsOf(sample)];
		const isJump = stretches.some(({first}) => first > from && first < to + BigInt(interval));
		return isJump ? 0 : Math.max(0, Math.round(Number(to - from) / interval) - 1);
	});
	const longest = longestOf(missing);
	for (const [index, sample] of samples.entries()) {
		const count = missing[index] <= longest ? missing[index] : 0;
		for (let left = count; left > 0; left--) {
			yield silent(`${secondsOf(sample) - BigInt(left * interval)}.000000000`);
		}
		yield sample;
	}
}

/** The longest silence of which there is room for all that are no longer. */
function longestOf(missing: readonly number[]): number {
	let room = MOST_SILENT;
	let longest = 0;
	for (const count of Float64Array.from(missing).sort()) {
		room -= count;
		if (room < 0) {
			return Math.min(longest, count - 1);
		}
		longest = count;
	}
	return longest;
}
