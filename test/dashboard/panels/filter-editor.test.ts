import {describe, expect, it} from 'vitest';
import {answered, filterText, openEditor, typeKey} from '../../../source/dashboard/model/filter-editor.js';
import {editorLines} from '../../../source/dashboard/panels/filter-editor.js';
import {sanitize} from '../../../source/format/sanitize.js';
import {createTheme} from '../../../source/theme/theme.js';

const theme = createTheme({depth: 'none', unicode: true});
const plain = {...theme, paint: (_: unknown, text: string) => text};
const type = (text: string) =>
	[...text].reduce((editor, character) => typeKey(editor, {id: character, text: character}), openEditor(null, 0));

describe('filter editor', () => {
	it('asks a new question for each change of the text, not for moves of the caret', () => {
		const editor = type('tcp');
		expect(editor.question).toBe(3);
		expect(typeKey(editor, {id: 'left', text: ''}).question).toBe(3);
		expect(typeKey(editor, {id: 'f5', text: ''})).toBe(editor);
	});

	it('takes only the answer to the newest question', () => {
		const editor = type('tcp');
		expect(answered(editor, 2, {message: 'late', position: 0})).toBe(editor);
		expect(answered(editor, 3, null).check).toEqual({state: 'valid'});
	});

	it('means no filter by nothing', () => {
		expect(filterText(type('  '))).toBeNull();
		expect(filterText(type(' tcp '))).toBe('tcp');
	});

	it("marks the place of a mistake under the text, with libpcap's words", () => {
		const editor = answered(type('tcp prot 80'), 11, {message: 'syntax error', position: 4});
		expect(editorLines(editor, 40, plain)).toEqual(['tcp prot 80 ', '    \u25b2', '\u2716 syntax error']);
	});

	it('shows a long text whole, the mark under its line', () => {
		const editor = answered(type('tcp or udp or port x'), 20, {message: 'unknown port x', position: 19});
		expect(editorLines(editor, 10, plain)).toEqual([
			'tcp or udp',
			' or port x',
			'         \u25b2',
			' ',
			'\u2716 unknown',
			'port x',
		]);
	});

	it('draws nothing that a terminal acts on, of the text and of the answer', () => {
		const editor = answered({...type('x'), field: {text: 'a\u202eb\u0301', caret: 0}}, 1, {
			message: 'bad \u001b[2J',
			position: null,
		});
		const drawn = editorLines(editor, 40, plain);
		expect(drawn).toEqual(drawn.map(sanitize));
	});
});
