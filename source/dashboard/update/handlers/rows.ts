import type {Flow} from '../../../engine/snapshot.js';
import type {ROWS} from '../../../input/commands/rows.js';
import {textField} from '../../../input/text-field.js';
import {focused} from '../../model/arrange.js';
import type {PanelName} from '../../model/panel-names.js';
import {placeRows} from '../../model/places.js';
import {nextProcessSorting, PROCESS_COLUMNS, sortedProcesses} from '../../model/processes.js';
import {NO_SEARCH} from '../../model/search.js';
import {type Move, moveSelection, NO_SELECTION, selectedKey} from '../../model/selection.js';
import {headerLinesOf, rowsInSight} from '../../model/selectors/arrangement.js';
import {rowText} from '../../model/selectors/copied.js';
import {placesModel} from '../../model/selectors/places.js';
import {shownProcesses} from '../../model/selectors/processes.js';
import {listOf, panelRowsKnown, selected} from '../../model/selectors/rows.js';
import {knownRates, selectionOf} from '../../model/selectors/view.js';
import {isClosedLeftOut} from '../../model/selectors/wanted.js';
import {nextSorting, type Sorting, sortColumns, sortedBy} from '../../model/sorting.js';
import {type DashboardState, withPart} from '../../model/state.js';
import {ask, changed, type Handler, noticed, only, refused, type Update} from '../outcome.js';
import {troubledRows} from './troubles.js';

const NOWHERE = {countries: [], asns: []};

/** Moves the cursor of the panel in focus. */
export const move =
	(direction: Move): Handler =>
	state => {
		const {panels, rows, now} = state;
		const {focus} = panels;
		const height = rowsInSight(state, focus);
		const selection = moveSelection(selectionOf(rows, focus), direction, panelRowsKnown(state, focus), height);
		return changed(state, 'rows', {selections: {...rows.selections, [focus]: selection}, movedAt: now});
	};

function sorted(state: DashboardState, choose: (sorting: Sorting) => Sorting): Update {
	if (state.panels.focus === 'processes') {
		return changed(state, 'rows', {processes: choose(state.rows.processes)});
	}
	const list = listOf(state.panels.focus);
	if (list === null) {
		return refused(state, 'this panel has its own order: talkers, conversations, flows and processes are sorted');
	}
	const {lists} = state.rows;
	// sorted anew at once, even if the order was held
	const sorting = choose(lists[list].sorting);
	return changed(state, 'rows', {lists: {...lists, [list]: {sorting, order: [], offset: 0}}, isFrozen: false});
}

const sort: Handler = (state, argument) => {
	const {focus} = state.panels;
	const column = argument.toLowerCase();
	if (focus === 'processes') {
		return column === ''
			? sorted(state, nextProcessSorting)
			: PROCESS_COLUMNS.includes(column)
				? sorted(state, () => sortedProcesses(column))
				: refused(state, `no column '${argument}' to sort by: ${PROCESS_COLUMNS.join(', ')}`);
	}
	const list = listOf(focus);
	if (list === null || argument === '') {
		return sorted(state, sorting => nextSorting(list ?? 'talkers', sorting, knownRates(state)));
	}
	const columns = sortColumns(list, knownRates(state));
	if (!columns.includes(column)) {
		return refused(state, `no column '${argument}' to sort by: ${columns.join(', ')}`);
	}
	return sorted(state, () => sortedBy(column));
};

const search: Handler = (state, argument) => {
	const {text} = state.rows.search;
	return changed({...state, notice: null}, 'rows', {
		search: argument === '' ? {text, field: textField(text)} : {text: argument, field: null},
	});
};

const WITH_FLOWS = ['ipv4', 'ipv6', 'tcp', 'udp', 'sctp'];

/** The view filter for the flows that a protocol consists of; null where it has no ports, and so no flows. @param key of its row */
function flowsOfProtocol(layer: string, name: string): string | null {
	switch (layer) {
		case 'application':
			return `app:${name}`;
		case 'link':
			return '';
		default:
			return WITH_FLOWS.includes(name) ? `proto:${name}` : null;
	}
}

/** Beside the three lists: Enter on one of their rows leads somewhere. */
const PANELS_OF_ROWS: readonly PanelName[] = ['protocols', 'processes', 'places', 'sensors', 'health'];

