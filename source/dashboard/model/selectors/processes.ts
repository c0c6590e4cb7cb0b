import {haveCommands, haveSeveralNetworks} from '../../../engine/process-figures.js';
import type {Unit} from '../../../format/units.js';
import {type ProcessRow, processRows} from '../processes.js';
import type {Searched} from '../search.js';
import type {Selection} from '../selection.js';
import type {Sorting} from '../sorting.js';
import type {Parts} from '../state.js';
import {knownRates, selectionOf, shownView} from './view.js';

/** What the panel of processes draws. */
export interface ProcessesModel {
	/** Null where nobody looks whose flows are, or before the first snapshot. */
	rows: readonly ProcessRow[] | null;
	/** How many processes were seen. */
	distinct: number;
	/** Nothing of it can be known: a file does not tell. */
	isFile: boolean;
	/** They live in several network namespaces. */
	hasNetworks: boolean;
	/** Their command lines are told. */
	hasCommands: boolean;
	/** There are rates of this moment. */
	isLive: boolean;
	sorting: Sorting;
	search: string;
	/** It finds none of them. */
	isMissed: boolean;
	selection: Selection;
	/** Keys move its cursor. */
	isFocused: boolean;
	unit: Unit;
}

type Needed = Parts<'capture' | 'time' | 'rows' | 'panels' | 'display'>;

function found(state: Parts<'capture' | 'time' | 'rows'>): Searched<ProcessRow> | null {
	const processes = shownView(state)?.snapshot.processes;
	return processes === undefined ? null : processRows(processes, state.rows.search.text, state.rows.processes);
}

/** The rows of the panel; null where there are none to be known. */
export const shownProcesses = (state: Parts<'capture' | 'time' | 'rows'>): ProcessRow[] | null =>
	found(state)?.rows ?? null;

export const processesModel = (state: Needed): ProcessesModel => ({
	rows: shownProcesses(state),
	isMissed: found(state)?.isMissed ?? false,
	distinct: shownView(state)?.snapshot.processes?.distinct ?? 0,
	hasNetworks: haveSeveralNetworks(shownView(state)?.snapshot.processes?.top ?? []),
	hasCommands: haveCommands(shownView(state)?.snapshot.processes?.top ?? []),
	isFile: state.capture.source.kind !== 'interface',
	isLive: knownRates(state).isLive,
	sorting: state.rows.processes,
	search: state.rows.search.text,
	selection: selectionOf(state.rows, 'processes'),
	isFocused: state.panels.focus === 'processes',
	unit: state.display.unit,
});
