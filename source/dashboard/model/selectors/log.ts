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
	/** It finds none of them. */
	isMissed: boolean;
	selection: Selection;
	/** Epoch seconds at millisecond 0 of the entries; null while that is not known. */
	wallOffset: number | null;
}

export function logModel(state: Parts<'capture' | 'time' | 'rows' | 'log'>): LogModel {
	const {rows, isMissed} = foundEntries(state);
	return {
		entries: rows,
		total: pastLog(state).length,
		search: state.rows.search.text,
		isMissed,
		selection: selectionOf(state.rows, 'log'),
		wallOffset: state.time.wallOffset,
	};
}
