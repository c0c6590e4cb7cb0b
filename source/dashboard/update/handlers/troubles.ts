/** From a trouble to the rows that have it. */
import {focused} from '../../model/arrange.js';
import {NO_SEARCH} from '../../model/search.js';
import {selectedKey} from '../../model/selection.js';
import {headerLinesOf} from '../../model/selectors/arrangement.js';
import {panelRowsKnown} from '../../model/selectors/rows.js';
import {shownTroubles} from '../../model/selectors/troubles.js';
import {selectionOf} from '../../model/selectors/view.js';
import {sortedBy} from '../../model/sorting.js';
import {type DashboardState, withPart} from '../../model/state.js';
import {rowsConcerned} from '../../model/troubles.js';
import {changed, noticed, only, refused, type Update} from '../outcome.js';

/** The rows of what is under the cursor of the network's health. */
export function troubledRows(state: DashboardState): Update {
	const key = selectedKey(selectionOf(state.rows, 'health'), panelRowsKnown(state, 'health'));
	const entry = shownTroubles(state).find(each => each.key === key);
	if (entry === undefined) {
		return only(noticed(state, 'good', 'no trouble was seen: there are no rows to look at'));
	}
	const place = rowsConcerned(entry);
	if (place === null) {
		return refused(state, 'no field of a row tells of it: the addresses below are those who have it');
	}
	const search = place.search === '' ? NO_SEARCH : {text: place.search, field: null};
	const panels = focused(state.size, headerLinesOf(state), state.panels, place.panel);
	const found = withPart(state, 'rows', {search});
	const {lists} = state.rows;
	const sorted =
		place.column === undefined
			? found
			: withPart(found, 'rows', {
					lists: {...lists, flows: {sorting: sortedBy(place.column), order: [], offset: 0}},
					isFrozen: false,
				});
	return changed({...state, rows: sorted.rows}, 'panels', panels);
}
