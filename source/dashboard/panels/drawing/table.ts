/** Columns that fit: by priority, each with its least width; what is left over widens those that can use it. */
import {type Alignment, cellWidth, head, toWidth} from '../../../format/cells.js';
import type {Token} from '../../../theme/palette.js';
import type {Theme} from '../../../theme/theme.js';

export interface Column<Row> {
	id: string;
	title: string;
	alignment: Alignment;
	/** Cells it needs, and cells it can use. */
	least: number;
	most: number;
	/** 1 is dropped last. */
	priority: number;
	/** Its part of the cells that are left over, beside the others; 0 = it stays as it is. */
	stretch: number;
	/** Text of at most `width` cells. */
	text(row: Row, width: number, theme: Theme): string;
	token(row: Row): Token;
}

export interface PlacedColumn<Row> {
	column: Column<Row>;
	width: number;
}

const GAP = 1;

/** The columns in their order with their widths; together with the gaps at most `width`. @param sorted id of the one that rows are sorted by */
export function placeColumns<Row>(
	columns: readonly Column<Row>[],
	width: number,
	sorted?: string,
): PlacedColumn<Row>[] {
	const chosen = new Set<Column<Row>>();
	let left = width + GAP;
	// what rows are sorted by is always seen
	const priorityOf = ({id, priority}: Column<Row>) => (id === sorted ? 0 : priority);
	const wanted = columns.filter(column => Number.isFinite(priorityOf(column)));
	for (const column of wanted.sort((a, b) => priorityOf(a) - priorityOf(b))) {
		if (column.least + GAP > left) {
			break;
		}
		chosen.add(column);
		left -= column.least + GAP;
	}
	const placed = columns.filter(column => chosen.has(column)).map(column => ({column, width: column.least}));
	// in rounds: what one column cannot use is shared out among the others
	for (let isMoved = true; left > 0 && isMoved; ) {
		isMoved = false;
		const open = placed.filter(({column, width: used}) => column.stretch > 0 && used < column.most);
		const parts = open.reduce((sum, {column}) => sum + column.stretch, 0);
		const shared = left;
		for (const entry of open) {
			const part = Math.ceil((shared * entry.column.stretch) / parts);
			const more = Math.min(left, part, entry.column.most - entry.width);
			entry.width += more;
			left -= more;
			isMoved ||= more > 0;
		}
	}
	return placed;
}

/** The column at a cell of its line; null between two, and beyond the last. */
export function columnAt<Row>(columns: readonly PlacedColumn<Row>[], cell: number): string | null {
	let begin = 0;
	for (const {column, width} of columns) {
		if (cell >= begin && cell < begin + width) {
			return column.id;
		}
		begin += width + GAP;
	}
	return null;
}

/** @param sorted the column that rows are sorted by: it has a mark */
export function titleLine<Row>(
	columns: readonly PlacedColumn<Row>[],
	theme: Theme,
	sorted?: {column: string; descending: boolean},
): string {
	return columns
		.map(({column, width}) => {
			if (sorted?.column !== column.id) {
				return theme.paint('muted', toWidth(column.title, width, column.alignment, ''));
			}
			const mark = sorted.descending ? theme.glyphs.descending : theme.glyphs.ascending;
			return theme.paint('strong', toWidth(`${column.title}${mark}`, width, column.alignment, ''));
		})
		.join(' ');
}

/**
 * One row; a selected one in one style, so that it stands out whole.
 *
 * @param filled cells of the bar behind it, from the left
 */
export function rowLine<Row>(
	columns: readonly PlacedColumn<Row>[],
	row: Row,
	isSelected: boolean,
	theme: Theme,
	filled = 0,
): string {
	const cells = columns.map(({column, width}) =>
		toWidth(column.text(row, width, theme), width, column.alignment, theme.glyphs.ellipsis),
	);
	if (isSelected) {
		return theme.paint('selected', cells.join(' '));
	}
	let left = filled;
	let behind = '';
	let rest = '';
	for (const [index, {column}] of columns.entries()) {
		const text = index === 0 ? cells[index] : ` ${cells[index]}`;
		const begin = left > 0 ? head(text, left) : '';
		behind += theme.paint(column.token(row), begin);
		rest += theme.paint(column.token(row), text.slice(begin.length));
		// of a wide character that would stand half outside, no cell is filled
		left = begin.length < text.length ? 0 : left - cellWidth(text);
	}
	return theme.paint('bar', behind) + rest;
}
