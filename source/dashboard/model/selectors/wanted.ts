/** Which rows of the tables the screen is about: those in sight, as many around them, and those under a cursor. */
import type {ListRequest, RowsRequest} from '../../../engine/rows.js';
import {eachList, type ListId} from '../lists.js';
import {scrolled, selectedPlace} from '../selection.js';
import {askedColumn} from '../sorting.js';
import type {DashboardState} from '../state.js';
import {rowsInSight} from './arrangement.js';
import {knownRows} from './rows.js';
import {knownRates, selectionOf} from './view.js';

/** Rows above and below those in sight, where the cursor is: a page of it finds them there. */
const AROUND = 64;
/** Rows of another list: names and details are made of them. */
const OTHERS = 50;

/** Whether closed flows can be left out: of a file all have closed, and a fleet's sensors list what they do. */
export const isClosedLeftOut = ({capture: {source}}: Pick<DashboardState, 'capture'>): boolean =>
	source.kind === 'interface' && source.fleet === undefined;

export function wantedRows(state: DashboardState): RowsRequest {
	const {rows, capture, overlays} = state;
	const rates = knownRates(state);
	return {
		search: rows.search.text,
		inside: capture.localAddresses,
		isFolded: rows.isFolded,
		hidesClosed: rows.hidesClosed && isClosedLeftOut(state),
		...(overlays.details?.list === 'talkers' && {about: overlays.details.key}),
		lists: eachList((list: ListId): ListRequest => {
			const {column, descending} = rows.lists[list].sorting;
			const selection = selectionOf(rows, list);
			const height = rowsInSight(state, list);
			const known = knownRows(state, list);
			const top = scrolled(
				selection.top,
				selectedPlace(selection, known),
				Math.max(known.rows, selection.top + height),
				height,
			);
			// in steps, so that not every move of the cursor asks anew
			const offset = Math.max(0, Math.floor(top / AROUND) * AROUND - AROUND);
			const details = overlays.details?.list === list ? [overlays.details.key] : [];
			const pins = [...new Set([...(selection.key === null ? [] : [selection.key]), ...details])];
			const around = Math.ceil((height + 3 * AROUND) / AROUND) * AROUND;
			const count = state.panels.focus === list && height > 0 ? around : Math.max(OTHERS, top - offset + height);
			return {column: askedColumn(list, column, rates), descending, offset, count, pins};
		}),
	};
}
