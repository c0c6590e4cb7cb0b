/** A cursor that follows the identity of a row, not its place, and the first row in sight. */
export interface Selection {
	/** Identity of the selected row; null = none was chosen: the first one in sight is meant. */
	readonly key: string | null;
	/** Place of the first row in sight. */
	readonly top: number;
	/** Place of the row that is to be selected as soon as it is known; null = none is waited for. */
	readonly wanted: number | null;
}

export const NO_SELECTION: Selection = {key: null, top: 0, wanted: null};

export type Move = 'up' | 'down' | 'page-up' | 'page-down' | 'first' | 'last';

/** Rows of a list that are known: all of it, or a part. */
export interface KnownRows {
	keys: readonly string[];
	/** Place of the first of them. */
	offset: number;
	/** Rows of the list. */
	rows: number;
}

/** All of a list. */
export const allRows = (keys: readonly string[]): KnownRows => ({keys, offset: 0, rows: keys.length});

/** The first row in sight, so that the row at `index` is in sight and no row is left empty that could be filled. */
export function scrolled(top: number, index: number, rows: number, height: number): number {
	const highest = Math.max(0, rows - height);
	if (index < 0) {
		return Math.min(top, highest);
	}
	return Math.min(highest, Math.max(index - height + 1, Math.min(top, index)));
}

/** Place of the selected row, of the first in sight where none was chosen; −1 = it is nowhere. */
export function selectedPlace({key, top, wanted}: Selection, {keys, offset, rows}: KnownRows): number {
	if (wanted !== null) {
		return Math.min(wanted, rows - 1);
	}
	if (key === null) {
		return rows === 0 ? -1 : Math.min(top, rows - 1);
	}
	const index = keys.indexOf(key);
	return index < 0 ? -1 : offset + index;
}

/** Identity of the selected row, of the first in sight where none was chosen; null = none. */
export function selectedKey(selection: Selection, known: KnownRows): string | null {
	return selection.key ?? known.keys[selectedPlace(selection, known) - known.offset] ?? null;
}

/**
 * @param known rows in their order
 * @param height rows in sight
 */
export function moveSelection(selection: Selection, move: Move, known: KnownRows, height: number): Selection {
	const {rows} = known;
	if (rows === 0) {
		return NO_SELECTION;
	}
	const place = selectedPlace(selection, known);
	// of a row that is gone the first in sight is the next one
	const current = place < 0 ? selection.top - 1 : place;
	const page = Math.max(1, height - 1);
	const targets: Record<Move, number> = {
		up: current - 1,
		down: current + 1,
		'page-up': current - page,
		'page-down': current + page,
		first: 0,
		last: rows - 1,
	};
	const target = Math.min(rows - 1, Math.max(0, targets[move]));
	return selectedAt(selection, target, known, height);
}

/** With the row at a place selected, which is in sight. */
export function selectedAt(selection: Selection, place: number, known: KnownRows, height: number): Selection {
	const key = known.keys[place - known.offset] ?? null;
	return {key, top: scrolled(selection.top, place, known.rows, height), wanted: key === null ? place : null};
}

/** With the row that was waited for, where it is known by now. */
export function resolved(selection: Selection, {keys, offset}: KnownRows): Selection {
	const key = selection.wanted === null ? undefined : keys[selection.wanted - offset];
	return key === undefined ? selection : {...selection, key, wanted: null};
}
