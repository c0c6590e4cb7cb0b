/** A list of rows with column titles and a cursor: what talkers, conversations and flows have in common. */
import {toWidth} from '../../../format/cells.js';
import {bounded} from '../../../format/detail.js';
import {count} from '../../../format/numbers.js';
import type {Theme} from '../../../theme/theme.js';
import type {Listed, ListId} from '../../model/lists.js';
import {scrolled} from '../../model/selection.js';
import type {ListModel} from '../../model/selectors/lists.js';
import {type Column, placeColumns, rowLine, titleLine} from './table.js';

/** Column of the cursor. */
const GUTTER = 1;

export function listLines<Item>(
	model: ListModel<Item>,
	columns: readonly Column<Listed<Item>>[],
	size: {width: number; height: number},
	theme: Theme,
): string[] {
	const {rows, selection} = model;
	const placed = placeColumns(columns, size.width - GUTTER - 1);
	const title = ' '.repeat(GUTTER) + titleLine(placed, theme, model.sorting);
	if (rows.length === 0) {
		const text = model.search !== '' && model.table !== null ? ' nothing is found' : ' nothing yet';
		return [title, theme.paint('muted', toWidth(text, size.width))];
	}
	const room = Math.max(0, size.height - 1);
	const selected = rows.findIndex(({key}) => key === selection.key);
	const top = scrolled(selection.top, selected, rows.length, room);
	return [
		title,
		...rows.slice(top, top + room).map((row, index) => {
			const isSelected = top + index === selected;
			const cursor = isSelected ? theme.paint('accent', theme.glyphs.cursor) : ' ';
			return cursor + rowLine(placed, row, isSelected, theme);
		}),
	];
}

const NOUNS: Readonly<Record<ListId, readonly [one: string, many: string]>> = {
	talkers: ['address', 'addresses'],
	conversations: ['pair', 'pairs'],
	flows: ['flow', 'flows'],
};

/** `42 addresses, /tls, by rate ▾, held`: how many there are, and which of them are seen in which order. */
export function listNote(list: ListId, model: ListModel<unknown>, theme: Theme): string | undefined {
	const {table, mayLack, sorting, isLive, isFrozen, search} = model;
	if (table === null) {
		return undefined;
	}
	const by = sorting.column === 'rate' && !isLive ? 'total' : sorting.column;
	const direction = sorting.descending ? theme.glyphs.descending : theme.glyphs.ascending;
	const about = bounded(mayLack, table.evicted, theme.glyphs.atLeast);
	return [
		`${about}${count(table.distinct)} ${NOUNS[list][table.distinct === 1 ? 0 : 1]}`,
		...searchNote(search),
		`by ${by}${direction}`,
		...(isFrozen ? ['order held'] : []),
	].join(', ');
}

/** The view filter as panels name it; nothing without one. */
export const searchNote = (search: string): string[] => (search === '' ? [] : [`/${search}`]);
