/** Reads the values of flags; every mistake names the flag, what it takes and what it was given. */
import type {Parsed} from './command.js';
import {UsageError} from './usage-error.js';

export function has(parsed: Parsed, name: string): boolean {
	return parsed.values.has(name);
}

export function text(parsed: Parsed, name: string): string | undefined {
	return parsed.values.get(name)?.[0];
}

/** A whole number, with `k`, `M` or `G` for powers of 1024 where `scaled` is set. */
export function whole(
	parsed: Parsed,
	name: string,
	{min, max, scaled = false}: {min: number; max: number; scaled?: boolean},
): number | undefined {
	const given = text(parsed, name);
	if (given === undefined) {
		return undefined;
	}
	const match = /^(\d+)([kKmMgG]?)$/.exec(given);
	const factor = {'': 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30}[(match?.[2] ?? '').toLowerCase()]!;
	const value = match ? Number(match[1]) * factor : Number.NaN;
	if (Number.isNaN(value) || (factor !== 1 && !scaled) || value < min || value > max) {
		throw new UsageError(
			`--${name} takes a whole number from ${min} to ${max}${scaled ? ' (k, M and G are understood)' : ''}, not '${given}'`,
		);
	}

	return value;
}

/** Seconds, fractions allowed; more than 0. */
export function seconds(parsed: Parsed, name: string): number | undefined {
	const given = text(parsed, name);
	if (given === undefined) {
		return undefined;
	}
	const value = /^\d+(\.\d+)?$/.test(given) ? Number(given) : Number.NaN;
	if (!(value > 0 && value <= 31_536_000)) {
		throw new UsageError(`--${name} takes seconds from 0.001 to 31536000, not '${given}'`);
	}
	return value;
}

/** `--top N|all`. */
export function top(parsed: Parsed): number | 'all' | undefined {
	return text(parsed, 'top') === 'all' ? 'all' : whole(parsed, 'top', {min: 0, max: 10_000_000});
}
