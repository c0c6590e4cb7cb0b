/** When the rows of the lists are sorted again. */
import type {Details} from '../model/details.js';
import {LIST_IDS, type ListId, type Lists} from '../model/lists.js';
import {heldOrder, nextOrder} from '../model/sorting.js';
import {type DashboardState, type ListState, shownView} from '../model/state.js';

/** Milliseconds after a move of the cursor in which no row changes its place. */
const STILL = 2000;

/** Whether rows keep their places: it was asked for, or the cursor has just been moved. */
export const isOrderHeld = ({isFrozen, now, movedAt}: DashboardState): boolean => isFrozen || now - movedAt < STILL;

/** The row of the details as it is now, as long as it is in a list. */
function refreshed(details: Details, lists: Lists): Details {
	const row = lists[details.list].get(details.key);
	return row === undefined ? details : {...details, row};
}

/** The state with orders that belong to the view it shows. */
export function withOrders(previous: DashboardState, state: DashboardState): DashboardState {
	const view = shownView(state);
	const isSameView = view === shownView(previous);
	if (view === null || (isSameView && state.lists === previous.lists)) {
		return state;
	}
	const isHeld = isOrderHeld(state);
	const lists = {} as Record<ListId, ListState>;
	for (const list of LIST_IDS) {
		const {sorting, order} = state.lists[list];
		const next =
			isHeld && order.length > 0
				? heldOrder(order, view.rates.lists, list)
				: nextOrder(order, view.rates.lists, list, sorting);
		lists[list] = {sorting, order: next};
	}
	return {...state, lists, details: state.details && refreshed(state.details, view.rates.lists)};
}
