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
		['unknown sequences are swallowed', '\u001b[?1;2c\u001b[99~\u001b[<35;1;1Mx', ['x']],
		['an escape and an unfinished sequence', '\u001b[1;', ['escape', '[', '1', ';']],
	])('%s', (_, input, expected) => {
		expect(ids(input)).toEqual(expected);
	});

	describe('reports of the mouse', () => {
		const presses = (...chunks: string[]) => {
			const parser = new KeyParser();
			return chunks.flatMap(chunk => parser.feed(chunk)).map(({id, mouse}) => (mouse ? {...mouse} : id));
		};

		it('are presses of the left button and turns of the wheel, with any key held', () => {
			expect(presses('\u001b[<0;5;1M\u001b[<0;5;1m\u001b[<64;80;24M\u001b[<81;1;1Mq')).toEqual([
				{kind: 'press', x: 4, y: 0},
				{kind: 'wheel-up', x: 79, y: 23},
				{kind: 'wheel-down', x: 0, y: 0},
				'q',
			]);
			expect(presses('\u001b[<2;1;1M\u001b[<35;1;1M\u001b[<66;1;1M\u001b[<0;0;1M')).toEqual([]);
		});

		it.each([
			['cut anywhere', '\u001b[<0;12;7M'],
			['without figures', '\u001b[<M'],
			['of too many figures', '\u001b[<0;1;1;1;1M'],
			['of far too many figures', `\u001b[<${'12345;'.repeat(20)}M`],
			['of terminals without decimal figures', '\u001b[M !\u00c8'],
			['of urxvt', '\u001b[32;10;20M'],
		])('%s are no keys', (_, report) => {
			for (let cut = 2; cut < report.length; cut++) {
				const parser = new KeyParser();
				const keys = [...parser.feed(report.slice(0, cut)), ...parser.feed(report.slice(cut)), ...parser.feed('q')];
				expect(keys.filter(({mouse}) => !mouse).map(({id}) => id)).toEqual(['q']);
			}
		});

		it('that stay cut for ever, or longer than an Escape may, are no keys either', () => {
			for (let cut = 1; cut < 10; cut++) {
				const parser = new KeyParser();
				const report = '\u001b[<0;12;7M';
				const late = [...parser.feed(report.slice(0, cut)), ...parser.flush(), ...parser.feed(report.slice(cut))];
				const [first, bracket, ...more] = late.filter(({mouse}) => !mouse).map(({id}) => id);
				expect([first, bracket]).toEqual([cut < 3 ? 'escape' : undefined, cut === 2 ? '[' : undefined]);
				expect(more).toEqual([]);
				expect(parser.feed('q').map(({id}) => id)).toEqual(['q']);
			}
			const parser = new KeyParser();
			expect([...parser.feed('\u001b[<0;12'), ...parser.flush()]).toEqual([]);
			expect(parser.incomplete).toBe(false);
			expect(parser.feed('q').map(({id}) => id)).toEqual(['q']);
		});

		it('leave an Escape that was typed, and what was typed after it, as they are', () => {
			const parser = new KeyParser();
			const keys = [...parser.feed('\u001b'), ...parser.flush(), ...parser.feed('['), ...parser.feed('<')];
			expect(keys.map(({id}) => id)).toEqual(['escape', '[', '<']);
		});

		it('of any bytes end, and hold nothing back but their own', () => {
			fc.assert(
				fc.property(fc.string({unit: fc.constantFrom(...'\u001b[<;0123456789Mmq')}), junk => {
					const parser = new KeyParser();
					parser.feed(junk);
					parser.flush();
					parser.feed('M'.repeat(6));
					parser.flush();
					expect(parser.feed('zz').at(-1)).toEqual({id: 'z', text: 'z'});
				}),
			);
		});
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
