import type {ROWS} from '../../../input/commands/rows.js';
import {textField} from '../../../input/text-field.js';
import {panelRows} from '../../model/arrange.js';
import {NO_SEARCH} from '../../model/search.js';
import {type Move, moveSelection, NO_SELECTION} from '../../model/selection.js';
import {arrangementOf} from '../../model/selectors/arrangement.js';
import {rowText} from '../../model/selectors/copied.js';
import {listOf, panelKeys, selected} from '../../model/selectors/rows.js';
import {nextSorting, type Sorting, sortColumns, sortedBy} from '../../model/sorting.js';
import {type DashboardState, selectionOf, type Update} from '../../model/state.js';
import {ask, change, type Handler, noticed} from './handler.js';

/** Moves the cursor of the panel in focus. */
export const move =
	(direction: Move): Handler =>
	state => {
		const {focus} = state;
		const height = panelRows(arrangementOf(state), focus);
		const selection = moveSelection(selectionOf(state, focus), direction, panelKeys(state, focus), height);
		return change(state, {selections: {...state.selections, [focus]: selection}, movedAt: state.now});
	};

function sorted(state: DashboardState, choose: (sorting: Sorting) => Sorting): Update {
	const list = listOf(state.focus);
	if (list === null) {
		return {
			state: noticed(state, 'bad', 'this panel has its own order: talkers, conversations and flows are sorted'),
			effects: [],
		};
	}
	const {sorting} = state.lists[list];
	// sorted anew at once, even if the order was held
	return change(state, {lists: {...state.lists, [list]: {sorting: choose(sorting), order: []}}, isFrozen: false});
}

const sort: Handler = (state, argument) => {
	const list = listOf(state.focus);
	if (list === null || argument === '') {
		return sorted(state, sorting => nextSorting(list ?? 'talkers', sorting));
	}
	const column = argument.toLowerCase();
	if (!sortColumns(list).includes(column)) {
		const text = `no column '${argument}' to sort by: ${sortColumns(list).join(', ')}`;
		return {state: noticed(state, 'bad', text), effects: []};
	}
	return sorted(state, () => sortedBy(column));
};

const search: Handler = (state, argument) =>
	change(state, {
		search: argument === '' ? {...state.search, field: textField(state.search.text)} : {text: argument, field: null},
		notice: null,
	});

const details: Handler = state => {
	const row = selected(state);
	if (row !== null) {
		return change(state, {details: {list: row.list, key: row.row.key, row: row.row, first: 0}});
	}
	const {key} = selectionOf(state, state.focus);
	if (state.focus === 'protocols' && key !== null) {
		// what a protocol consists of are its flows
		const name = key.slice(key.indexOf(' ') + 1);
		return change(state, {focus: 'flows', slot: 'flows', search: {text: name, field: null}});
	}
	return {state: noticed(state, 'bad', 'select a row first: the arrow keys, or j and k'), effects: []};
};

/** One step back, of what was done last: the nearest first. */
const back: Handler = state => {
	if (state.isZoomed) {
		return change(state, {isZoomed: false, notice: null});
	}
	if (state.search.text !== '') {
		return change(state, {search: NO_SEARCH, notice: null});
	}
	return change(state, {selections: {...state.selections, [state.focus]: NO_SELECTION}, notice: null});
};

const copy: Handler = state => {
	const row = selected(state);
	if (row === null) {
		return {state: noticed(state, 'bad', 'nothing to copy: select a row first'), effects: []};
	}
	return ask(noticed(state, 'good', 'row copied to the clipboard'), {type: 'copy', text: rowText(row)});
};

export const rowHandlers: Readonly<Record<(typeof ROWS)[number]['id'], Handler>> = {
	search,
	sort,
	reverse: state => sorted(state, sorting => ({...sorting, descending: !sorting.descending})),
	freeze: state => {
		const isFrozen = !state.isFrozen;
		return {
			state: noticed({...state, isFrozen}, 'good', isFrozen ? 'rows keep their places' : 'rows are sorted again'),
			effects: [],
		};
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
