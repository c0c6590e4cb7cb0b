/** A cursor that follows the identity of a row, not its place, and the first row in sight. */
export interface Selection {
	/** Identity of the selected row; null = none. */
	readonly key: string | null;
	/** Index of the first row in sight. */
	readonly top: number;
}

export const NO_SELECTION: Selection = {key: null, top: 0};

export type Move = 'up' | 'down' | 'page-up' | 'page-down' | 'first' | 'last';

/** The first row in sight, so that the row at `index` is in sight and no row is left empty that could be filled. */
export function scrolled(top: number, index: number, rows: number, height: number): number {
	const highest = Math.max(0, rows - height);
	if (index < 0) {
		return Math.min(top, highest);
	}
	return Math.min(highest, Math.max(index - height + 1, Math.min(top, index)));
}

/**
 * @param keys identities of all rows in their order
 * @param height rows in sight
 */
export function moveSelection(selection: Selection, move: Move, keys: readonly string[], height: number): Selection {
	if (keys.length === 0) {
		return NO_SELECTION;
	}
	const current = selection.key === null ? -1 : keys.indexOf(selection.key);
	const page = Math.max(1, height - 1);
	const targets: Record<Move, number> = {
		up: current === -1 ? keys.length - 1 : current - 1,
		down: current + 1,
		'page-up': current - page,
		'page-down': Math.max(0, current) + page,
		first: 0,
		last: keys.length - 1,
	};
	const index = Math.min(keys.length - 1, Math.max(0, targets[move]));
	return {key: keys[index], top: scrolled(selection.top, index, keys.length, height)};
}
