import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {toWidth} from '../../source/format/cells.js';
import {paintedWidth} from '../../source/format/painted.js';
import {FrameDiff} from '../../source/terminal/diff.js';
import type {Piece} from '../../source/terminal/piece.js';
import {createTerminal, frameOf, screenCells, screenLines, write} from '../helpers/screen.js';

const COLUMNS = 24;
const ROWS = 6;

const style = fc.constantFrom(
	['', ''],
	['\u001b[1m', '\u001b[22m'],
	['\u001b[2m', '\u001b[22m'],
	['\u001b[3m', '\u001b[23m'],
	['\u001b[4m', '\u001b[24m'],
	['\u001b[7m', '\u001b[27m'],
	['\u001b[31m', '\u001b[39m'],
	['\u001b[95m', '\u001b[39m'],
	['\u001b[44m', '\u001b[49m'],
	['\u001b[38;5;208m', '\u001b[39m'],
	['\u001b[48;5;17m', '\u001b[49m'],
	['\u001b[38;2;10;200;30m', '\u001b[39m'],
	['\u001b[48;2;1;2;3m', '\u001b[0m'],
);
const text = fc.string({
	unit: fc.constantFrom('a', 'b', ' ', ' ', '\u2500', '\u2588', '\u65e5', '\u672c', '\u00e9'),
	maxLength: 12,
});
const segment: fc.Arbitrary<string> = fc.letrec<{segment: string; nested: string}>(tie => ({
	segment: fc
		.tuple(style, fc.oneof({maxDepth: 2}, text, tie('nested')))
		.map(([[open, close], inner]) => open + inner + close),
	nested: fc.array(tie('segment'), {maxLength: 3}).map(parts => parts.join('x')),
})).segment;
const line = fc.array(segment, {maxLength: 4}).map(parts => parts.join(''));
const frame = fc.array(line, {maxLength: ROWS + 2}).map(lines => lines.join('\n'));
const piece: fc.Arbitrary<Piece> = fc.record({
	x: fc.nat(COLUMNS + 1),
	y: fc.nat(ROWS),
	width: fc.integer({min: 1, max: COLUMNS}),
	height: fc.integer({min: 1, max: 3}),
	lines: fc.array(text, {maxLength: 4}),
});
/** A frame of text. */
const show = (diff: FrameDiff, text: string) => diff.update(frameOf(text));

/** The piece by a terminal's own means: each line cut and filled to its place, written over what is there. */
function over({x, y, width, height, lines}: Piece): string {
	const shown = Math.min(width, COLUMNS - x);
	let codes = '\u001b[?7l';
	for (let row = y; shown > 0 && row < Math.min(ROWS, y + height); row++) {
		codes += `\u001b[${row + 1};${x + 1}H${toWidth(lines[row - y] ?? '', shown, 'left', '')}`;
	}
	return codes;
}

