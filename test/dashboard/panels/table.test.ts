import {describe, expect, it} from 'vitest';
import {allRows, moveSelection, NO_SELECTION, resolved, scrolled} from '../../../source/dashboard/model/selection.js';
import {type Column, placeColumns, rowLine} from '../../../source/dashboard/panels/drawing/table.js';
import {type TalkerOptions, talkerColumns} from '../../../source/dashboard/panels/drawing/talker-columns.js';
import {parseLine} from '../../../source/terminal/cell-line.js';
import {createTheme} from '../../../source/theme/theme.js';
import {endpoint} from '../../helpers/snapshots.js';

const theme = createTheme({depth: 'none', unicode: true});
const OPTIONS = {
	isLive: true,
	hasAverages: true,
	isFolded: true,
	hasIpv6: true,
	hasNames: true,
	unit: 'bits',
} as TalkerOptions;

describe('columns', () => {
	const ids = (width: number, sorted?: string, more: Partial<typeof OPTIONS> = {}) =>
		placeColumns(talkerColumns({...OPTIONS, ...more}, width, theme), width, sorted).map(({column}) => column.id);
	const averages = ['avg2', 'avg10', 'avg40'];

	it('drop by priority, and keep their order', () => {
		expect(ids(130)).toEqual(['name', 'address', 'sent', 'received', ...averages, 'total', 'application', 'packets']);
		// who, what in and out, all averages, total and application at 100 and at 80 columns
		for (const width of [96, 76]) {
			expect(ids(width)).toEqual(['name', 'sent', 'received', ...averages, 'total', 'application']);
		}
		expect(ids(56)).toEqual(['name', 'sent', 'received', 'avg10', 'total', 'application']);
		expect(ids(36)).toEqual(['name', 'sent', 'received', 'avg10']);
		expect(ids(36, 'total')).toEqual(['name', 'sent', 'total']);
		expect(ids(76, 'address')).toContain('address');
		expect(ids(76, undefined, {hasNames: false})[0]).toBe('address');
		expect(ids(10)).toEqual([]);
	});

	it('say the unit once where figures stand without it, and which way is meant', () => {
		const titles = (width: number, more = {}) =>
			talkerColumns({...OPTIONS, ...more}, width, theme).flatMap(({id, title}) =>
				id === 'sent' || id === 'received' ? [title] : [],
			);
		expect(titles(76)).toEqual(['\u2193 b/s', '\u2191 b/s']);
		expect(titles(76, {unit: 'packets'})).toEqual(['\u2193 p/s', '\u2191 p/s']);
		expect(titles(96)).toEqual(['\u2193 in', '\u2191 out']);
		expect(titles(96, {isFolded: false})).toEqual(['received', 'sent']);
	});

	it('have room for every figure', () => {
		for (const width of [76, 96]) {
			for (const value of [0, 9.994, 999.4, 999.6, 123_456, 99_950_000, 1e12]) {
				const average = {bytes: value / 8, packets: value};
				const rate = {...average, forth: value / 8, back: 0, packetsForth: value, packetsBack: 0};
				const row = {
					...{key: 'x', place: 0, item: endpoint('192.0.2.1', value, 0)},
					rate: {...rate, avg2: average, avg10: average, avg40: average},
				};
				for (const {id, least, text} of talkerColumns(OPTIONS, width, theme)) {
					const shown = id === 'name' || id === 'address' ? '' : text(row, least, theme);
					expect(shown.length).toBeLessThanOrEqual(least);
				}
			}
		}
	});

	it('never take more than there is, and use all of it where they can', () => {
		for (let width = 15; width < 200; width++) {
			const placed = placeColumns(talkerColumns(OPTIONS, width, theme), width);
			const used = placed.reduce((sum, column) => sum + column.width, 0) + placed.length - 1;
			expect(used).toBeLessThanOrEqual(width);
		}
		const placed = placeColumns(talkerColumns(OPTIONS, 100, theme), 100);
		expect(placed.reduce((sum, column) => sum + column.width, 0) + placed.length - 1).toBe(100);
	});
});

