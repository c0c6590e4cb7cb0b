import type {OwnHosts} from '../lists.js';
import type {Parts} from '../state.js';
import {shownView} from './view.js';

/** Rows of a list below which none is given up for the line of own addresses. */
const ROOM = 4;

/** Own addresses as a line of the talkers; null where there is none: of what a search finds, or without room. @param rows there is room for */
export function ownShown(state: Parts<'capture' | 'time' | 'rows'>, rows: number): OwnHosts | null {
	const own = shownView(state)?.rates.own ?? null;
	return own === null || own.hosts === 0 || rows < ROOM || state.rows.search.text !== '' ? null : own;
}
