/** When the rows of the lists are sorted again. */
import type {Details} from '../model/details.js';
import {LIST_IDS, type ListId, type Lists} from '../model/lists.js';
import {resolved} from '../model/selection.js';
import {knownRows} from '../model/selectors/rows.js';
import {knownRates, selectionOf, shownView} from '../model/selectors/view.js';
import {heldOrder, nextOrder, shownColumn} from '../model/sorting.js';
import {type DashboardState, type ListState, type Parts, withPart} from '../model/state.js';

/** Milliseconds after a move of the cursor in which no row changes its place. */
const STILL = 2000;

/** Whether rows keep their places: it was asked for, or the cursor has just been moved. */
export const isOrderHeld = ({rows, now}: Parts<'rows' | 'now'>): boolean => rows.isFrozen || now - rows.movedAt < STILL;

/** The row of the details as it is now, as long as it is in a list. */
function refreshed(details: Details, lists: Lists): Details {
	const row = lists[details.list].get(details.key);
	return row === undefined ? details : {...details, row};
}

/** Cursors that waited for a row which is known by now. */
function withResolved(state: DashboardState): DashboardState {
	const waiting = LIST_IDS.filter(list => selectionOf(state.rows, list).wanted !== null);
	if (waiting.length === 0) {
		return state;
	}
	const selections = {...state.rows.selections};
	for (const list of waiting) {
		selections[list] = resolved(selectionOf(state.rows, list), knownRows(state, list));
	}
	return withPart(state, 'rows', {selections});
}

/** The state with orders that belong to the view it shows. */
export function withOrders(previous: DashboardState, state: DashboardState): DashboardState {
	const view = shownView(state);
	const isSameView = view === shownView(previous);
	if (view === null || (isSameView && state.rows.lists === previous.rows.lists)) {
		return state;
	}
	const isHeld = isOrderHeld(state);
	const rates = knownRates(state);
	const lists = {} as Record<ListId, ListState>;
	for (const list of LIST_IDS) {
		const {sorting, order, offset: before} = state.rows.lists[list];
		const {offset} = view.rates.extents[list];
		const column = shownColumn(sorting.column, rates);
		// other rows of the list have places of their own
		const next =
			isHeld && order.length > 0 && offset === before
				? heldOrder(order, view.rates.lists, list)
				: nextOrder(view.rates.lists, list, {...sorting, column}, state.capture.localAddresses);
		lists[list] = {sorting, order: next, offset};
	}
	const {details} = state.overlays;
	const ordered = withResolved(withPart(state, 'rows', {lists}));
	return details === null ? ordered : withPart(ordered, 'overlays', {details: refreshed(details, view.rates.lists)});
}