describe('the bar behind a row', () => {
	const row = {left: '\u65e5\u672c', right: '12'};
	const column = (id: 'left' | 'right', width: number) => ({
		width,
		column: {
			...{id, title: id, alignment: 'left', least: width, most: width, priority: 1, stretch: 0},
			text: (of: typeof row) => of[id],
			token: () => 'text',
		} as Column<typeof row>,
	});
	const columns = [column('left', 5), column('right', 4)];
	const drawn = (filled: number, depth: 'truecolor' | '256' | '16' | 'none', isSelected = false) => {
		const line = rowLine(columns, row, isSelected, createTheme({depth, unicode: true}), filled);
		const {characters, styles} = parseLine(line, 10);
		const marked = styles.map(style => (style.split('|')[2] !== '' && style !== '') || style.startsWith('4'));
		return {text: characters.join(''), filled: marked.filter(Boolean).length, first: marked.indexOf(true)};
	};

	it.each(['truecolor', '256', '16', 'none'] as const)(
		'fills so many cells of it, and changes no character (%s)',
		depth => {
			for (const filled of [0, 2, 4, 5, 7, 10]) {
				expect(drawn(filled, depth)).toEqual({text: '\u65e5\u672c  12  ', filled, first: filled === 0 ? -1 : 0});
			}
		},
	);

	it('ends before a wide character that would stand half in it, and is not drawn behind the selected row', () => {
		expect(drawn(3, 'truecolor').filled).toBe(2);
		expect(drawn(7, 'truecolor', true).filled).toBe(0);
	});
});

describe('selection', () => {
	const keys = ['a', 'b', 'c', 'd', 'e'];
	it.each([
		['down from the first, which is meant as long as none was chosen', null, 'down', 'b'],
		['up from there', null, 'up', 'a'],
		['down', 'b', 'down', 'c'],
		['down at the end', 'e', 'down', 'e'],
		['up at the top', 'a', 'up', 'a'],
		['a page down', 'a', 'page-down', 'c'],
		['a page up', 'e', 'page-up', 'c'],
		['first', 'c', 'first', 'a'],
		['last', 'c', 'last', 'e'],
		['from a row that is gone', 'gone', 'down', 'a'],
	] as const)('%s', (_, key, move, expected) => {
		expect(moveSelection({key, top: 0, wanted: null}, move, allRows(keys), 3).key).toBe(expected);
	});

	it('has nothing to select in an empty table', () => {
		expect(moveSelection({key: 'x', top: 3, wanted: null}, 'down', allRows([]), 3)).toBe(NO_SELECTION);
	});

	it('waits for a row that is not known yet', () => {
		const known = {keys, offset: 100, rows: 1000};
		const last = moveSelection({key: 'a', top: 100, wanted: null}, 'last', known, 3);
		expect(last).toEqual({key: null, top: 997, wanted: 999});
		expect(resolved(last, known)).toBe(last);
		expect(resolved(last, {keys: ['x', 'y', 'z'], offset: 997, rows: 1000})).toEqual({
			key: 'z',
			top: 997,
			wanted: null,
		});
		expect(moveSelection({key: 'b', top: 100, wanted: null}, 'page-down', known, 4)).toEqual({
			key: 'e',
			top: 101,
			wanted: null,
		});
	});

	it('keeps the selected row in sight', () => {
		expect(scrolled(0, 4, 5, 3)).toBe(2);
		expect(scrolled(2, 0, 5, 3)).toBe(0);
		expect(scrolled(1, 2, 5, 3)).toBe(1);
		expect(scrolled(4, -1, 5, 3)).toBe(2);
		expect(scrolled(9, 0, 2, 5)).toBe(0);
	});
});
