/** Where in a capture filter a mistake is. */
import {cellWidth} from '../format/cells.js';
import {sanitize} from '../format/sanitize.js';

/** Characters of a long expression that are shown around the place. */
const WINDOW = 100;

/** The expression with a caret under the place, two lines; nothing where the place is not known. @param position index in the text */
export function filterMark(expression: string, position: number | null): string {
	if (position === null) {
		return '';
	}
	const from = Math.max(0, position - WINDOW / 2);
	const cut = (start: number, end: number) => sanitize(expression.slice(start, end));
	const before = `${from > 0 ? '…' : ''}${cut(from, position)}`;
	const after = cut(position, from + WINDOW) + (expression.length > from + WINDOW ? '…' : '');
	return `  ${before}${after}\n  ${' '.repeat(cellWidth(before))}^\n`;
}
