/** Bars and sparklines out of characters; the sets of characters come from the theme. */

/**
 * One character per value, the newest last. Values that are not numbers are gaps, and only a value of 0 or less stands on
 * the floor: the smallest traffic is seen.
 *
 * @param values oldest first; only the last `width` are drawn
 * @param levels characters from the lowest to the highest, the first one for nothing
 * @param maximum of the scale; the largest value drawn when absent
 */
export function sparkline(
	values: readonly number[],
	width: number,
	levels: readonly string[],
	maximum?: number,
): string {
	const shown = values.slice(-width);
	let highest = maximum ?? 0;
	for (const value of maximum === undefined ? shown : []) {
		highest = Number.isFinite(value) ? Math.max(highest, value) : highest;
	}
	let line = ' '.repeat(Math.max(0, width - shown.length));
	for (const value of shown) {
		if (!Number.isFinite(value)) {
			line += ' ';
		} else if (value <= 0 || highest <= 0) {
			line += levels[0];
		} else {
			line += levels[Math.min(levels.length - 1, Math.max(1, Math.ceil((value / highest) * (levels.length - 1))))];
		}
	}
	return line;
}

/**
 * A horizontal bar of exactly `width` cells.
 *
 * @param share 0…1
 * @param parts characters from the thinnest to the full one, e.g. eighths of a block
 */
export function bar(share: number, width: number, parts: readonly string[]): string {
	const full = parts.at(-1)!;
	const steps = Number.isFinite(share) ? Math.round(Math.min(1, Math.max(0, share)) * width * parts.length) : 0;
	// any share at all leaves a trace
	const filled = share > 0 ? Math.max(1, steps) : 0;
	const whole = Math.floor(filled / parts.length);
	const rest = filled % parts.length;
	const text = full.repeat(Math.min(whole, width)) + (rest > 0 && whole < width ? parts[rest - 1] : '');
	return text + ' '.repeat(Math.max(0, width - text.length));
}
