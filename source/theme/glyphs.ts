/** Every character of the interface that is not a letter, in three sets: for UTF-8 locales, for the Linux console in them, for all others. */
export interface Glyphs {
	ellipsis: string;
	corners: {topLeft: string; topRight: string; bottomLeft: string; bottomRight: string};
	horizontal: string;
	vertical: string;
	/** From the lowest to the highest; the first is nothing. */
	spark: readonly string[];
	/** From the thinnest to the full cell. */
	bar: readonly string[];
	/** asciichart's ten: first value, axis, two ends, line, four corners, vertical. */
	chart: readonly string[];
	cursor: string;
	running: string;
	paused: string;
	finished: string;
	failed: string;
	waiting: string;
	ok: string;
	separator: string;
	errorMark: string;
	playing: string;
	times: string;
	/** On the time line: another filter came into force, packets were lost, the timestamps jumped. */
	filterMark: string;
	lossMark: string;
	timeMark: string;
	alertMark: string;
	sent: string;
	received: string;
	/** After the column that rows are sorted by. */
	descending: string;
	ascending: string;
	info: string;
	/** Before a count that may be more: its row had to make room for others. */
	atLeast: string;
}

export const UNICODE_GLYPHS: Glyphs = {
	ellipsis: '…',
	corners: {topLeft: '╭', topRight: '╮', bottomLeft: '╰', bottomRight: '╯'},
	horizontal: '─',
	vertical: '│',
	spark: ['▁', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
	bar: ['▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'],
	chart: ['┼', '┤', '╶', '╴', '─', '╰', '╭', '╮', '╯', '│'],
	cursor: '▸',
	running: '●',
	paused: '‖',
	finished: '■',
	failed: '✖',
	waiting: '○',
	ok: '✔',
	separator: '·',
	errorMark: '▲',
	playing: '►',
	times: '×',
	filterMark: 'F',
	lossMark: '!',
	timeMark: 'T',
	alertMark: 'A',
	sent: '↑',
	received: '↓',
	descending: '▾',
	ascending: '▴',
	info: '·',
	atLeast: '≥',
};

/**
 * For UTF-8 on the Linux console: of Unicode only what code page 437 has, as the kernel's own font does (drivers/tty/vt/cp437.uni)
 * and console-setup's fonts do. No eighths of a block, round corners or ticks.
 */
export const CONSOLE_GLYPHS: Glyphs = {
	ellipsis: '~',
	corners: {topLeft: '┌', topRight: '┐', bottomLeft: '└', bottomRight: '┘'},
	horizontal: '─',
	vertical: '│',
	spark: ['_', '░', '▒', '▓', '█'],
	bar: ['▌', '█'],
	chart: ['┼', '┤', '─', '─', '─', '└', '┌', '┐', '┘', '│'],
	cursor: '►',
	running: '*',
	paused: '=',
	finished: '■',
	failed: 'x',
	waiting: 'o',
	ok: 'ok',
	separator: '·',
	errorMark: '▲',
	playing: '►',
	times: 'x',
	filterMark: 'F',
	lossMark: '!',
	timeMark: 'T',
	alertMark: 'A',
	sent: '↑',
	received: '↓',
	descending: '▼',
	ascending: '▲',
	info: '·',
	atLeast: '≥',
};

export const ASCII_GLYPHS: Glyphs = {
	ellipsis: '~',
	corners: {topLeft: '+', topRight: '+', bottomLeft: '+', bottomRight: '+'},
	horizontal: '-',
	vertical: '|',
	spark: ['_', '.', ':', '-', '=', '+', '*', '#', '@'],
	bar: ['-', '=', '#'],
	chart: ['+', '|', '-', '-', '-', '\\', '/', '\\', '/', '|'],
	cursor: '>',
	running: '*',
	paused: '=',
	finished: '#',
	failed: 'x',
	waiting: 'o',
	ok: 'ok',
	separator: '|',
	errorMark: '^',
	playing: '>',
	times: 'x',
	filterMark: 'F',
	lossMark: '!',
	timeMark: 'T',
	alertMark: 'A',
	sent: '^',
	received: 'v',
	descending: 'v',
	ascending: '^',
	info: '-',
	atLeast: '>',
};
