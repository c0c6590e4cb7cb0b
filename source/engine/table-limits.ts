/** Limits of the tables as a caller gives them. */
import {LEAST_ROWS, MOST_ROWS, type TableLimits} from './options.js';

/** @throws Error for what is no number of rows */
export function tableLimits(limits: Partial<TableLimits> = {}): Partial<TableLimits> {
	// An absent key must not stand in for a default.
	const given = Object.entries(limits).filter(([, rows]) => rows !== undefined);
	for (const [table, rows] of given) {
		if (!Number.isInteger(rows) || rows < LEAST_ROWS || rows > MOST_ROWS) {
			throw new Error(`limits.${table} takes a whole number from ${LEAST_ROWS} to ${MOST_ROWS}, not ${rows}`);
		}
	}

	return Object.fromEntries(given);
}
