import type {Selection} from '../selection.js';
import type {Parts} from '../state.js';
import type {View} from '../view.js';
import {selectionOf, shownView} from './view.js';

/** What the protocols panel draws. */
export interface ProtocolsModel {
	/** Null before the first snapshot. */
	snapshot: Pick<View['snapshot'], 'protocols' | 'totals' | 'detail'> | null;
	search: string;
	selection: Selection;
	/** Keys move its cursor. */
	isFocused: boolean;
}

export const protocolsModel = (state: Parts<'capture' | 'time' | 'rows' | 'panels'>): ProtocolsModel => ({
	snapshot: shownView(state)?.snapshot ?? null,
	search: state.rows.search.text,
	selection: selectionOf(state.rows, 'protocols'),
	isFocused: state.panels.focus === 'protocols',
});
