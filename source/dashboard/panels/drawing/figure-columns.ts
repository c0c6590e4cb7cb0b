/** Columns of figures that several lists have. */
import {bytes, shortCount} from '../../../format/numbers.js';
import {shortRate, type Unit, type UnitRate, unitRate} from '../../../format/units.js';
import type {Theme} from '../../../theme/theme.js';
import type {Listed} from '../../model/lists.js';
import type {Column} from './table.js';

/** What a row has carried in all; `errorBytes` may have been forgotten before. */
interface Carried {
	packets: number;
	bytes: number;
	errorBytes: number;
}

const figures = {alignment: 'right', stretch: 0} as const;

/** A total in at most eight cells, with a sign when it may be more: the row had to make room for others before. */
export const listedBytes = (total: number, {errorBytes}: {errorBytes: number}, theme: Theme): string =>
	(errorBytes > 0 ? theme.glyphs.atLeast : '') + bytes(total);

/** A rate where it is written out, and where columns are narrow: then its unit stands in a title. */
export const rateText = (unit: Unit, rate: UnitRate, isShort: boolean): string =>
	isShort ? shortRate(unit, rate) : unitRate(unit, rate);

/** Cells of a rate. */
export const rateCells = (isShort: boolean): number => (isShort ? 6 : 10);

/** Both ways, in the last whole second. */
export function rateColumn<Item>(priority: number, unit: Unit, isShort = false): Column<Listed<Item>> {
	return {
		...figures,
		id: 'rate',
		title: 'now',
		least: rateCells(isShort),
		most: rateCells(isShort),
		priority,
		text: ({rate}) => (rate.bytes === null ? '-' : rateText(unit, rate, isShort)),
		token: ({rate}) => (rate.bytes ? 'received' : 'muted'),
	};
}

/** Both ways, over the last seconds. */
export const averageColumns = <Item>(
	priorities: Readonly<Record<'avg2' | 'avg10' | 'avg40', number>>,
	unit: Unit,
	isShort = false,
): Column<Listed<Item>>[] =>
	(['avg2', 'avg10', 'avg40'] as const).map(id => ({
		...figures,
		id,
		title: AVERAGES[id],
		least: rateCells(isShort),
		most: rateCells(isShort),
		priority: priorities[id],
		text: ({rate}) => (rate[id] === null ? '-' : rateText(unit, rate[id], isShort)),
		token: ({rate}) => (rate[id]?.bytes ? 'text' : 'muted'),
	}));

const AVERAGES = {avg2: '2 s', avg10: '10 s', avg40: '40 s'} as const;

/** A column that is seen only where rows are sorted by it. */
export const WHEN_SORTED = Number.POSITIVE_INFINITY;

export function totalColumn<Item extends Carried>(priority: number): Column<Listed<Item>> {
	return {
		...figures,
		id: 'total',
		title: 'total',
		least: 8,
		most: 8,
		priority,
		text: ({item}, _, theme) => listedBytes(item.bytes, item, theme),
		token: () => 'strong',
	};
}

export function packetsColumn<Item extends Carried>(priority: number): Column<Listed<Item>> {
	return {
		...figures,
		id: 'packets',
		title: 'packets',
		least: 8,
		most: 8,
		priority,
		text: ({item}) => shortCount(item.packets),
		token: () => 'muted',
	};
}
