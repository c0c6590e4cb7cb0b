/** A list of rows with column titles and a cursor: what talkers, conversations and flows have in common. */
import type {Snapshot} from '../../../engine/snapshot.js';
import {toWidth} from '../../../format/cells.js';
import {count} from '../../../format/numbers.js';
import type {Theme} from '../../../theme/theme.js';
import type {Listed, ListId} from '../../model/lists.js';
import {scrolled} from '../../model/selection.js';
import {type DashboardState, selectionOf, shownView, showsRates} from '../../model/state.js';
import {type Column, placeColumns, rowLine, titleLine} from './table.js';

/** Column of the cursor. */
const GUTTER = 1;

export function listLines<Row extends Listed<unknown>>(
	state: DashboardState,
	list: ListId,
	rows: readonly Row[],
	columns: readonly Column<Row>[],
	size: {width: number; height: number},
	theme: Theme,
): string[] {
	const placed = placeColumns(columns, size.width - GUTTER - 1);
	const title = ' '.repeat(GUTTER) + titleLine(placed, theme, state.lists[list].sorting);
	if (rows.length === 0) {
		const text = state.search.text !== '' && shownView(state) !== null ? ' nothing is found' : ' nothing yet';
		return [title, theme.paint('muted', toWidth(text, size.width))];
	}
	const room = Math.max(0, size.height - 1);
	const selection = selectionOf(state, list);
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

/** What a snapshot says of a list; once rows were given up, the number of different ones is an estimate. */
type Table = Pick<Snapshot['endpoints'], 'distinct' | 'evicted'>;

/** `42 addresses, /tls, by rate ▾, held`: how many there are, and which of them are seen in which order. */
export function listNote(state: DashboardState, list: ListId, table: Table, theme: Theme): string {
	const {distinct, evicted} = table;
	const {column, descending} = state.lists[list].sorting;
	const by = column === 'rate' && !showsRates(state) ? 'total' : column;
	const direction = descending ? theme.glyphs.descending : theme.glyphs.ascending;
	return [
		`${evicted > 0 ? 'about ' : ''}${count(distinct)} ${NOUNS[list][distinct === 1 ? 0 : 1]}`,
		...searchNote(state),
		`by ${by}${direction}`,
		...(state.isFrozen ? ['order held'] : []),
	].join(', ');
}

/** The view filter as panels name it; nothing without one. */
export const searchNote = ({search}: DashboardState): string[] => (search.text === '' ? [] : [`/${search.text}`]);
