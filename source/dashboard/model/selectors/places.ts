import type {PlaceGroups} from '../../../engine/snapshot.js';
import type {Selection} from '../selection.js';
import type {Parts} from '../state.js';
import {selectionOf, shownView} from './view.js';

/** What the panel of places draws. */
export interface PlacesModel {
	/** Null where nobody has asked for them, or before the first snapshot. */
	groups: PlaceGroups | null;
	search: string;
	selection: Selection;
	/** Keys move its cursor. */
	isFocused: boolean;
}

export const placesModel = (state: Parts<'capture' | 'time' | 'rows' | 'panels'>): PlacesModel => ({
	groups: shownView(state)?.snapshot.groups ?? null,
	search: state.rows.search.text,
	selection: selectionOf(state.rows, 'places'),
	isFocused: state.panels.focus === 'places',
});
