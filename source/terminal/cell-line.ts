/**
 * A line of a frame as cells: what stands in each column and in which style. The parser knows exactly what a frame may
 * hold, text and SGR (ECMA-48 §8.3.117); any other escape code is dropped.
 */
import {codePointWidth} from '../format/cells.js';

export interface CellLine {
	/** Per column: a character, or '' under the right half of a wide one. */
	characters: string[];
	/** Per column: canonical style, `attributes;foreground;background` as SGR parameters; '' is the default. */
	styles: string[];
}

/** Attributes in the order of their SGR numbers; the bit of n is 1 << n. */
const ATTRIBUTES = [1, 2, 3, 4, 5, 7, 8, 9] as const;

interface Pen {
	attributes: number;
	foreground: string;
	background: string;
}

const isExtendedColor = (parameter: number) => parameter === 38 || parameter === 48;

/** Applies `CSI … m` to the pen. */
function applySgr(pen: Pen, parameters: string): void {
	const values = parameters === '' ? [0] : parameters.split(/[;:]/).map(Number);
	for (let index = 0; index < values.length; index++) {
		const value = values[index];
		if (value === 0) {
			pen.attributes = 0;
			pen.foreground = '';
			pen.background = '';
		} else if (isExtendedColor(value)) {
			const length = values[index + 1] === 2 ? 5 : 3;
			const color = values.slice(index, index + length).join(';');
			if (value === 38) {
				pen.foreground = color;
			} else {
				pen.background = color;
			}
			index += length - 1;
		} else if (value >= 1 && value <= 9) {
			pen.attributes |= 1 << value;
		} else if (value === 22) {
			pen.attributes &= ~((1 << 1) | (1 << 2));
		} else if (value >= 23 && value <= 29) {
			pen.attributes &= ~(1 << (value - 20));
		} else if (value === 39) {
			pen.foreground = '';
		} else if (value === 49) {
			pen.background = '';
		} else if ((value >= 30 && value <= 37) || (value >= 90 && value <= 97)) {
			pen.foreground = String(value);
		} else if ((value >= 40 && value <= 47) || (value >= 100 && value <= 107)) {
			pen.background = String(value);
		}
	}
}

function canonical(pen: Pen): string {
	if (pen.attributes === 0 && pen.foreground === '' && pen.background === '') {
		return '';
	}
	const attributes = ATTRIBUTES.filter(attribute => (pen.attributes & (1 << attribute)) !== 0).join(',');
	return `${attributes}|${pen.foreground}|${pen.background}`;
}

/** Format characters and combining marks: they have no cell of their own and are not drawn. */
const NO_CELL = /[\p{Cc}\p{Cf}\p{M}\p{Cs}]/u;

/** Cells of one line, clipped to `columns`; a wide character that would cross the edge becomes a space. */
export function parseLine(line: string, columns: number): CellLine {
	const characters: string[] = [];
	const styles: string[] = [];
	const pen: Pen = {attributes: 0, foreground: '', background: ''};
	let style = '';
	let index = 0;
	while (index < line.length && characters.length < columns) {
		const code = line.charCodeAt(index);
		if (code === 0x1b) {
			index = parseEscape(line, index, pen);
			style = canonical(pen);
			continue;
		}
		if (code >= 0x20 && code < 0x7f) {
			characters.push(line[index]);
			styles.push(style);
			index++;
			continue;
		}
		const codePoint = line.codePointAt(index)!;
		const character = String.fromCodePoint(codePoint);
		index += character.length;
		if (NO_CELL.test(character)) {
			continue;
		}
		if (codePointWidth(codePoint) === 1) {
			characters.push(character);
			styles.push(style);
		} else if (characters.length + 2 <= columns) {
			characters.push(character, '');
			styles.push(style, style);
		} else {
			characters.push(' ');
			styles.push(style);
		}
	}
	return {characters, styles};
}

/** @returns the index after the escape sequence at `start` */
function parseEscape(line: string, start: number, pen: Pen): number {
	if (line[start + 1] !== '[') {
		return start + 1;
	}
	let end = start + 2;
	while (end < line.length && !isFinal(line.charCodeAt(end))) {
		end++;
	}
	if (line[end] === 'm') {
		applySgr(pen, line.slice(start + 2, end));
	}
	return end + 1;
}

/** Final bytes of a control sequence: 4/0 to 7/14 (ECMA-48 §5.4). */
const isFinal = (code: number) => code >= 0x40 && code <= 0x7e;

/** The shortest SGR code from one canonical style to another. */
export function styleChange(from: string, to: string): string {
	if (from === to) {
		return '';
	}
	if (to === '') {
		return '\u001b[m';
	}
	const [fromAttributes = '', fromForeground = '', fromBackground = ''] = from.split('|');
	const [toAttributes = '', toForeground = '', toBackground = ''] = to.split('|');
	const parameters: string[] = [];
	const before = fromAttributes === '' ? [] : fromAttributes.split(',');
	const after = toAttributes === '' ? [] : toAttributes.split(',');
	if (before.every(attribute => after.includes(attribute))) {
		parameters.push(...after.filter(attribute => !before.includes(attribute)));
		if (toForeground !== fromForeground) {
			parameters.push(toForeground === '' ? '39' : toForeground);
		}
		if (toBackground !== fromBackground) {
			parameters.push(toBackground === '' ? '49' : toBackground);
		}
	} else {
		parameters.push('0', ...after, ...[toForeground, toBackground].filter(color => color !== ''));
	}
	return `\u001b[${parameters.join(';')}m`;
}
