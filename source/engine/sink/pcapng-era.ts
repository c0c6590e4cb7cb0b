/**
 * How pcapng tells times: 64 bits of nanoseconds from a beginning that `if_tsoffset` gives (draft-ietf-opsawg-pcapng § 4.2). Times before
 * 1970 and after 2554 have another beginning; where 64 bits of seconds do not hold that, the unit is longer instead (`if_tsresol`).
 */
import {exactSeconds, isFar, SECOND} from '../decode/far-time.js';

/** Seconds that 64 bits of nanoseconds hold, rounded down. */
const ERA = 18_446_744_073;
const EXACT_ERA = BigInt(ERA);
const NANOSECONDS = 9;
const FIRST_OFFSET = -(2n ** 63n);
const LAST_OFFSET = 2n ** 63n - 1n;

/** Times that one interface can tell. */
export interface Era {
	/** `if_tsoffset`, seconds. */
	offset: bigint;
	/** `if_tsresol`: a negative power of 10. */
	resolution: number;
}

export const FIRST_ERA: Era = {offset: 0n, resolution: NANOSECONDS};

/** Of near times: eras from 1970 on, before it below 0. */
export const eraNumber = (seconds: number): number => Math.floor(seconds / ERA);
export const beginOf = (number: number): number => number * ERA;

/** @returns null where a double holds the seconds; where pcapng cannot tell the time exactly, an era without units */
export function farEra(seconds: number, nanoseconds: number): {era: Era; units: bigint | null} | null {
	if (!isFar(seconds)) {
		return null;
	}
	const exact = exactSeconds(seconds, nanoseconds);
	const fraction = BigInt(nanoseconds % SECOND);
	const before = exact - (((exact % EXACT_ERA) + EXACT_ERA) % EXACT_ERA);
	const offset = before < FIRST_OFFSET ? FIRST_OFFSET : before > LAST_OFFSET ? LAST_OFFSET : before;
	const since = (exact - offset) * BigInt(SECOND) + fraction;
	for (let resolution = NANOSECONDS; resolution >= 0; resolution--) {
		const unit = 10n ** BigInt(NANOSECONDS - resolution);
		const units = since / unit;
		if (BigInt.asUintN(64, units) === units && units * unit === since) {
			return {era: {offset, resolution}, units};
		}
	}
	return {era: {offset, resolution: NANOSECONDS}, units: null};
}
