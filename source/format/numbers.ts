/** Numbers as short text of bounded width. `null` is not known, and is never shown as 0. */

export const UNKNOWN = 'n/a';

const PREFIXES = ['', 'k', 'M', 'G', 'T', 'P', 'E'] as const;

/** Three significant digits and an SI prefix: `999`, `1.00 k`, `12.3 M`, `456 G`. */
function scaled(value: number, unit: string): string {
	let scale = 0;
	let rest = value;
	// 999.5 would be rounded to 1000, so it already belongs to the next prefix
	while (rest >= 999.5 && scale < PREFIXES.length - 1) {
		rest /= 1000;
		scale++;
	}
	const suffix = `${PREFIXES[scale]}${unit}`;
	const digits = scale === 0 ? String(Math.round(rest)) : rest.toFixed(rest < 9.995 ? 2 : rest < 99.95 ? 1 : 0);
	return suffix === '' ? digits : `${digits} ${suffix}`;
}

/** The same without a unit, in five cells: `999`, `1.00k`, `12.3M`. */
export const shortFigure = (value: number): string => scaled(value, '').replace(' ', '');

/** A count in full, its thousands apart: `1,234,567`. */
export function count(value: number | null): string {
	if (value === null || !Number.isFinite(value)) {
		return UNKNOWN;
	}
	// Not by Intl: its first number costs a quarter of the program's start, and each one more than this
	const digits = String(Math.trunc(Math.abs(value)));
	let text = digits.slice(-3);
	for (let end = digits.length - 3; end > 0; end -= 3) {
		text = `${digits.slice(Math.max(0, end - 3), end)},${text}`;
	}
	return value <= -1 ? `-${text}` : text;
}

/** A count in at most six cells: `12,345`, `1.23 M`. */
export function shortCount(value: number | null): string {
	if (value === null || !Number.isFinite(value)) {
		return UNKNOWN;
	}
	return value < 100_000 ? count(value) : scaled(value, '');
}

/** Bytes with decimal prefixes: `532 B`, `1.23 kB`. */
export function bytes(value: number | null): string {
	return value === null || !Number.isFinite(value) ? UNKNOWN : scaled(value, 'B');
}

/** Bytes per second as bits per second: `12.3 Mb/s`. */
export function bitRate(bytesPerSecond: number | null): string {
	return bytesPerSecond === null || !Number.isFinite(bytesPerSecond) ? UNKNOWN : scaled(bytesPerSecond * 8, 'b/s');
}

/** The same at an axis, where a mark that is not 0 must not read as 0: `0.015 b/s`. */
export function rateMark(bytesPerSecond: number): string {
	const bits = bytesPerSecond * 8;
	return bits > 0 && bits < 10 ? `${Number(bits.toPrecision(2))} b/s` : bitRate(bytesPerSecond);
}

/** Bytes per second: `1.54 MB/s`. */
export function byteRate(bytesPerSecond: number | null): string {
	return bytesPerSecond === null || !Number.isFinite(bytesPerSecond) ? UNKNOWN : scaled(bytesPerSecond, 'B/s');
}

/** Packets per second: `1.20 kp/s`; below ten with one decimal, so that a trickle is not shown as none. */
export function packetRate(perSecond: number | null): string {
	if (perSecond === null || !Number.isFinite(perSecond)) {
		return UNKNOWN;
	}
	if (perSecond > 0 && perSecond < 9.95) {
		return `${Math.max(0.1, perSecond).toFixed(1)} p/s`;
	}
	return perSecond < 999.5 ? `${Math.round(perSecond)} p/s` : scaled(perSecond, 'p/s');
}

/** A share of 0…1: `34%`, `0.2%`, `<0.1%`. */
export function percent(share: number): string {
	if (!Number.isFinite(share) || share <= 0) {
		return '0%';
	}
	const value = share * 100;
	if (value < 0.1) {
		return '<0.1%';
	}
	// what is not all must not read as all
	return value < 9.95 ? `${value.toFixed(1)}%` : `${share < 1 ? Math.min(99, Math.round(value)) : 100}%`;
}

/** The smallest round number that is not below the value: an axis that stays put while the curve moves. */
export function niceCeiling(value: number): number {
	if (!Number.isFinite(value) || value <= 0) {
		return 1;
	}
	const power = 10 ** Math.floor(Math.log10(value));
	for (const step of [1, 2, 3, 4, 6, 8]) {
		if (step * power >= value) {
			return step * power;
		}
	}
	return 10 * power;
}
