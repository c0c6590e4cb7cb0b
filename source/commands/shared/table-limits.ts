/** Flags that bound the memory of an analysis. */
import type {OptionSpec, Parsed} from '../../cli/command.js';
import {number} from '../../cli/values.js';
import {DEFAULT_LIMITS, type TableLimits} from '../../engine/options.js';
import {RANGES} from '../../engine/ranges.js';

const TABLES = ['endpoints', 'conversations', 'flows'] as const;

export const LIMIT_OPTIONS: readonly OptionSpec[] = TABLES.map(table => ({
	name: `max-${table}`,
	value: 'N',
	help: `${table} kept at most; when full, the half with the least bytes goes (default ${DEFAULT_LIMITS[table]})`,
}));

/** What LIMIT_OPTIONS say. @throws UsageError */
export function tableLimits(parsed: Parsed): Partial<TableLimits> {
	return Object.fromEntries(
		TABLES.map(table => [table, number(parsed, `max-${table}`, RANGES.limits, {scaled: true})]),
	);
}
