/** Reads the values of flags; every mistake names the flag, what it takes and what it was given. */
import {isInRange, RANGES, type Range, rangeText} from '../engine/ranges.js';
import type {Parsed} from './command.js';
import {UsageError} from './usage-error.js';

export function has(parsed: Parsed, name: string): boolean {
	return parsed.values.has(name);
}

export function text(parsed: Parsed, name: string): string | undefined {
	return parsed.values.get(name)?.[0];
}

/**
 * A number of the table of ranges.
 *
 * @param scaled `k`, `M` and `G` stand for powers of 1024
 */
export function number(parsed: Parsed, name: string, range: Range, {scaled = false} = {}): number | undefined {
	const given = text(parsed, name);
	if (given === undefined) {
		return undefined;
	}
	const form = range.unit === 'seconds' ? /^(\d+(?:\.\d+)?)$/ : /^(\d+)([kKmMgG]?)$/;
	const [, digits, unit = ''] = form.exec(given) ?? [];
	const factor = {'': 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30}[unit.toLowerCase()] ?? Number.NaN;
	const value = digits === undefined || (unit !== '' && !scaled) ? Number.NaN : Number(digits) * factor;
	if (!isInRange(value, range)) {
		throw new UsageError(
			`--${name} takes ${rangeText(range)}${scaled ? ' (k, M and G are understood)' : ''}, not '${given}'`,
		);
	}
	return value;
}

/** `--top N|all`. */
export function top(parsed: Parsed): number | 'all' | undefined {
	return text(parsed, 'top') === 'all' ? 'all' : number(parsed, 'top', RANGES.top);
}
