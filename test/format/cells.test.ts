import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {cellWidth, cut, head, shortenMiddle, tail, toWidth, wrap} from '../../source/format/cells.js';
import {sanitize} from '../../source/format/sanitize.js';

const safeText = fc.string({unit: 'grapheme', maxLength: 40}).map(sanitize);

describe('cells', () => {
	it.each([
		['abc', 3],
		['\u65e5\u672c', 4],
		['\u2588\u2581', 2],
		['', 0],
	])('%j takes %i', (text, width) => {
		expect(cellWidth(text)).toBe(width);
	});

	it.each([
		['long-host-name.example.com', 12, 'long-h\u2026e.com'],
		['short', 12, 'short'],
		['\u65e5\u672c\u8a9e\u65e5\u672c\u8a9e', 7, '\u65e5\u2026\u672c\u8a9e'],
		['abcdef', 2, 'ab'],
	])('shortens %j to %i in the middle', (text, width, expected) => {
		expect(shortenMiddle(text, width)).toBe(expected);
	});

	it('never cuts a wide character in half', () => {
		expect(head('a\u65e5b', 2)).toBe('a');
		expect(tail('a\u65e5b', 2)).toBe('b');
		expect(cut('\u65e5\u672c\u8a9e', 4)).toBe('\u65e5\u2026');
		expect(toWidth('\u65e5\u672c\u8a9e', 4)).toBe('\u65e5\u2026 ');
	});

	it('keeps to the width, for any text and any width', () => {
		fc.assert(
			fc.property(safeText, fc.integer({min: 0, max: 30}), (text, width) => {
				expect(cellWidth(toWidth(text, width))).toBe(width);
				expect(cellWidth(toWidth(text, width, 'right'))).toBe(width);
				expect(cellWidth(shortenMiddle(text, width))).toBeLessThanOrEqual(width);
				expect(cellWidth(head(text, width))).toBeLessThanOrEqual(width);
				expect(cellWidth(tail(text, width))).toBeLessThanOrEqual(width);
			}),
		);
	});

	it('wraps at spaces, and inside words that are too long', () => {
		expect(wrap('tcp port 443 and host 192.0.2.1', 14)).toEqual(['tcp port 443', 'and host', '192.0.2.1']);
		expect(wrap('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij']);
		expect(wrap('', 4)).toEqual(['']);
	});

	it('loses no text when it wraps', () => {
		fc.assert(
			fc.property(safeText, fc.integer({min: 2, max: 30}), (text, width) => {
				const lines = wrap(text, width);
				for (const line of lines) {
					expect(cellWidth(line)).toBeLessThanOrEqual(width);
				}
				expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
			}),
		);
	});
});
