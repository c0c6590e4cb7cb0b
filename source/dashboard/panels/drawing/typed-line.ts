import {cellWidth, cut, tail} from '../../../format/cells.js';
import {sanitize} from '../../../format/sanitize.js';
import type {TextField} from '../../../input/text-field.js';
import type {Theme} from '../../../theme/theme.js';

/** A prompt and the text with its caret, in one line; of a text that is too long, the part before the caret. */
export function typedLine(prompt: string, field: TextField, width: number, theme: Theme): string {
	const before = sanitize(field.text.slice(0, field.caret));
	const rest = sanitize(field.text.slice(field.caret));
	const room = Math.max(1, width - cellWidth(prompt) - 2);
	const shown = tail(before, room);
	const [under = ' ', after] = rest === '' ? [' ', ''] : [[...rest][0], [...rest].slice(1).join('')];
	const left = Math.max(0, width - cellWidth(prompt) - cellWidth(shown) - cellWidth(under));
	return theme.paint('key', prompt) + shown + theme.paint('caret', under) + cut(after ?? '', left, '');
}
