import {cellWidth} from '../format/cells.js';
import {ASCII_GLYPHS, CONSOLE_GLYPHS, type Glyphs, UNICODE_GLYPHS} from './glyphs.js';
import {DEFAULT_PALETTE, type Palette, type Rgb, type Style, type Token} from './palette.js';
import type {ColorDepth} from './terminal-support.js';

export interface Theme {
	depth: ColorDepth;
	unicode: boolean;
	glyphs: Glyphs;
	/** The text in the token's style; the text itself is not touched. */
	paint(token: Token, text: string): string;
	/** The line as the locale can show it: in ASCII, anything else becomes `?`, cell for cell. */
	encode(line: string): string;
}

/** The values of each part of a colour in xterm's cube of 6×6×6 (16–231); behind it come 24 greys (232–255). */
const CUBE = [0, 95, 135, 175, 215, 255];

/** The nearest of xterm's 256 colours. */
export function nearest256([red, green, blue]: Rgb): number {
	const closest = (value: number) =>
		CUBE.reduce((best, step, index) => (Math.abs(step - value) < Math.abs(CUBE[best] - value) ? index : best), 0);
	const [r, g, b] = [closest(red), closest(green), closest(blue)];
	const grey = Math.min(23, Math.max(0, Math.round(((red + green + blue) / 3 - 8) / 10)));
	const distance = (x: number, y: number, z: number) => (x - red) ** 2 + (y - green) ** 2 + (z - blue) ** 2;
	const level = 8 + grey * 10;
	const isGrey = distance(level, level, level) < distance(CUBE[r], CUBE[g], CUBE[b]);
	return isGrey ? 232 + grey : 16 + 36 * r + 6 * g + b;
}

const isInCube = (rgb: Rgb) => rgb.every(part => CUBE.includes(part));

/** What SGR 38 and 48 take. A colour that is one of the 256 goes by its number, which is half as long. */
function colorParameters(rgb: Rgb, depth: '256' | 'truecolor'): string {
	return depth === '256' || isInCube(rgb) ? `5;${nearest256(rgb)}` : `2;${rgb.join(';')}`;
}

/** SGR parameters (ECMA-48 §8.3.117) that begin and end a style. */
function codes(style: Style, depth: ColorDepth): {open: string; close: string} {
	const open: string[] = [];
	const close: string[] = [];
	const add = (begin: string, end: string) => {
		open.push(begin);
		close.unshift(end);
	};
	if (style.bold) {
		add('1', '22');
	}
	if (style.underline) {
		add('4', '24');
	}
	if (style.inverse) {
		add('7', '27');
	}
	if ((depth === 'truecolor' || depth === '256') && style.rgb) {
		add(`38;${colorParameters(style.rgb, depth)}`, '39');
	} else if (depth === '16' && style.ansi !== undefined) {
		add(String(style.ansi), '39');
	}
	if (style.background) {
		const {rgb, ansi} = style.background;
		const open = {
			truecolor: `48;${colorParameters(rgb, 'truecolor')}`,
			'256': `48;${colorParameters(rgb, '256')}`,
			'16': String(ansi),
			none: '4',
		};
		add(open[depth], depth === 'none' ? '24' : '49');
	}
	const sequence = (parameters: string[]) => parameters.map(parameter => `\u001b[${parameter}m`).join('');
	return {open: sequence(open), close: sequence(close)};
}

/**
 * @param options.depth colours of the terminal; without any, only bold, underlined and inverse remain
 * @param options.unicode false for ASCII alone
 * @param options.isConsole its fonts have few characters beyond letters
 */
export function createTheme(options: {
	depth: ColorDepth;
	unicode: boolean;
	isConsole?: boolean;
	palette?: Palette;
}): Theme {
	const {depth, unicode, isConsole = false, palette = DEFAULT_PALETTE} = options;
	const styles = new Map(
		(Object.keys(palette) as Token[]).map(token => [token, codes(palette[token], depth)] as const),
	);
	return {
		depth,
		unicode,
		glyphs: unicode ? (isConsole ? CONSOLE_GLYPHS : UNICODE_GLYPHS) : ASCII_GLYPHS,
		paint(token, text) {
			const {open, close} = styles.get(token)!;
			return text === '' ? '' : open + text + close;
		},
		encode: unicode ? (isConsole ? toConsole : line => line) : toAscii,
	};
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape codes of our own stay
const NOT_ASCII = /[^\x00-\x7f]/gu;

/** A wide character gives way to two marks, so that columns stay in line. */
function toAscii(line: string): string {
	return line.replace(NOT_ASCII, character => '?'.repeat(cellWidth(character)));
}

const FOR_CONSOLE: Readonly<Record<string, string>> = {'…': '~', '×': 'x'};

/** What words of ours have and its fonts lack; names stay: a font may have their letters. */
function toConsole(line: string): string {
	return line.replace(/[…×]/gu, character => FOR_CONSOLE[character]);
}
