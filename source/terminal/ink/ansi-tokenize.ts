/**
 * Stands in for the package `@alcalzone/ansi-tokenize` in the bundle (scripts/build.js): Ink takes lines apart and puts them
 * together again with the parser of the cell diff. The package compares the styles of each two cells by sets that it makes
 * anew, 4,800 times in a frame of 120×40, which was half of the first frame (docs/decisions/0023).
 */
import {parseLine, styleChange} from '../cell-line.js';

/** A cell of Ink's output. Its own blank cells have no styles. */
export interface StyledCharacter {
	type: 'char';
	value: string;
	fullWidth: boolean;
	/** The canonical style of `cell-line.ts`; none is the default. */
	styles: readonly string[];
}

export function tokenize(line: string): StyledCharacter[] {
	const {characters, styles} = parseLine(line, Number.POSITIVE_INFINITY);
	const cells: StyledCharacter[] = [];
	let style = '';
	let shared: readonly string[] = [];
	for (const [column, value] of characters.entries()) {
		// under the right half of a wide one
		if (value === '') {
			continue;
		}
		if (styles[column] !== style) {
			style = styles[column];
			shared = style === '' ? [] : [style];
		}
		cells.push({type: 'char', value, fullWidth: characters[column + 1] === '', styles: shared});
	}
	return cells;
}

export const styledCharsFromTokens = (cells: StyledCharacter[]): StyledCharacter[] => cells;

export function styledCharsToString(cells: readonly Pick<StyledCharacter, 'value' | 'styles'>[]): string {
	let text = '';
	let style = '';
	for (const {value, styles} of cells) {
		const [next = ''] = styles;
		text += next === style ? value : styleChange(style, next) + value;
		style = next;
	}
	return text + styleChange(style, '');
}
