import {cellWidth} from './cells.js';

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are our own style codes
const STYLE = /\u001b\[[\d;]*m/g;

/** Cells of a line with style codes in it. */
export function paintedWidth(line: string): number {
	return cellWidth(line.includes('\u001b') ? line.replace(STYLE, '') : line);
}
