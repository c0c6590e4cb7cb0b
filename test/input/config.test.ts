import {describe, expect, it} from 'vitest';
import {COMMANDS} from '../../source/input/commands.js';
import {type Config, parseConfig} from '../../source/input/config.js';
import {isKeyName} from '../../source/input/key-names.js';
import {commandFor, createKeymap} from '../../source/input/keymap.js';

const SETTINGS = [
	{name: 'unit', values: ['bits', 'bytes'], description: 'a unit'},
	{name: 'rule', values: 'a rule', description: '', problem: (text: string) => (text === 'bad' ? 'bad is none' : null)},
];
const parse = (...lines: string[]) => parseConfig(lines.join('\n'), SETTINGS);

describe('the configuration file', () => {
	it('sets and binds, and leaves the rest as it is', () => {
		const config = parse(
			'# mine',
			'unit = bytes',
			'',
			'[keys]',
			'pause = space, F8',
			'sort = comma',
			'freeze =',
		) as Config;
		expect([...config.settings]).toEqual([['unit', ['bytes']]]);
		const keymap = createKeymap(config.commands);
		expect(commandFor(keymap, 'main', 'f8')).toBe('pause');
		expect(commandFor(keymap, 'main', 'p')).toBeNull();
		expect(commandFor(keymap, 'main', ',')).toBe('sort');
		expect(commandFor(keymap, 'main', 's')).toBeNull();
		expect(commandFor(keymap, 'main', 'o')).toBeNull();
		expect(commandFor(keymap, 'main', 'q')).toBe('quit');
	});

	it('has a setting of many values as often as it stands there', () => {
		const config = parse('rule = host > 10Mb/s', 'unit = bits', 'rule = loss') as Config;
		expect(config.settings.get('rule')).toEqual(['host > 10Mb/s', 'loss']);
	});

	it('is the defaults when it is empty', () => {
		expect(parse('')).toEqual({settings: new Map(), commands: COMMANDS.map(command => ({...command}))});
	});

	it('lets two commands change their keys', () => {
		const config = parse('[keys]', 'quit = p', 'pause = q') as Config;
		expect(commandFor(createKeymap(config.commands), 'main', 'p')).toBe('quit');
	});

	it.each([
		['what is no line of it', ['unit'], 1, "'unit' is no 'name = value'"],
		['an unknown section', ['', '[colours]'], 2, 'no section [colours]: there is [keys] only'],
		['an unknown setting', ['size = 3'], 1, "no setting 'size': there are unit, rule"],
		['what is none of many values', ['rule = a > 3', 'rule = bad'], 2, 'bad is none'],
		['one of many twice', ['rule = a', 'rule = b', 'rule = a'], 3, "rule is set to 'a' twice"],
		['an unknown value', ['unit = nibbles'], 1, "unit cannot be 'nibbles': bits, bytes"],
		['a setting twice', ['unit = bits', 'unit = bits'], 2, 'unit is set twice'],
		['an unknown command', ['[keys]', 'fly = x'], 2, "no command 'fly': docs/keys.md has all of them"],
		['a command twice', ['[keys]', 'sort = x', 'sort = y'], 3, 'sort is bound twice'],
		['an unknown key', ['[keys]', 'sort = hyper-x'], 2, "no key 'hyper-x'"],
		['a key that is taken', ['[keys]', '', 'sort = q'], 3, 'q is the key of quit already'],
		['two that take the same', ['[keys]', 'sort = f6', 'freeze = f6'], 3, 'f6 is the key of sort already'],
		['no way out', ['[keys]', 'interrupt ='], 2, 'interrupt needs a key'],
		['the way out for something else', ['[keys]', 'sort = ctrl-c'], 2, 'ctrl-c is the key of interrupt'],
	])('is refused for %s, with the line', (_, lines, line, reason) => {
		const problem = parse(...lines);
		expect(problem).toMatchObject({line});
		expect((problem as {reason: string}).reason).toContain(reason);
	});

	it('knows the names of keys', () => {
		const good = ['a', '?', 'é', 'space', 'f12', 'ctrl-x', 'alt-b', 'shift-left', 'ctrl-alt-shift-up', 'ctrl-space'];
		expect(good.filter(key => !isKeyName(key))).toEqual([]);
		// Ctrl-I, J, M and H are what terminals send for Tab, Enter and Backspace
		expect(['', ' ', 'f13', 'ctrl-i', 'ctrl-m', 'shift-a', 'left-shift', '\u001b', 'ab'].filter(isKeyName)).toEqual([]);
		for (const {keys} of COMMANDS) {
			expect(keys.filter(key => !isKeyName(key))).toEqual([]);
		}
	});
});
