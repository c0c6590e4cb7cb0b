import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {KeyParser} from '../../source/terminal/keys.js';

const ids = (...chunks: string[]) => {
	const parser = new KeyParser();
	return [...chunks.flatMap(chunk => parser.feed(chunk)), ...parser.flush()].map(key => key.id);
};

describe('KeyParser', () => {
	it.each([
		['letters and symbols', 'aA?\u00e9', ['a', 'A', '?', '\u00e9']],
		[
			'control characters',
			'\u0003\u001a\r\n\t\u007f\b \u0000',
			['ctrl-c', 'ctrl-z', 'enter', 'enter', 'tab', 'backspace', 'backspace', 'space', 'ctrl-space'],
		],
		['arrows, both modes', '\u001b[A\u001bOB\u001b[C\u001bOD', ['up', 'down', 'right', 'left']],
		['editing keys', '\u001b[5~\u001b[6~\u001b[3~\u001b[H\u001b[4~', ['pageup', 'pagedown', 'delete', 'home', 'end']],
		[
			'modified arrows',
			'\u001b[1;2D\u001b[1;5C\u001b[1;6A\u001b[a',
			['shift-left', 'ctrl-right', 'ctrl-shift-up', 'shift-up'],
		],
		['modified editing keys', '\u001b[5;5~\u001b[Z', ['ctrl-pageup', 'shift-tab']],
		['function keys', '\u001bOP\u001b[15~\u001b[[A', ['f1', 'f5', 'f1']],
		['alt', '\u001bb\u001b\u007f', ['alt-b', 'alt-backspace']],
		['a lone escape', '\u001b', ['escape']],
		['two escapes', '\u001b\u001b', ['escape', 'escape']],
		['unknown sequences are swallowed', '\u001b[?1;2c\u001b[99~\u001b[<0;1;1Mx', ['x']],
		['an escape and an unfinished sequence', '\u001b[1;', ['escape', '[', '1', ';']],
	])('%s', (_, input, expected) => {
		expect(ids(input)).toEqual(expected);
	});

	it('waits for the rest of a sequence, and says so', () => {
		const parser = new KeyParser();
		expect(parser.feed('\u001b[')).toEqual([]);
		expect(parser.incomplete).toBe(true);
		expect(parser.feed('A').map(key => key.id)).toEqual(['up']);
		expect(parser.incomplete).toBe(false);
	});

	it('takes a paste as one key, its escape codes as text', () => {
		const parser = new KeyParser();
		expect(parser.feed('\u001b[200~tcp port\r80 \u001b[31m\u001b[201~q')).toEqual([
			{id: 'paste', text: 'tcp port\r80 \u001b[31m'},
			{id: 'q', text: 'q'},
		]);
	});

	it('gives the same keys however the input is cut', () => {
		const input = 'f\u001b[200~udp \u001b port 53\u001b[201~\u001b[1;2A\u001bOCx\u001b[5~\u65e5\u001bb';
		const whole = new KeyParser().feed(input);
		fc.assert(
			fc.property(fc.array(fc.integer({min: 0, max: input.length}), {maxLength: 8}), cuts => {
				const parser = new KeyParser();
				const ends = [...cuts.sort((a, b) => a - b), input.length];
				const keys = ends.flatMap((end, index) => parser.feed(input.slice(ends[index - 1] ?? 0, end)));
				expect(keys).toEqual(whole);
			}),
		);
	});

	it('loses nothing and never throws, whatever comes', () => {
		fc.assert(
			fc.property(fc.array(fc.string({unit: 'binary'})), chunks => {
				const parser = new KeyParser();
				for (const chunk of chunks) {
					parser.feed(chunk);
				}
				parser.flush();
			}),
		);
	});
});
