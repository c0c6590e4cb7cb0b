/**
 * Times that doubles do not hold: whole seconds before −2^53 or from 2^53 on, 285 million years from 1970. Only pcapng can tell of them
 * (64 bits of units as long as a second, and `if_tsoffset`); up to 2^65.
 *
 *   seconds      the greatest double that is not later
 *   nanoseconds  the fraction, and in whole seconds what the double lacks: up to 4,095 of them
 *
 * So two times compare as any others do, first by seconds, then by nanoseconds, and differences of both parts added up are exact.
 */
export const SECOND = 1_000_000_000;
const FIRST_FAR = 2 ** 53;
/** Bits of a double. */
const PRECISION = 53;

export const isFar = (seconds: number): boolean => seconds >= FIRST_FAR || seconds < -FIRST_FAR;

/** The greatest double that is not above a number. */
export function floorDouble(exact: bigint): number {
	const bits = (exact < 0n ? -exact : exact).toString(2).length;
	const lost = BigInt(Math.max(0, bits - PRECISION));
	return Number((exact >> lost) << lost);
}

/** What `nanoseconds` is of a time whose seconds became `floorDouble`. @param fraction 0 … 999,999,999 */
export const restOf = (exact: bigint, fraction: number): number =>
	Number(exact - BigInt(floorDouble(exact))) * SECOND + fraction;

/** Whole seconds of a time, far or not. */
export const exactSeconds = (seconds: number, nanoseconds: number): bigint =>
	BigInt(seconds) + BigInt(Math.floor(nanoseconds / SECOND));
