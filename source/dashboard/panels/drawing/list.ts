/** A list of rows with column titles and a cursor: what talkers, conversations and flows have in common. */
import {toWidth} from '../../../format/cells.js';
import {bounded} from '../../../format/detail.js';
import {count} from '../../../format/numbers.js';
import type {Theme} from '../../../theme/theme.js';
import type {Listed, ListId} from '../../model/lists.js';
import {scrolled, selectedPlace} from '../../model/selection.js';
import type {ListModel} from '../../model/selectors/lists.js';
import {shownColumn} from '../../model/sorting.js';
import {type Column, type PlacedColumn, placeColumns, rowLine, titleLine} from './table.js';

/** Column of the cursor. */
export const GUTTER = 1;

/** What a list is to show beside its rows. */
interface Extras<Item> {
	/** A line above the rows that is none of them. */
	first?: (placed: readonly PlacedColumn<Listed<Item>>[]) => string;
	/** What a row is of all traffic, 0…1: a bar behind it. */
	shareOf?: (row: Listed<Item>) => number;
}

/** Cells of a list's columns, of so many inside the panel. */
export const columnsWidth = (width: number): number => width - GUTTER - 1;

/** Which rows of a list are in sight, with so many lines for rows. */
export function listSight<Item>(
	{rows, offset, found, selection, isFocused}: ListModel<Item>,
	room: number,
): {selected: number; top: number} {
	const place = selectedPlace(selection, {keys: rows.map(({key}) => key), offset, rows: found});
	const selected = selection.key === null && !isFocused ? -1 : place;
	return {selected, top: scrolled(selection.top, selected, found, room)};
}

/** The columns of a list in a panel that is so wide inside. */
export const placedInList = <Item>(
	model: ListModel<Item>,
	columns: readonly Column<Listed<Item>>[],
	width: number,
): PlacedColumn<Listed<Item>>[] => placeColumns(columns, columnsWidth(width), shownColumn(model.sorting.column, model));

export function listLines<Item>(
	model: ListModel<Item>,
	columns: readonly Column<Listed<Item>>[],
	size: {width: number; height: number},
	theme: Theme,
	{first: firstLine, shareOf}: Extras<Item> = {},
): string[] {
	const {rows, offset} = model;
	const column = shownColumn(model.sorting.column, model);
	const placed = placedInList(model, columns, size.width);
	const title = ' '.repeat(GUTTER) + titleLine(placed, theme, {...model.sorting, column});
	const above = firstLine === undefined ? [title] : [title, ' '.repeat(GUTTER) + firstLine(placed)];
	if (rows.length === 0) {
		const text = model.search !== '' && model.table !== null ? ' nothing is found' : ' nothing yet';
		return [...above, theme.paint('muted', toWidth(text, size.width))];
	}
	const room = Math.max(0, size.height - above.length);
	const {selected, top} = listSight(model, room);
	const first = Math.max(0, top - offset);
	return [
		...above,
		...rows.slice(first, first + room).map((row, index) => {
			const isSelected = offset + first + index === selected;
			const cursor = isSelected ? theme.paint('accent', theme.glyphs.cursor) : ' ';
			const filled = Math.round(Math.min(1, shareOf?.(row) ?? 0) * columnsWidth(size.width));
			return cursor + rowLine(placed, row, isSelected, theme, filled);
		}),
	];
}

const NOUNS: Readonly<Record<ListId, readonly [one: string, many: string]>> = {
	talkers: ['host', 'hosts'],
	conversations: ['pair', 'pairs'],
	flows: ['flow', 'flows'],
};

/** What columns of rates are called. */
const BY: Readonly<Record<string, string>> = {rate: 'now', avg2: '2 s', avg10: '10 s', avg40: '40 s'};

interface NoteExtras {
	/** What is said of rows that are left out. */
	left?: readonly string[];
	/** What columns are called here. */
	names?: Readonly<Record<string, string>>;
}

/** `3 of 42 flows, 6 closed, /tls, by 10 s ▾, held`: how many there are, and which of them are seen in which order; `≥ 3` while they are counted. */
export function listNote(
	list: ListId,
	model: ListModel<unknown>,
	theme: Theme,
	{left = [], names = {}}: NoteExtras = {},
): string | undefined {
	const {table, found, known, isPartial, mayLack, sorting, isFrozen, search} = model;
	if (table === null) {
		return undefined;
	}
	const column = shownColumn(sorting.column, model);
	const by = names[column] ?? BY[column] ?? column;
	const direction = sorting.descending ? theme.glyphs.descending : theme.glyphs.ascending;
	const about = bounded(mayLack, table.evicted, theme.glyphs.atLeast);
	// of a fleet, and of a second of the past, a search goes over some rows only
	const among = search !== '' && known < table.distinct ? `${count(known)} listed of ` : '';
	const least = isPartial ? `${theme.glyphs.atLeast} ` : '';
	const part = found < table.distinct ? `${least}${count(found)} of ${among}` : '';
	return [
		`${part}${about}${count(table.distinct)} ${NOUNS[list][table.distinct === 1 ? 0 : 1]}`,
		...left,
		...searchNote(search),
		`by ${by}${direction}`,
		...(isFrozen ? ['order held'] : []),
	].join(', ');
}

/** The view filter as panels name it; nothing without one. @param isMissed it finds nothing of the panel, and leaves it as it is */
export const searchNote = (search: string, isMissed = false): string[] =>
	search === '' ? [] : [`${isMissed ? 'no ' : ''}/${search.trimEnd()}`];
