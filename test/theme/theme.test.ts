import {describe, expect, it} from 'vitest';
import {ASCII_GLYPHS, UNICODE_GLYPHS} from '../../source/theme/glyphs.js';
import {colorDepth, isUnicode} from '../../source/theme/terminal-support.js';
import {createTheme, nearest256} from '../../source/theme/theme.js';

describe('what the terminal can show', () => {
	it.each([
		[{TERM: 'xterm-256color', COLORTERM: 'truecolor'}, 'truecolor'],
		[{TERM: 'xterm-direct'}, 'truecolor'],
		[{TERM: 'screen-256color'}, '256'],
		[{TERM: 'linux'}, '16'],
		[{TERM: 'dumb', COLORTERM: 'truecolor'}, 'none'],
		[{TERM: 'vt100'}, 'none'],
		[{}, 'none'],
		[{TERM: 'xterm-256color', NO_COLOR: '1'}, 'none'],
		[{TERM: 'xterm-256color', NO_COLOR: ''}, '256'],
	] as const)('%j has %s', (environment, expected) => {
		expect(colorDepth(environment)).toBe(expected);
	});

	it.each([
		[{LANG: 'de_DE.UTF-8'}, true],
		[{LC_ALL: 'C', LANG: 'C.utf8'}, false],
		[{LC_CTYPE: 'C.UTF-8', LANG: 'C'}, true],
		[{}, false],
	])('%j is UTF-8: %s', (environment, expected) => {
		expect(isUnicode(environment)).toBe(expected);
	});
});

describe('theme', () => {
	it.each([
		['truecolor', '\u001b[38;2;255;158;100mx\u001b[39m'],
		['256', '\u001b[38;5;215mx\u001b[39m'],
		['16', '\u001b[33mx\u001b[39m'],
		['none', 'x'],
	] as const)('paints in %s', (depth, expected) => {
		expect(createTheme({depth, unicode: true}).paint('sent', 'x')).toBe(expected);
	});

	it('keeps marks that are no colours when there are none', () => {
		const theme = createTheme({depth: 'none', unicode: true});
		expect(theme.paint('paused', 'x')).toBe('\u001b[1m\u001b[7mx\u001b[27m\u001b[22m');
	});

	it('finds the nearest of 256', () => {
		expect(nearest256([255, 255, 255])).toBe(231);
		expect(nearest256([0, 0, 0])).toBe(16);
		expect(nearest256([128, 128, 128])).toBe(244);
	});

	it('writes ASCII only where the locale has nothing else', () => {
		const theme = createTheme({depth: '16', unicode: false});
		expect(theme.encode('caf\u00e9 \u65e5 \u001b[31mx\u001b[39m')).toBe('caf? ?? \u001b[31mx\u001b[39m');
		expect(JSON.stringify(ASCII_GLYPHS)).toMatch(/^[\x20-\x7e]*$/);
		expect(Object.keys(ASCII_GLYPHS)).toEqual(Object.keys(UNICODE_GLYPHS));
	});
});
