import fc from 'fast-check';
import stringWidth from 'string-width';
import {describe, expect, it} from 'vitest';
import {cellWidth} from '../../source/format/cells.js';
import {sanitize} from '../../source/format/sanitize.js';

const MARK = '\uFFFD';

describe('sanitize', () => {
	it.each([
		['plain text', 'www.example.com', 'www.example.com'],
		['accents and CJK', 'caf\u00e9 \u65e5\u672c', 'caf\u00e9 \u65e5\u672c'],
		['a letter and its accent become one', 'cafe\u0301', 'caf\u00e9'],
		['a colour code', '\u001b[31mred', `${MARK}[31mred`],
		['a title by OSC', '\u001b]0;owned\u0007', `${MARK}]0;owned${MARK}`],
		['C1 control sequence introducer', '\u009b2J', `${MARK}2J`],
		['new lines, tabs, delete', 'a\r\n\tb\u007f', `a${MARK}b${MARK}`],
		['right-to-left override', 'evil\u202egpj.exe', `evil${MARK}gpj.exe`],
		['isolates and marks', '\u2066a\u2069\u200f', `${MARK}a${MARK}`],
		['zero-width', 'goo\u200bgle\ufeff', `goo${MARK}gle${MARK}`],
		['lone surrogates', '\ud800x\udc00', `${MARK}x${MARK}`],
		['many combining marks', `a${'\u0335\u0336'.repeat(50)}b`, `a${MARK}b`],
		['joined emoji', '\u{1f468}\u200d\u{1f469}', `\u{1f468}${MARK}\u{1f469}`],
		['flags and skin tones', '\u{1f1e9}\u{1f1ea}\u{1f44d}\u{1f3fd}', `${MARK}\u{1f44d}${MARK}`],
		['narrow ones that many terminals take for wide', 'a\u3248\u324fb', `a${MARK}b`],
		['odd spaces', 'a\u00a0b\u3000c', 'a b c'],
		['private use and unassigned', '\ue000\u{e0041}\u{10ffff}', MARK],
		['letters that join the next one', 'a\u{11a84}b\u0d4ec', `a${MARK}b${MARK}c`],
		['vowels that join the one before', 'a\u0e33b\u{16d63}\u{16d63}', `a${MARK}b${MARK}`],
		['line separators', 'a\u2028b\u2029', `a${MARK}b${MARK}`],
	])('%s', (_, given, expected) => {
		expect(sanitize(given)).toBe(expected);
	});

	it('leaves nothing that a terminal acts on, whatever comes in', () => {
		fc.assert(
			fc.property(fc.string({unit: 'binary', maxLength: 60}), text => {
				const safe = sanitize(text);
				expect(safe).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{M}]/u);
				expect(sanitize(safe)).toBe(safe);
				// Ink must measure what we measure, or its columns do not meet ours
				expect(cellWidth(safe)).toBe(stringWidth(safe));
			}),
			{numRuns: 500},
		);
	});
});
