/** What stands in for Ink's packages in the bundle does what they do, of all text that may reach it. */
import * as theirs from '@alcalzone/ansi-tokenize';
import fc from 'fast-check';
import theirSlice from 'slice-ansi';
import stringWidth from 'string-width';
import {describe, expect, it} from 'vitest';
import {sanitize} from '../../source/format/sanitize.js';
import {parseLine} from '../../source/terminal/cell-line.js';
import * as ours from '../../source/terminal/ink/ansi-tokenize.js';
import slice from '../../source/terminal/ink/slice-ansi.js';
import width from '../../source/terminal/ink/string-width.js';

const styles = fc.constantFrom(
	['', ''],
	['\u001b[1m', '\u001b[22m'],
	['\u001b[4m', '\u001b[24m'],
	['\u001b[7m', '\u001b[27m'],
	['\u001b[96m', '\u001b[39m'],
	['\u001b[38;5;208m', '\u001b[39m'],
	['\u001b[38;2;10;200;30m', '\u001b[39m'],
);
const text = fc.oneof(
	fc.string({unit: fc.constantFrom('a', ' ', '─', '█', '日', 'é', '▸', 'ㄅ', '😀'), maxLength: 8}),
	fc.string({unit: 'grapheme', maxLength: 8}).map(sanitize),
);
const line = fc
	.array(fc.tuple(styles, text, styles, text), {maxLength: 4})
	.map(parts => parts.map(([outer, a, inner, b]) => outer[0] + a + inner[0] + b + inner[1] + a + outer[1]).join(''));

describe('the width of a line for Ink', () => {
	it('is what string-width says', () => {
		fc.assert(
			fc.property(line, painted => {
				expect(width(painted)).toBe(stringWidth(painted));
			}),
			{numRuns: 2000},
		);
	});
});

describe('lines taken apart and put together for Ink', () => {
	const joined = (cells: {value: string; styles: readonly string[]}[]) => ours.styledCharsToString(cells);

	it('show the same cells as those of the package', () => {
		fc.assert(
			fc.property(line, painted => {
				const expected = theirs.styledCharsToString(theirs.styledCharsFromTokens(theirs.tokenize(painted)));
				const actual = joined(ours.styledCharsFromTokens(ours.tokenize(painted)));
				expect(parseLine(actual, 200)).toEqual(parseLine(expected, 200));
			}),
			{numRuns: 2000},
		);
	});

	it('stand beside blank cells without a style, and end in the default one', () => {
		const blank = {value: ' ', styles: []};
		const cells = [blank, ...ours.tokenize('\u001b[1mab'), blank, ...ours.tokenize('\u001b[7mc')];
		expect(joined(cells)).toBe(' \u001b[1mab\u001b[m \u001b[7mc\u001b[m');
	});

	it('say which characters take two cells, and give each one once', () => {
		expect(ours.tokenize('a日').map(({value, fullWidth}) => [value, fullWidth])).toEqual([
			['a', false],
			['日', true],
		]);
	});
});

describe('a line that is cut for Ink', () => {
	it('shows the same cells as one that the package cut', () => {
		fc.assert(
			fc.property(line, fc.nat(20), fc.option(fc.nat(20), {nil: undefined}), (painted, start, length) => {
				const end = length === undefined ? undefined : start + length;
				expect(parseLine(slice(painted, start, end), 200)).toEqual(parseLine(theirSlice(painted, start, end), 200));
			}),
			{numRuns: 2000},
		);
	});
});
