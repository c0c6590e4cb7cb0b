import {describe, expect, it} from 'vitest';
import {editText, textField} from '../../source/input/text-field.js';
import {KeyParser} from '../../source/terminal/keys.js';

/** Types on a field; the caret is shown as `|`. */
function typed(start: string, input: string): string {
	const keys = new KeyParser();
	const field = [...keys.feed(input), ...keys.flush()].reduce(editText, textField(start));
	return `${field.text.slice(0, field.caret)}|${field.text.slice(field.caret)}`;
}

const [LEFT, RIGHT, HOME, END, DELETE] = ['\u001b[D', '\u001b[C', '\u001b[H', '\u001b[F', '\u001b[3~'];

describe('text field', () => {
	it.each([
		['types', '', 'tcp', 'tcp|'],
		['inserts', 'tp', `${LEFT}c`, 'tc|p'],
		['erases to the left', 'tcp', '\u007f', 'tc|'],
		['erases at the caret', 'tcp', `${HOME}${DELETE}`, '|cp'],
		['stops at both ends', 'a', `${LEFT}${LEFT}${LEFT}${RIGHT}${RIGHT}${RIGHT}`, 'a|'],
		['home and end', 'abc', `${HOME}x${END}y`, 'xabcy|'],
		['erases a word', 'tcp port 443', '\u0017', 'tcp port |'],
		['erases all before the caret', 'tcp port', '\u0015', '|'],
		['erases all after the caret', 'tcp port', `${HOME}\u000b`, '|'],
		['moves by words', 'tcp port 443', '\u001b[1;5D\u001b[1;5D', 'tcp |port 443'],
		['moves by words forward', 'tcp port', `${HOME}\u001b[1;5C`, 'tcp| port'],
		['surrogate pairs are one', 'a\u{1f600}', `${LEFT}x${RIGHT}\u007f`, 'ax|'],
		['pastes on one line', '', '\u001b[200~tcp\r\nport\t80\u001b[31m\u202e\u001b[201~', 'tcp port 80[31m|'],
		['other keys do nothing', 'a', '\u001b[5~\t', 'a|'],
	])('%s', (_, start, input, expected) => {
		expect(typed(start, input)).toBe(expected);
	});

	it('stays bounded', () => {
		const field = editText(textField(), {id: 'paste', text: 'x'.repeat(100_000)});
		expect(field.text.length).toBe(8192);
		expect(editText(field, {id: 'y', text: 'y'}).text.length).toBe(8192);
	});
});
