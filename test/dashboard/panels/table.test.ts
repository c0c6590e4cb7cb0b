import {describe, expect, it} from 'vitest';
import {allRows, moveSelection, NO_SELECTION, resolved, scrolled} from '../../../source/dashboard/model/selection.js';
import {placeColumns} from '../../../source/dashboard/panels/drawing/table.js';
import {talkerColumns} from '../../../source/dashboard/panels/drawing/talker-columns.js';

const OPTIONS = {isLive: true, hasAverages: true, hasIpv6: true, hasNames: true, unit: 'bits'} as const;

describe('columns', () => {
	const ids = (width: number) => placeColumns(talkerColumns(OPTIONS), width).map(({column}) => column.id);

	it('drop by priority, and keep their order', () => {
		expect(ids(130)).toEqual(['address', 'name', 'sent', 'received', 'avg2', 'avg10', 'avg40', 'total', 'packets']);
		expect(ids(66)).toEqual(['address', 'name', 'sent', 'received']);
		expect(ids(46)).toEqual(['address', 'sent', 'received']);
		expect(placeColumns(talkerColumns(OPTIONS), 46, 'total').map(({column}) => column.id)).toEqual([
			'address',
			'sent',
			'received',
			'total',
		]);
		expect(ids(28)).toEqual(['address', 'sent']);
		expect(ids(14)).toEqual([]);
	});

	it('never take more than there is, and use all of it where they can', () => {
		for (let width = 15; width < 200; width++) {
			const placed = placeColumns(talkerColumns(OPTIONS), width);
			const used = placed.reduce((sum, column) => sum + column.width, 0) + placed.length - 1;
			expect(used).toBeLessThanOrEqual(width);
		}
		const placed = placeColumns(talkerColumns(OPTIONS), 100);
		expect(placed.reduce((sum, column) => sum + column.width, 0) + placed.length - 1).toBe(100);
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
