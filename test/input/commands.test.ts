import {describe, expect, it} from 'vitest';
import {COMMANDS, CONTEXTS} from '../../source/input/commands.js';
import {footerKeys, helpSections} from '../../source/input/help.js';
import {commandFor, createKeymap, keyLabel} from '../../source/input/keymap.js';

describe('the table of commands', () => {
	it('has each command once, with a key and a description', () => {
		expect(new Set(COMMANDS.map(command => command.id)).size).toBe(COMMANDS.length);
		for (const command of COMMANDS) {
			expect(command.keys.length, command.id).toBeGreaterThan(0);
			expect(command.description, command.id).toMatch(/^[A-Z].*[^.]$/);
		}
	});

	it('finds every command by every one of its keys', () => {
		const keymap = createKeymap();
		for (const command of COMMANDS) {
			for (const key of command.keys) {
				expect(commandFor(keymap, command.context, key)).toBe(command.id);
			}
		}
	});

	it('hears global commands everywhere and others at home only', () => {
		const keymap = createKeymap();
		expect(commandFor(keymap, 'filter', 'ctrl-c')).toBe('interrupt');
		expect(commandFor(keymap, 'filter', 'q')).toBeNull();
		expect(commandFor(keymap, 'main', 'q')).toBe('quit');
	});

	it('refuses a key that two commands of a context claim', () => {
		const command = {id: 'a', keys: ['x'], description: 'A', context: 'main'} as const;
		expect(() => createKeymap([command, {...command, id: 'b'}])).toThrow('commands a and b both claim x in main');
	});

	it('is the help, whole', () => {
		const described = helpSections().flatMap(({entries}) => entries.map(({description}) => description));
		expect(described.sort()).toEqual(COMMANDS.map(({description}) => description).sort());
		expect(helpSections().map(({title}) => title)).toEqual(Object.values(CONTEXTS));
	});

	it('is searched by name, key and description', () => {
		const found = (text: string) =>
			helpSections(COMMANDS, text).flatMap(({entries}) => entries.map(({description}) => description));
		expect(found('osc 52')).toEqual([
			'Copy the selected row to the clipboard of the terminal (OSC 52); with Shift held, the mouse selects text',
		]);
		expect(found('ctrl-r')).toHaveLength(1);
		expect(found('FREEZE')).toHaveLength(1);
		expect(found('no such thing')).toEqual([]);
	});

	it('names keys for people', () => {
		expect(['ctrl-c', 'shift-left', 'pageup', 'f', 'G', 'f1', 'space', '-', 'ctrl-\\'].map(keyLabel)).toEqual([
			'Ctrl-C',
			'Shift-Left',
			'PgUp',
			'f',
			'G',
			'F1',
			'Space',
			'-',
			'Ctrl-\\',
		]);
		expect(footerKeys('filter')[0]).toEqual({id: 'filter-apply', key: 'Enter', label: 'apply'});
	});
});
