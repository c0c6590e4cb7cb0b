import {Text} from 'ink';
import {cellWidth, cut, tail} from '../../../format/cells.js';
import {sanitize} from '../../../format/sanitize.js';
import type {TextField} from '../../../input/text-field.js';
import {Paint} from './paint.js';

/** A prompt and the text with its caret, in one line; of a text that is too long, the part before the caret. */
export function TypedLine({prompt, field, width}: {prompt: string; field: TextField; width: number}) {
	const before = sanitize(field.text.slice(0, field.caret));
	const rest = sanitize(field.text.slice(field.caret));
	const room = Math.max(1, width - cellWidth(prompt) - 2);
	const shown = tail(before, room);
	const [under = ' ', ...after] = rest;
	const left = Math.max(0, width - cellWidth(prompt) - cellWidth(shown) - cellWidth(under));
	return (
		<Text>
			<Paint token="key">{prompt}</Paint>
			{shown}
			<Paint token="caret">{under}</Paint>
			{cut(after.join(''), left, '')}
		</Text>
	);
}
