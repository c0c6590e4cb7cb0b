/** What each command of the table does. The type wants every one of them. */
import type {CommandId} from '../../input/commands.js';
import {filterText, openEditor} from '../filter-editor/state.js';
import {helpHeight, helpLineCount} from '../help/state.js';
import {arrange, talkerRows} from '../layout/arrange.js';
import {type Move, moveSelection, NO_SELECTION} from '../table/selection.js';
import {type DashboardState, type Effect, shownView, type Update} from './state.js';

type Handler = (state: DashboardState) => Update;

const change = (state: DashboardState, part: Partial<DashboardState>): Update => ({
	state: {...state, ...part},
	effects: [],
});
const ask = (state: DashboardState, effect: Effect): Update => ({state, effects: [effect]});

const move =
	(direction: Move): Handler =>
	state => {
		const height = talkerRows(arrange(state));
		return change(state, {
			selection: moveSelection(state.selection, direction, shownView(state)?.order ?? [], height),
		});
	};

const scrollHelp =
	(lines: number): Handler =>
	state => {
		const last = Math.max(0, helpLineCount(state.size) - helpHeight(state.size));
		return change(state, {help: Math.min(last, Math.max(0, (state.help ?? 0) + lines))});
	};

const HANDLERS: Readonly<Record<CommandId, Handler>> = {
	quit: state => ask(state, {type: 'quit'}),
	interrupt: state => ask(state, {type: 'quit'}),
	suspend: state => ask(state, {type: 'suspend'}),
	redraw: state => ask(state, {type: 'redraw'}),
	'edit-filter': state => change(state, {editor: openEditor(state.filter, state.questions), notice: null}),
	pause: state => change(state, {held: state.held === null ? state.live : null}),
	export: state => ask(state, {type: 'export', snapshot: state.held?.original ?? null}),
	help: state => change(state, {help: 0}),
	up: move('up'),
	down: move('down'),
	'page-up': move('page-up'),
	'page-down': move('page-down'),
	first: move('first'),
	last: move('last'),
	unselect: state => change(state, {selection: NO_SELECTION, notice: null}),
	'filter-apply': applyFilter,
	'filter-cancel': cancelFilter,
	'help-close': state => change(state, {help: null}),
	'help-up': scrollHelp(-1),
	'help-down': scrollHelp(1),
};

export function runCommand(command: CommandId, state: DashboardState): Update {
	return HANDLERS[command](state);
}

function applyFilter(state: DashboardState): Update {
	const {editor} = state;
	if (editor === null || editor.phase === 'applying') {
		return change(state, {});
	}
	const text = filterText(editor);
	if (text === state.filter) {
		return change(state, {editor: null});
	}
	// a new number: the answer about the text as it was typed is of no interest any more
	const question = editor.question + 1;
	return {
		state: {...state, questions: question, editor: {...editor, phase: 'applying', question}},
		effects: [{type: 'apply-filter', text, question}],
	};
}

function cancelFilter(state: DashboardState): Update {
	const {editor} = state;
	if (editor?.phase === 'applying') {
		// it may come into force yet: the old one is put back after it
		const question = editor.question + 1;
		return {
			state: {...state, editor: null, questions: question},
			effects: [{type: 'apply-filter', text: editor.inForce, question}],
		};
	}
	// the number moves on, so that an answer still under way finds nobody
	return change(state, {editor: null, questions: state.questions + 1});
}
