/** The rows that a panel shows, and the one under the cursor. */
import type {Conversation, Endpoint, Flow} from '../../../engine/snapshot.js';
import {LIST_IDS, type Listed, type ListId} from '../lists.js';
import {entryKey, type LogEntry, logUntil} from '../log.js';
import type {PanelName} from '../panel-names.js';
import {placeRows} from '../places.js';
import {protocolKeys} from '../protocols.js';
import {found, type Searched, searched, wordsOf} from '../search.js';
import {allRows, type KnownRows, selectedKey} from '../selection.js';
import type {Parts} from '../state.js';
import {shownProcesses} from './processes.js';
import {foundSensors} from './sensors.js';
import {shownTroubles} from './troubles.js';
import {heldSecond, selectionOf, shownView} from './view.js';

type Rows = Parts<'capture' | 'time' | 'rows'>;
type PastLog = Parts<'capture' | 'time' | 'log'>;

const NOTHING = allRows([]);

export const listOf = (panel: PanelName): ListId | null => LIST_IDS.find(list => list === panel) ?? null;

/**
 * The rows of a list in their order, as far as they are known and the view filter lets them through: the analysis has looked for
 * them in the whole table, except in a second of the past, of which some rows were kept.
 */
export function knownRows(state: Rows, list: ListId): KnownRows {
	const view = shownView(state);
	if (view === null) {
		return NOTHING;
	}
	const {lists, extents} = view.rates;
	const {order} = state.rows.lists[list];
	const present = order.filter(key => lists[list].has(key));
	if (state.time.held === null) {
		const {offset, found: rows} = extents[list];
		return {keys: present, offset, rows: Math.max(rows, offset + present.length)};
	}
	const through = found(lists, list, state.rows.search.text);
	return allRows(through === null ? present : present.filter(key => through.has(key)));
}

/** Keys of the rows of a list in their order, as far as they are known. */
export const listKeys = (state: Rows, list: ListId): readonly string[] => knownRows(state, list).keys;

/** The rows of a list, as far as they are known. */
export function rowsOf<List extends ListId>(
	state: Rows,
	list: List,
): (List extends 'talkers' ? Listed<Endpoint> : List extends 'flows' ? Listed<Flow> : Listed<Conversation>)[] {
	const rows = shownView(state)?.rates.lists[list] as ReadonlyMap<string, never> | undefined;
	return rows === undefined ? [] : listKeys(state, list).map(key => rows.get(key)!);
}

/** Identities of the rows of any panel that has rows; none otherwise. */
export function panelRowsKnown(state: Rows & PastLog, panel: PanelName): KnownRows {
	const list = listOf(panel);
	if (list !== null) {
		return knownRows(state, list);
	}
	if (panel === 'log') {
		return allRows(foundEntries(state).rows.map(entryKey));
	}
	if (panel === 'sensors') {
		return allRows(foundSensors(state).rows.map(({name}) => name));
	}
	const snapshot = shownView(state)?.snapshot;
	const {text} = state.rows.search;
	if (panel === 'places') {
		return allRows(snapshot?.groups === undefined ? [] : placeRows(snapshot.groups, text).rows.map(({key}) => key));
	}
	if (panel === 'processes') {
		return allRows((shownProcesses(state) ?? []).map(({key}) => key));
	}
	if (panel === 'health') {
		return allRows(shownTroubles(state).map(({key}) => key));
	}
	return panel === 'protocols' && snapshot !== undefined ? allRows(protocolKeys(snapshot, text)) : NOTHING;
}

/** What had happened by the second that is shown. A file's seconds are not those of the program: its log is whole. */
export function pastLog({capture, time, log}: PastLog): readonly LogEntry[] {
	const {wallOffset, clockShift} = time;
	const second = heldSecond(time);
	return second === null || wallOffset === null || capture.source.kind !== 'interface'
		? log
		: logUntil(log, (second + 1 - wallOffset - clockShift) * 1000 - 1);
}

/** The entries of the log that the view filter lets through, the newest first. */
export function foundEntries(state: Parts<'rows'> & PastLog): Searched<LogEntry> {
	const words = wordsOf(state.rows.search.text);
	return searched([...pastLog(state)].reverse(), words, ({text}) => [text.toLowerCase()]);
}

export type Selected =
	| {list: 'talkers'; row: Listed<Endpoint>}
	| {list: 'conversations'; row: Listed<Conversation>}
	| {list: 'flows'; row: Listed<Flow>};

/** The row under the cursor of the panel in focus; null without one. */
export function selected(state: Rows & Parts<'panels'>): Selected | null {
	const {focus} = state.panels;
	const list = listOf(focus);
	if (list === null) {
		return null;
	}
	const key = selectedKey(selectionOf(state.rows, focus), knownRows(state, list));
	const row = key === null ? undefined : shownView(state)?.rates.lists[list].get(key);
	return row === undefined ? null : ({list, row} as Selected);
}
