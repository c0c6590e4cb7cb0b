import {describe, expect, it} from 'vitest';
import {completed, marked, meant, suggestions, typeable} from '../../../source/dashboard/model/command-line.js';
import {COMMANDS} from '../../../source/input/commands.js';
import {textField} from '../../../source/input/text-field.js';

const values = (id: string) => (id === 'units' ? ['bits', 'bytes', 'packets'] : []);
const lines = (text: string) => suggestions(text, COMMANDS, values).map(({line}) => line);

/** The text after Tab. */
function tab(text: string): string {
	const next = completed({field: textField(text), chosen: null}, suggestions(text, COMMANDS, values));
	return next.chosen === null ? next.field.text : `choice ${next.chosen}`;
}

describe('the command line', () => {
	it('suggests commands that begin so, then those that have it inside', () => {
		expect(lines('pa')).toEqual(expect.arrayContaining(['pause', 'panel-flows', 'next-panel']));
		expect(lines('pa').indexOf('pause')).toBeLessThan(lines('pa').indexOf('next-panel'));
		expect(lines('filter-apply')).toEqual([]);
		expect(lines('')).toHaveLength(
			COMMANDS.filter(({context, id}) => ['main', 'global'].includes(context) && id !== 'command-line').length,
		);
	});

	it.each(typeable(COMMANDS).map(({id}) => [id]))('completes and means %s by its whole name', id => {
		expect(meant(id, COMMANDS)).toEqual({id});
		const beginning = id.slice(0, -1);
		expect(lines(beginning).map(line => line.trim())).toContain(id);
	});

	it('suggests arguments after a whole command', () => {
		expect(lines('units ')).toEqual(['units bits', 'units bytes', 'units packets']);
		expect(lines('units B')).toEqual(['units bits', 'units bytes']);
		expect(lines('quit ')).toEqual([]);
		expect(lines('nosuch ')).toEqual([]);
	});

	it.each([
		['uni', 'units '],
		['panel-f', 'panel-flows'],
		['unit', 'units '],
		['units by', 'units bytes'],
		['panel-', 'choice 0'],
		['zzz', 'zzz'],
	])('completes %s to %s', (text, expected) => {
		expect(tab(text)).toBe(expected);
	});

	it('marks one suggestion after the other, around the ends', () => {
		const all = suggestions('units ', COMMANDS, values);
		const start = {field: textField('units '), chosen: null};
		expect(marked(start, all, 1).chosen).toBe(0);
		expect(marked(start, all, -1).chosen).toBe(2);
		expect(marked({...start, chosen: 2}, all, 1).chosen).toBe(0);
		expect(marked(start, [], 1)).toBe(start);
	});

	it('takes a name, or the beginning of one name only', () => {
		expect(meant('quit', COMMANDS)).toEqual({id: 'quit'});
		expect(meant('uni', COMMANDS)).toEqual({id: 'units'});
		expect(meant('panel', COMMANDS)).toMatchObject({problem: expect.stringContaining('panel-talkers, ')});
		expect(meant('fly', COMMANDS)).toEqual({problem: "no command 'fly': Tab shows all of them"});
		expect(meant('help-close', COMMANDS)).toHaveProperty('problem');
	});
});
