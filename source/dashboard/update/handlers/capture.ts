import type {CAPTURE} from '../../../input/commands/capture.js';
import {textField} from '../../../input/text-field.js';
import {EXPORTS, exportChooser} from '../../model/chooser.js';
import {PRESETS, parts} from '../../model/filter-choices.js';
import {choiceMarked, choiceTaken, filterText, lookedBack, openEditor} from '../../model/filter-editor.js';
import {withoutSession} from '../../model/own-session.js';
import {subjectOf} from '../../model/selectors/subject.js';
import type {DashboardState, Update} from '../../model/state.js';
import {exported} from './choosers.js';
import {ask, change, type Handler, noticed} from './handler.js';
import {pause} from './time.js';

export const captureHandlers: Readonly<Record<(typeof CAPTURE)[number]['id'], Handler>> = {
	'edit-filter': editFilter,
	pause,
	export: (state, argument) => {
		const named = EXPORTS.find(({id}) => id === argument.toLowerCase());
		if (argument === '') {
			const {exportObstacle} = state;
			const opened = change(state, {chooser: exportChooser(), notice: null});
			return exportObstacle === null ? opened : {...opened, state: noticed(opened.state, 'bad', exportObstacle)};
		}
		return named === undefined
			? {state: noticed(state, 'bad', `no format '${argument}': ${EXPORTS.map(({id}) => id).join(', ')}`), effects: []}
			: exported(state, named.id);
	},
	'export-json': state => exported(state, 'json'),
	write,
	cd: (state, argument) =>
		argument === ''
			? change(state, {commandLine: {field: textField('cd '), chosen: null}, notice: null})
			: ask(state, {type: 'change-folder', name: argument}),
	interface: (state, argument) =>
		state.source.kind === 'interface'
			? {state, effects: [argument === '' ? {type: 'list-interfaces'} : {type: 'switch', name: argument}]}
			: {state: noticed(state, 'bad', 'nothing is captured here: for that, start netanal-tui IFACE'), effects: []},
	'own-session': toggleSession,
	'filter-apply': applyFilter,
	'filter-cancel': cancelFilter,
	'filter-older': state => typed(state, state.editor && lookedBack(state.editor, 1)),
	'filter-newer': state => typed(state, state.editor && lookedBack(state.editor, -1)),
	'filter-choice': state => change(state, {editor: state.editor && choiceMarked(state.editor, 1)}),
	'filter-choice-before': state => change(state, {editor: state.editor && choiceMarked(state.editor, -1)}),
};

const ALREADY_WRITTEN = {
	file: 'these packets are in a file already: netanal-tui export cuts and filters it',
	stdin: 'a pipe is not written from here: COMMAND | tee FILE.pcap | netanal-tui -',
} as const;

function write(state: DashboardState): Update {
	const {kind} = state.source;
	return kind === 'interface'
		? {state, effects: [{type: 'write', begin: state.writing === null}]}
		: {state: noticed(state, 'bad', ALREADY_WRITTEN[kind]), effects: []};
}

/** The filter of an engine that has `text` as the user's part. */
export const wholeFilter = ({session}: DashboardState, text: string | null): string | null =>
	withoutSession(text, session?.isLeftOut ? session.expression : null);

function editFilter(state: DashboardState): Update {
	if (state.source.kind === 'stdin') {
		const text = "a pipe is read once: give the filter to the sender's tcpdump, or start with -f; / finds rows";
		return {state: noticed(state, 'bad', text), effects: []};
	}
	const choices = [...parts(subjectOf(state)), ...PRESETS];
	const editor = openEditor(state.filter, state.questions, {past: state.pastFilters, choices});
	return change(state, {editor, notice: null});
}

/** The editor with another text in it: libpcap is asked about it. */
export function typed(state: DashboardState, editor: DashboardState['editor']): Update {
	const isNewQuestion = editor !== null && editor.question !== state.editor?.question;
	return {
		state: {...state, editor, questions: editor?.question ?? state.questions},
		effects: isNewQuestion ? [{type: 'check-filter', text: editor.field.text.trim(), question: editor.question}] : [],
	};
}

function applyFilter(state: DashboardState): Update {
	const {editor} = state;
	if (editor === null || editor.phase === 'applying') {
		return change(state, {});
	}
	if (editor.chosen !== null) {
		return typed(state, choiceTaken(editor));
	}
	const text = filterText(editor);
	if (text === state.filter) {
		return change(state, {editor: null});
	}
	// a new number: the answer about the text as it was typed is of no interest any more
	const question = editor.question + 1;
	return {
		state: {...state, questions: question, editor: {...editor, phase: 'applying', question}},
		effects: [{type: 'apply-filter', text, filter: wholeFilter(state, text), question}],
	};
}

function cancelFilter(state: DashboardState): Update {
	const {editor} = state;
	if (editor?.phase === 'applying') {
		// it may come into force yet: the old one is put back after it
		const question = editor.question + 1;
		const text = editor.inForce;
		return {
			state: {...state, editor: null, questions: question},
			effects: [{type: 'apply-filter', text, filter: wholeFilter(state, text), question}],
		};
	}
	// the number moves on, so that an answer still under way finds nobody
	return change(state, {editor: null, questions: state.questions + 1});
}

function toggleSession(state: DashboardState): Update {
	const {session} = state;
	if (session === null) {
		return {state: noticed(state, 'bad', 'this is no SSH session: there is nothing to leave out'), effects: []};
	}
	const isLeftOut = !session.isLeftOut;
	const filter = withoutSession(state.filter, isLeftOut ? session.expression : null);
	return {state, effects: [{type: 'set-session', isLeftOut, filter}]};
}
