import type {LogEntry} from '../log.js';
import type {Selection} from '../selection.js';
import type {Parts} from '../state.js';
import {foundEntries, pastLog} from './rows.js';
import {selectionOf} from './view.js';

/** What the log draws. */
export interface LogModel {
	/** Those that the view filter lets through, the newest first. */
	entries: readonly LogEntry[];
	/** Of all entries. */
	total: number;
	search: string;
	selection: Selection;
	/** Epoch seconds at millisecond 0 of the entries; null while that is not known. */
	wallOffset: number | null;
}

export const logModel = (state: Parts<'capture' | 'time' | 'rows' | 'log'>): LogModel => ({
	entries: foundEntries(state),
	total: pastLog(state).length,
	search: state.rows.search.text,
	selection: selectionOf(state.rows, 'log'),
	wallOffset: state.time.wallOffset,
});
