/** Columns of figures that several lists have. */
import {bytes, shortCount} from '../../../format/numbers.js';
import {type Unit, unitRate} from '../../../format/units.js';
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

/** Both ways, in the last whole second. */
export function rateColumn<Item>(priority: number, unit: Unit): Column<Listed<Item>> {
	return {
		...figures,
		id: 'rate',
		title: 'now',
		least: 10,
		most: 10,
		priority,
		text: ({rate}) => (rate.bytes === null ? '-' : unitRate(unit, rate)),
		token: ({rate}) => (rate.bytes ? 'received' : 'muted'),
	};
}

/** Both ways, over the last seconds. */
export const averageColumns = <Item>(
	priorities: Readonly<Record<'avg2' | 'avg10' | 'avg40', number>>,
	unit: Unit,
): Column<Listed<Item>>[] =>
	(['avg2', 'avg10', 'avg40'] as const).map(id => ({
		...figures,
		id,
		title: AVERAGES[id],
		least: 10,
		most: 10,
		priority: priorities[id],
		text: ({rate}) => (rate[id] === null ? '-' : unitRate(unit, rate[id])),
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
