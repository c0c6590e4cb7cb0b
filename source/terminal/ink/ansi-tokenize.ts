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

const NO_STYLES: readonly string[] = [];

export function tokenize(line: string): StyledCharacter[] {
	const {characters, styles} = parseLine(line, Number.POSITIVE_INFINITY);
	const cells: StyledCharacter[] = [];
	let style = '';
	let shared = NO_STYLES;
	for (let column = 0; column < characters.length; column++) {
		const value = characters[column];
		// under the right half of a wide one
		if (value === '') {
			continue;
		}
		if (styles[column] !== style) {
			style = styles[column];
			shared = style === '' ? NO_STYLES : [style];
		}
		cells.push({type: 'char', value, fullWidth: characters[column + 1] === '', styles: shared});
	}
	return cells;
}

export const styledCharsFromTokens = (cells: StyledCharacter[]): StyledCharacter[] => cells;

/** Runs for each cell of a frame before V8 has compiled it: without iterators, which would take most of its time. */
export function styledCharsToString(cells: readonly Pick<StyledCharacter, 'value' | 'styles'>[]): string {
	let text = '';
	let style = '';
	let shared = NO_STYLES;
	for (let index = 0; index < cells.length; index++) {
		const {value, styles} = cells[index];
		if (styles !== shared) {
			const next = styles.length === 0 ? '' : styles[0];
			if (next !== style) {
				text += styleChange(style, next);
				style = next;
			}
			shared = styles;
		}
		text += value;
	}
	return text + styleChange(style, '');
}