const details: Handler = state => {
	const row = selected(state);
	if (row !== null) {
		const {list, row: shown} = row;
		const open = withPart(state, 'overlays', {details: {list, key: shown.key, row: shown, first: 0}});
		return list === 'flows' ? ask(open, {type: 'ask-owners', key: shown.key, flow: shown.item as Flow}) : only(open);
	}
	const {focus} = state.panels;
	const key = selectedKey(selectionOf(state.rows, focus), panelRowsKnown(state, focus));
	if (focus === 'sensors' && key !== null) {
		return lookedAt(state, key);
	}
	if (focus === 'protocols' && key !== null) {
		const [layer] = key.split(' ', 1);
		const name = key.slice(layer.length + 1);
		const text = flowsOfProtocol(layer, name);
		if (text === null) {
			// no flow tells of it, nor any row which of its packets are so
			const shown = withPart(withPart(state, 'rows', {search: NO_SEARCH}), 'panels', {
				focus: 'talkers',
				slot: 'talkers',
			});
			return only(noticed(shown, 'good', `${name} has no ports, so that no flow tells of it: these are all hosts`));
		}
		const found = withPart(state, 'rows', {search: {text, field: null}});
		return changed(found, 'panels', {focus: 'flows', slot: 'flows'});
	}
	if (focus === 'processes' && key !== null) {
		const process = shownProcesses(state)?.find(row => row.key === key)?.process ?? null;
		if (process === null) {
			return refused(state, 'whose these are is not known: there is nothing to find their flows by');
		}
		const {rows: found} = withPart(state, 'rows', {search: {text: `proc:${process.pid}`, field: null}});
		const panels = focused(state.size, headerLinesOf(state), state.panels, 'flows');
		const whose = [process.name, `pid ${process.pid}`, process.user, ...(process.unit === null ? [] : [process.unit])];
		return changed(noticed({...state, rows: found}, 'good', `the flows of ${whose.join(', ')}`), 'panels', panels);
	}
	if (focus === 'places' && key !== null) {
		// whose traffic that is are its hosts
		const word = placeRows(placesModel(state).groups ?? NOWHERE).rows.find(row => row.key === key)?.word ?? null;
		if (word === null) {
			return refused(state, 'nobody knows where these hosts are: there is nothing to find them by');
		}
		const {rows: found} = withPart(state, 'rows', {search: {text: word, field: null}});
		const panels = focused(state.size, headerLinesOf(state), state.panels, 'talkers');
		return changed({...state, rows: found}, 'panels', panels);
	}
	if (focus === 'health') {
		return troubledRows(state);
	}
	// a list without rows has nothing to tell; what has no list has more to tell where it is larger
	return listOf(focus) === null && !PANELS_OF_ROWS.includes(focus)
		? changed(state, 'panels', {isZoomed: !state.panels.isZoomed})
		: only(state);
};

/** One step back, of what was done last: the nearest first. */
const back: Handler = before => {
	const state = {...before, notice: null};
	const {panels, rows} = state;
	if (panels.isZoomed) {
		return changed(state, 'panels', {isZoomed: false});
	}
	if (rows.search.text !== '') {
		return changed(state, 'rows', {search: NO_SEARCH});
	}
	const {source} = state.capture;
	if (selectionOf(rows, panels.focus).key === null && source.fleet !== undefined && source.name !== source.fleet) {
		return lookedAt(state, source.name);
	}
	return changed(state, 'rows', {selections: {...rows.selections, [panels.focus]: NO_SELECTION}});
};

/** One sensor of a fleet alone; once more, all of them. */
function lookedAt(state: DashboardState, sensor: string): Update {
	const {name, fleet = name} = state.capture.source;
	return ask(state, {type: 'switch', name: sensor === name ? fleet : sensor});
}

const copy: Handler = state => {
	const row = selected(state);
	if (row === null) {
		return refused(state, 'nothing to copy: select a row first');
	}
	return ask(noticed(state, 'good', 'row copied to the clipboard'), {type: 'copy', text: rowText(row)});
};

export const rowHandlers: Readonly<Record<(typeof ROWS)[number]['id'], Handler>> = {
	search,
	sort,
	reverse: state => sorted(state, sorting => ({...sorting, descending: !sorting.descending})),
	freeze: state => {
		const isFrozen = !state.rows.isFrozen;
		const text = isFrozen ? 'rows keep their places' : 'rows are sorted again';
		return only(noticed(withPart(state, 'rows', {isFrozen}), 'good', text));
	},
	'own-addresses': state => {
		if (state.capture.localAddresses.length === 0) {
			return refused(state, 'no own addresses are known here: every host has its row');
		}
		const isFolded = !state.rows.isFolded;
		const text = isFolded ? 'own addresses in one line' : 'own addresses are rows like the others';
		return only(noticed(withPart(state, 'rows', {isFolded}), 'good', text));
	},
	'closed-flows': state => {
		if (!isClosedLeftOut(state)) {
			return refused(state, 'closed flows are left out of what goes on here alone: a file and a fleet show all');
		}
		const hidesClosed = !state.rows.hidesClosed;
		const text = hidesClosed ? 'closed flows are left out' : 'closed flows are shown too';
		return only(noticed(withPart(state, 'rows', {hidesClosed}), 'good', text));
	},
	details,
	back,
	copy,
	up: move('up'),
	down: move('down'),
	'page-up': move('page-up'),
	'page-down': move('page-down'),
	first: move('first'),
	last: move('last'),
};