describe('FrameDiff', () => {
	it('leaves the screen as if each frame had been drawn on a clear one', {timeout: 60_000}, async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(frame, {minLength: 2, maxLength: 6}), fc.boolean(), async (frames, feeds) => {
				const terminal = createTerminal(COLUMNS, ROWS);
				const diff = new FrameDiff(COLUMNS, ROWS);
				diff.moveDownBy(feeds ? '\n' : '\u001bD');
				for (const next of frames) {
					const fresh = createTerminal(COLUMNS, ROWS);
					await write(terminal, show(diff, next));
					await write(fresh, show(new FrameDiff(COLUMNS, ROWS), next));
					expect(screenCells(terminal)).toEqual(screenCells(fresh));
					fresh.dispose();
				}
				terminal.dispose();
			}),
			{numRuns: 150},
		);
	});

	it('draws what a terminal makes of the frame by itself', {timeout: 60_000}, async () => {
		await fc.assert(
			fc.asyncProperty(frame, async next => {
				const drawn = createTerminal(COLUMNS, ROWS);
				const plain = createTerminal(COLUMNS, ROWS);
				await write(drawn, show(new FrameDiff(COLUMNS, ROWS), next));
				const lines = next.split('\n').slice(0, ROWS);
				// no wrapping at the edge, as the screen is set up
				await write(plain, `\u001b[?7l${lines.map((row, index) => `\u001b[${index + 1}H${row}\u001b[m`).join('')}`);
				for (const [row, content] of lines.entries()) {
					// what a terminal does at its edge is its own affair
					if (paintedWidth(content) <= COLUMNS) {
						expect(screenCells(drawn)[row]).toEqual(screenCells(plain)[row]);
					}
				}
				drawn.dispose();
				plain.dispose();
			}),
			{numRuns: 200},
		);
	});

	it('lays later pieces over earlier ones, as if each had been written over what stood there', {
		timeout: 60_000,
	}, async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(fc.array(piece, {maxLength: 5}), {minLength: 1, maxLength: 4}), async frames => {
				const drawn = createTerminal(COLUMNS, ROWS);
				const diff = new FrameDiff(COLUMNS, ROWS);
				for (const pieces of frames) {
					const written = createTerminal(COLUMNS, ROWS);
					await write(drawn, diff.update(pieces));
					for (const each of pieces) {
						await write(written, over(each));
					}
					expect(screenCells(drawn)).toEqual(screenCells(written));
					written.dispose();
				}
				drawn.dispose();
			}),
			{numRuns: 120},
		);
	});

	it('sends nothing for a frame that is shown already', () => {
		const diff = new FrameDiff(COLUMNS, ROWS);
		expect(show(diff, 'a\nb')).not.toBe('');
		expect(show(diff, 'a\nb')).toBe('');
		// other codes, same cells
		expect(show(diff, '\u001b[31m\u001b[39ma   \nb')).toBe('');
	});

	it('sends the changed cells only', () => {
		const diff = new FrameDiff(COLUMNS, ROWS);
		show(diff, 'rate 100 kb/s  total 5\n');
		expect(show(diff, 'rate 101 kb/s  total 6\n')).toBe('\u001b[?2026h\b6\u001b[15D1\u001b[?2026l');
	});

	it('bridges small gaps and erases to the end of a line in one code', () => {
		const diff = new FrameDiff(COLUMNS, ROWS);
		show(diff, 'abcdefghij klmnop');
		expect(show(diff, 'ABcdef')).toBe('\u001b[?2026h\u001b[1HABcdef\u001b[K\u001b[?2026l');
	});

	it('changes a column of one style before it takes another style, by line feeds where it may', () => {
		const diff = new FrameDiff(COLUMNS, ROWS);
		diff.moveDownBy('\n');
		const rows = (left: number, right: number) =>
			['a', 'b', 'c'].map(name => `${name} ${left}         \u001b[38;2;255;158;100m${right}\u001b[m`).join('\n');
		show(diff, rows(1, 3));
		// the cursor is behind the first 3, and writes in its style
		expect(show(diff, rows(2, 4))).toBe('\u001b[?2026h\b4\n\b4\n\b4\u001b[1;3H\u001b[m2\n\b2\n\b2\u001b[?2026l');
		// and behind the last 2 now
		expect(show(diff, rows(2, 5))).toBe(
			'\u001b[?2026h\u001b[9C\u001b[38;2;255;158;100m5\u001bM\b5\u001bM\b5\u001b[?2026l',
		);
	});

	it('leaves nothing under a character that the terminal may take for narrow', async () => {
		// the terminal here knows Unicode 6 only: the face is one cell to it, two to us
		const terminal = createTerminal(COLUMNS, ROWS);
		const diff = new FrameDiff(COLUMNS, ROWS);
		await write(terminal, show(diff, 'abcdefgh'));
		await write(terminal, show(diff, 'a\u{1f600}defgh'));
		expect(screenLines(terminal)[0]).toBe('a\u{1f600} defgh');
	});

	it('clears and draws all of it when it does not know the screen', () => {
		const diff = new FrameDiff(COLUMNS, ROWS);
		show(diff, 'abc');
		diff.invalidate(10, 2);
		expect(show(diff, 'abc')).toBe('\u001b[?2026h\u001b[m\u001b[2J\u001b[1Habc\u001b[?2026l');
	});

	it('lets no code but styles through', () => {
		const diff = new FrameDiff(COLUMNS, ROWS);
		expect(show(diff, 'a\u001b[2Jb\u001b]0;x\u0007c\u009bd')).not.toContain('\u001b]');
		expect(show(new FrameDiff(COLUMNS, ROWS), 'a\u001b[5Ab')).toContain('ab');
		expect(show(new FrameDiff(COLUMNS, ROWS), 'a\bb')).toContain('ab');
	});
});
