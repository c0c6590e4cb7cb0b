/**
 * Exponential smoothing that forgets by time, not by sample, so that uneven intervals do no harm.
 *
 * @param previous null = nothing is known yet: the value is taken as it is
 * @param seconds since the previous value
 * @param constant seconds after which a step has gone two thirds of its way
 */
export function smooth(previous: number | null, value: number, seconds: number, constant: number): number {
	const weight = previous === null ? 1 : 1 - Math.exp(-seconds / constant);
	const next = (previous ?? 0) + (value - (previous ?? 0)) * weight;
	// an exponential never reaches 0, but silence must read as silence
	return next < 0.05 ? 0 : next;
}
