/**
 * Reports of the mouse, as xterm sends them when it is asked to ("XTerm Control Sequences", Mouse Tracking): presses and the wheel (1000), in
 * decimal figures (1006). A report that is cut, or of another kind, is no key: what belongs to it is taken away with it.
 */

export interface MouseEvent {
	kind: 'press' | 'wheel-up' | 'wheel-down';
	/** Cells from 0. */
	x: number;
	y: number;
}

/** Asks for reports, and for none any more. */
export const MOUSE_ON = '\u001b[?1000h\u001b[?1006h';
export const MOUSE_OFF = '\u001b[?1006l\u001b[?1000l';

/** What a report begins with: ours, and that of terminals that know no decimal figures, with three bytes behind it. */
const BEGIN = '\u001b[<';
const OLD_BEGIN = '\u001b[M';
const OLD_LENGTH = 6;

/** Characters of a report that are kept while its end is waited for; one that is longer tells nothing. */
const LONGEST = 32;
const BROKEN = `${BEGIN};`;

/** What is kept of a report that is not whole. */
export const keptOf = (report: string): string => (report.length > LONGEST ? BROKEN : report);

/** Shift, Meta and Control held at the same time. */
const MODIFIERS = 4 | 8 | 16;
const LEFT = 0;
const WHEEL_UP = 64;
const WHEEL_DOWN = 65;

/** Whether all that there is so far belongs to a report: nothing else begins so. */
export const isReport = (input: string): boolean => input.startsWith(BEGIN) || input.startsWith(OLD_BEGIN);

/**
 * @param input begins with a report
 * @returns characters used, 0 when more are needed; and what it tells, null where that is nothing for us
 */
export function takeReport(input: string): {used: number; event: MouseEvent | null} {
	if (input.startsWith(OLD_BEGIN)) {
		return {used: input.length < OLD_LENGTH ? 0 : OLD_LENGTH, event: null};
	}
	let end = BEGIN.length;
	while (end < input.length && /[\d;]/.test(input[end])) {
		end++;
	}
	if (end === input.length) {
		return {used: 0, event: null};
	}
	const isWhole = input[end] === 'M' || input[end] === 'm';
	// what is none of its characters is not of it
	return {used: isWhole ? end + 1 : end, event: isWhole ? eventOf(input.slice(BEGIN.length, end + 1)) : null};
}

function eventOf(report: string): MouseEvent | null {
	const [, button, column, row, end] = /^(\d+);(\d+);(\d+)([Mm])$/.exec(report) ?? [];
	if (button === undefined || end === 'm' || Number(column) < 1 || Number(row) < 1) {
		return null;
	}
	const at = {x: Number(column) - 1, y: Number(row) - 1};
	switch (Number(button) & ~MODIFIERS) {
		case LEFT:
			return {kind: 'press', ...at};
		case WHEEL_UP:
			return {kind: 'wheel-up', ...at};
		case WHEEL_DOWN:
			return {kind: 'wheel-down', ...at};
		default:
			return null;
	}
}
