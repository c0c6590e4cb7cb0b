import type {Selection} from '../selection.js';
import {type DashboardState, selectionOf, shownView, type View} from '../state.js';

/** What the protocols panel draws. */
export interface ProtocolsModel {
	/** Null before the first snapshot. */
	snapshot: Pick<View['snapshot'], 'protocols' | 'totals'> | null;
	search: string;
	selection: Selection;
	/** Keys move its cursor. */
	isFocused: boolean;
}

export const protocolsModel = (state: DashboardState): ProtocolsModel => ({
	snapshot: shownView(state)?.snapshot ?? null,
	search: state.search.text,
	selection: selectionOf(state, 'protocols'),
	isFocused: state.focus === 'protocols',
});
