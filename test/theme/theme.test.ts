import {describe, expect, it} from 'vitest';
import {ASCII_GLYPHS, CONSOLE_GLYPHS, UNICODE_GLYPHS} from '../../source/theme/glyphs.js';
import type {Palette, Style, Token} from '../../source/theme/palette.js';
import {PALETTES, type ThemeName} from '../../source/theme/palettes.js';
import {canDraw, colorDepth, hasMouse, isLinuxConsole, isUnicode} from '../../source/theme/terminal-support.js';
import {createTheme, nearest256} from '../../source/theme/theme.js';

/** Of its characters those that are no letters: as the code page's table (unicode.org, VENDORS/MICSFT/PC/CP437.TXT) and its pictures below 32. */
const CODE_PAGE_437 =
	/^[\x20-\x7e\u263a\u263b\u2665\u2666\u2663\u2660\u2022\u25d8\u25cb\u25d9\u2642\u2640\u266a\u266b\u263c\u25ba\u25c4\u2195\u203c\u00b6\u00a7\u25ac\u21a8\u2191\u2193\u2192\u2190\u221f\u2194\u25b2\u25bc\u00a1\u00bf\u00ab\u00bb\u2591-\u2593\u2502\u2524\u2561\u2562\u2556\u2555\u2563\u2551\u2557\u255d\u255c\u255b\u2510\u2514\u2534\u252c\u251c\u2500\u253c\u255e\u255f\u255a\u2554\u2569\u2566\u2560\u2550\u256c\u2567\u2568\u2564\u2565\u2559\u2558\u2552\u2553\u256b\u256a\u2518\u250c\u2588\u2584\u258c\u2590\u2580\u221e\u2229\u2261\u00b1\u2265\u2264\u00f7\u2248\u00b0\u2219\u00b7\u221a\u207f\u00b2\u25a0]$/;

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

	it('knows terminals that cannot move their cursor, and the Linux console', () => {
		expect(['', 'dumb', undefined].map(TERM => canDraw({TERM}))).toEqual([false, false, false]);
		expect(['linux', 'vt100', 'xterm'].map(TERM => canDraw({TERM}))).toEqual([true, true, true]);
		const consoles = ['linux', 'linux-16color', 'linuxvt', 'xterm-linux', 'xterm'];
		expect(consoles.map(TERM => isLinuxConsole({TERM}))).toEqual([true, true, false, false, false]);
	});
});

describe('theme', () => {
	it.each([
		['truecolor', '\u001b[38;5;215mx\u001b[39m'],
		['256', '\u001b[38;5;215mx\u001b[39m'],
		['16', '\u001b[33mx\u001b[39m'],
		['none', 'x'],
	] as const)('paints in %s', (depth, expected) => {
		expect(createTheme({depth, unicode: true}).paint('sent', 'x')).toBe(expected);
	});

	it('paints in 24 bits what is none of the 256', () => {
		const palette: Palette = {
			...PALETTES.default,
			sent: {rgb: [255, 175, 96], ansi: 33},
			bar: {background: {rgb: [0, 0, 135], ansi: 44}},
		};
		const theme = createTheme({depth: 'truecolor', unicode: true, palette});
		expect(theme.paint('sent', 'x')).toBe('\u001b[38;2;255;175;96mx\u001b[39m');
		expect(theme.paint('bar', 'x')).toBe('\u001b[48;5;18mx\u001b[49m');
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

	it('draws on the Linux console with what is in code page 437 alone', () => {
		const theme = createTheme({depth: '16', unicode: true, isConsole: true});
		expect(theme.glyphs).toBe(CONSOLE_GLYPHS);
		expect(Object.keys(CONSOLE_GLYPHS)).toEqual(Object.keys(UNICODE_GLYPHS));
		expect([...new Set(JSON.stringify(CONSOLE_GLYPHS))].filter(glyph => !CODE_PAGE_437.test(glyph))).toEqual([]);
		expect(UNICODE_GLYPHS.corners.topLeft).not.toMatch(CODE_PAGE_437);
		expect(theme.encode('rtt: \u2026 3\u00d7 caf\u00e9')).toBe('rtt: ~ 3x caf\u00e9');
	});
});

describe('the themes', () => {
	/** Relative luminance, WCAG 2.1. */
	const luminance = (rgb: readonly number[]) => {
		const [red, green, blue] = rgb.map(value => {
			const share = value / 255;
			return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
		});
		return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
	};
	const contrast = (rgb: readonly number[], background: readonly number[]) => {
		const [a, b] = [luminance(rgb), luminance(background)].sort((x, y) => y - x);
		return (a + 0.05) / (b + 0.05);
	};
	const [white, black] = [
		[255, 255, 255],
		[0, 0, 0],
	];
	const readable: Record<string, {background: readonly number[]; least: number}> = {
		default: {background: black, least: 3},
		light: {background: white, least: 4.5},
		'high-contrast': {background: black, least: 7},
		'blue-orange': {background: black, least: 3},
	};

	it.each(Object.entries(PALETTES))('%s has a style for every token', (_, palette) => {
		expect(Object.keys(palette).sort()).toEqual(Object.keys(PALETTES.default).sort());
	});

	it.each(Object.entries(readable))('%s can be read', (name, {background, least}) => {
		for (const [token, style] of Object.entries(PALETTES[name as ThemeName]) as [string, Style][]) {
			if (style.rgb !== undefined) {
				expect(contrast(style.rgb, background), token).toBeGreaterThan(least);
				expect(style.ansi, token).toBeDefined();
			}
		}
	});

	it('monochrome has no colour in any depth', () => {
		for (const depth of ['truecolor', '256', '16', 'none'] as const) {
			const theme = createTheme({depth, unicode: true, palette: PALETTES.monochrome});
			for (const token of Object.keys(PALETTES.monochrome) as Token[]) {
				expect(theme.paint(token, 'x')).toMatch(/^(\u001b\[(1|4|7)m)*x(\u001b\[(22|24|27)m)*$/);
			}
		}
	});

	it('blue-orange tells good from bad without red and green', () => {
		const hue = ([red, , blue]: readonly number[]) => Math.sign(blue - red);
		const {good, bad, sent, received} = PALETTES['blue-orange'] as Record<string, Style>;
		expect([hue(good.rgb!), hue(bad.rgb!), hue(received.rgb!), hue(sent.rgb!)]).toEqual([1, -1, 1, -1]);
	});
});

it('the mouse is known to terminals that tell of it, and to no others', () => {
	const withMouse = [
		'xterm',
		'xterm-256color',
		'screen-256color',
		'tmux',
		'rxvt-unicode',
		'alacritty',
		'xterm-kitty',
		'foot',
		'st-256color',
	];
	expect(withMouse.filter(TERM => !hasMouse({TERM}))).toEqual([]);
	const without = ['linux', 'dumb', '', 'vt100', 'vt220', 'ansi', 'cons25', 'sun', 'stdin'];
	expect(without.filter(TERM => hasMouse({TERM}))).toEqual([]);
	expect(hasMouse({})).toBe(false);
});
