import {describe, expect, it} from 'vitest';
import {
	chooserItems,
	chooserTop,
	chosenFar,
	chosenNext,
	exportChooser,
	interfaceChooser,
	searched,
	typedInto,
} from '../../../source/dashboard/model/chooser.js';
import {chooserLines} from '../../../source/dashboard/panels/chooser.js';
import {paintedWidth} from '../../../source/format/painted.js';
import {sanitize} from '../../../source/format/sanitize.js';
import {createTheme} from '../../../source/theme/theme.js';

const theme = createTheme({depth: 'none', unicode: true});
const plain = (lines: readonly string[]) => lines.map(line => line.replace(/\u001b\[[\d;]*m/g, ''));
const item = (id: string, detail = '') => ({id, label: id, detail});
const many = Array.from({length: 20}, (_, index) => item(`eth${index}`));

describe('a list to choose from', () => {
	it('begins at what is in force, or at its first row', () => {
		expect(interfaceChooser(many, 'eth7').index).toBe(7);
		expect(interfaceChooser(many, 'nosuch').index).toBe(0);
		expect(exportChooser().items.map(({id}) => id)).toEqual(['json', 'csv', 'svg', 'png']);
	});

	it('goes round at both ends, and nowhere when it is empty', () => {
		const list = interfaceChooser(many, 'eth0');
		expect(chosenNext(list, -1).index).toBe(19);
		expect(chosenNext({...list, index: 19}, 1).index).toBe(0);
		const empty = interfaceChooser([], 'eth0');
		expect(chosenNext(empty, 1)).toEqual(empty);
	});

	it.each([
		[0, 0],
		[2, 0],
		[10, 8],
		[19, 15],
	])('has row %i in sight, from row %i on', (index, top) => {
		const list = {...interfaceChooser(many, 'eth0'), index};
		expect(chooserTop(list, 5)).toBe(top);
		const lines = plain(chooserLines(list, 40, 5, theme));
		expect(lines).toHaveLength(5);
		expect(lines.filter(line => line.includes('▸'))).toEqual([expect.stringContaining(`eth${index} `)]);
	});

	it('goes far up to its ends alone', () => {
		const list = interfaceChooser(many, 'eth7');
		expect(
			[4, -4, 99, -99, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map(by => chosenFar(list, by).index),
		).toEqual([11, 3, 19, 0, 19, 0]);
		expect(chosenFar(interfaceChooser([], ''), Number.POSITIVE_INFINITY).index).toBe(0);
	});

	it('finds by words in a name or beside it; the marked row stays marked while it is shown', () => {
		const items = [item('eth0', 'Up'), item('wlan0', 'no link'), item('veth12', 'up'), item('ETH1', 'down')];
		const type = (text: string, current: string) =>
			[...text].reduce((list, letter) => typedInto(list, {id: letter, text: letter}), interfaceChooser(items, current));
		const found = type('eth', 'veth12');
		expect(chooserItems(found).map(({id}) => id)).toEqual(['eth0', 'veth12', 'ETH1']);
		expect(chooserItems(found)[found.index].id).toBe('veth12');
		expect(chooserItems(type('up eth', 'wlan0')).map(({id}) => id)).toEqual(['eth0', 'veth12']);
		expect(type('eth', 'wlan0').index).toBe(0);
		expect(chosenNext(found, 1).index).toBe(2);
		expect(chosenNext({...found, index: 2}, 1).index).toBe(0);
		const all = searched(found, null);
		expect(chooserItems(all)[all.index].id).toBe('veth12');
		const none = type('nosuch', 'eth0');
		expect(chooserItems(none)).toEqual([]);
		expect(plain(chooserLines(none, 40, 5, theme))).toEqual([' nothing has what is typed']);
	});

	it('says so when there is nothing', () => {
		expect(plain(chooserLines(interfaceChooser([], ''), 40, 5, theme))).toEqual([' there is nothing to choose from']);
	});

	it('draws no name beyond its cells, and nothing that a terminal would act on', () => {
		const names = ['\u001b[2J\u001b[31mred', '\u202eevil', '日本語'.repeat(20), 'a\u200bb', '\r\n\t', 'x'.repeat(500)];
		const list = interfaceChooser(
			names.map(name => item(name, `${name} is up`)),
			'',
		);
		for (const width of [20, 38, 74]) {
			for (const line of plain(chooserLines(list, width, 6, theme))) {
				expect(line).toBe(sanitize(line));
				expect(paintedWidth(line)).toBeLessThanOrEqual(width);
			}
		}
	});
});
