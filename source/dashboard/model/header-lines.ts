import {cellWidth, wrap} from '../../format/cells.js';
import {sanitize} from '../../format/sanitize.js';
import type {DashboardState} from './state.js';

/** Before the text of the filter, and before its further lines. */
export const FILTER_LABEL = ' filter ';

/** The filter in force, whole, in as many lines as it takes. */
export function filterLines(state: DashboardState): string[] {
	const room = state.size.columns - cellWidth(FILTER_LABEL) - 1;
	if (state.inForce === null) {
		return [room < 30 ? 'none' : 'none: everything is counted'];
	}
	return wrap(sanitize(state.inForce), room);
}

/** Before the filter of the second that is looked at, where that was another one. */
export const THEN_LABEL = ' then   ';

/** The filter that was in force in the second that is looked at; none when it is the one of now. */
export function thenLines({held, inForce, size}: DashboardState): string[] {
	if (held === null || held.snapshot.source.filter === (inForce === null ? null : sanitize(inForce))) {
		return [];
	}
	const {filter} = held.snapshot.source;
	return wrap(filter ?? 'no filter: everything was counted', size.columns - cellWidth(THEN_LABEL) - 1);
}

export function failureLines(state: DashboardState): string[] {
	return state.failure === null ? [] : wrap(state.failure, state.size.columns - 2);
}

/** Lines of the header: at most a third of the screen; the filter editor shows a longer filter whole. */
export function headerHeight(state: DashboardState): number {
	const wanted = 1 + filterLines(state).length + thenLines(state).length + failureLines(state).length;
	return Math.max(2, Math.min(wanted, Math.floor(state.size.rows / 3)));
}
