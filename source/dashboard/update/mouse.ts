/** What the mouse does: a press goes to a panel, selects a row, sorts by a column, looks back at a second; the wheel scrolls. */
import type {CommandId} from '../../input/commands.js';
import type {Action} from '../model/actions.js';
import {focused} from '../model/arrange.js';
import type {PanelName} from '../model/panel-names.js';
import {goneTo} from '../model/playback.js';
import {PROCESS_COLUMNS} from '../model/processes.js';
import {selectedAt} from '../model/selection.js';
import {headerLinesOf, rowsInSight} from '../model/selectors/arrangement.js';
import {listOf, panelRowsKnown} from '../model/selectors/rows.js';
import {knownRates, selectionOf} from '../model/selectors/view.js';
import {shownColumn, sortColumns} from '../model/sorting.js';
import type {DashboardState} from '../model/state.js';
import {runCommand} from './commands.js';
import {contextOf} from './context.js';
import {goLive, withPlayback} from './handlers/time.js';
import {changed, only, refused, type Update} from './outcome.js';

/** Rows that one turn of the wheel scrolls. */
const TURN = 3;

/** What the wheel scrolls where something lies over the panels. */
const SCROLLED: Readonly<Partial<Record<ReturnType<typeof contextOf>, readonly [up: CommandId, down: CommandId]>>> = {
	details: ['details-up', 'details-down'],
	help: ['help-up', 'help-down'],
	chooser: ['chooser-up', 'chooser-down'],
	'chooser-search': ['chooser-up', 'chooser-down'],
};

const isOnPanels = (state: DashboardState) => ['main', 'search'].includes(contextOf(state));

const goneToPanel = (state: DashboardState, panel: PanelName): DashboardState =>
	state.panels.focus === panel || (panel === 'sensors' && !state.panels.hasSensors)
		? state
		: {...state, panels: focused(state.size, headerLinesOf(state), state.panels, panel)};

export function onWheel(state: DashboardState, {by, panel}: Extract<Action, {type: 'wheel'}>): Update {
	const scrolled = SCROLLED[contextOf(state)];
	if (scrolled !== undefined) {
		const command = scrolled[by === -1 ? 0 : 1];
		const turns = state.overlays.chooser !== null ? 1 : TURN;
		return Array.from({length: turns}).reduce<Update>(({state: next}) => runCommand(command, next), only(state));
	}
	if (panel === null || !isOnPanels(state) || panelRowsKnown(state, panel).rows === 0) {
		return only(state);
	}
	const command = by === -1 ? 'up' : 'down';
	return Array.from({length: TURN}).reduce<Update>(
		({state: next}) => runCommand(command, next),
		only(goneToPanel(state, panel)),
	);
}

export function onPress(before: DashboardState, {target}: Extract<Action, {type: 'press'}>): Update {
	if (!isOnPanels(before)) {
		return only(before);
	}
	const {panel, line, top, column, second} = target;
	const state = goneToPanel({...before, notice: null}, panel);
	if (column !== undefined) {
		return sortedByPress(state, panel, column);
	}
	if (second !== undefined) {
		return lookedBackAt(state, second);
	}
	const known = panelRowsKnown(state, panel);
	if (line === undefined || top === undefined || top + line >= known.rows) {
		return only(state);
	}
	const selection = selectedAt(selectionOf(state.rows, panel), top + line, known, rowsInSight(state, panel));
	return changed(state, 'rows', {selections: {...state.rows.selections, [panel]: selection}, movedAt: state.now});
}

/** By the column; the other way round where rows are sorted by it already. */
function sortedByPress(state: DashboardState, panel: PanelName, column: string): Update {
	const list = listOf(panel);
	const {rows} = state;
	const columns = list === null ? PROCESS_COLUMNS : sortColumns(list, knownRates(state));
	const now = list === null ? rows.processes.column : shownColumn(rows.lists[list].sorting.column, knownRates(state));
	if (!columns.includes(column)) {
		return refused(state, `rows are not sorted by this column: ${columns.join(', ')}`);
	}
	return column === now ? runCommand('reverse', state) : runCommand('sort', state, column);
}

function lookedBackAt(state: DashboardState, second: number): Update {
	const {playback} = state.time;
	const newest = playback.seconds.at(-1);
	if (newest === undefined) {
		return refused(state, 'nothing to look back at yet');
	}
	return second >= newest ? goLive(state, '') : withPlayback(state, goneTo(playback, second));
}
