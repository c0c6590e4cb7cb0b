import type {CAPTURE} from '../../../input/commands/capture.js';
import {textField} from '../../../input/text-field.js';
import {EXPORTS, exportChooser} from '../../model/chooser.js';
import {expressionOf, type OnlyRow, onlyOf, PRESETS, parts} from '../../model/filter-choices.js';
import {
	choiceMarked,
	choiceTaken,
	type FilterEditor,
	filterText,
	lookedBack,
	openEditor,
} from '../../model/filter-editor.js';
import {withoutSsh} from '../../model/own-ssh.js';
import {subjectOf} from '../../model/selectors/subject.js';
import {type DashboardState, withPart} from '../../model/state.js';
import {alertCommand} from '../alerts.js';
import {wholeFilter} from '../filters.js';
import {ask, changed, type Handler, noticed, only, refused, type Update} from '../outcome.js';
import {withEditor} from '../typing.js';
import {exported} from './choosers.js';
import {pause} from './time.js';

const onEditor =
	(next: (editor: FilterEditor) => FilterEditor): Handler =>
	state =>
		withEditor(state, state.overlays.editor && next(state.overlays.editor));

export const captureHandlers: Readonly<Record<(typeof CAPTURE)[number]['id'], Handler>> = {
	'edit-filter': editFilter,
	pause,
	export: exportAs,
	'export-json': state => exported(state, 'json'),
	write: state => written(state),
	cd: (state, argument) =>
		argument === ''
			? changed({...state, notice: null}, 'overlays', {commandLine: {field: textField('cd '), chosen: null}})
			: ask(state, {type: 'change-folder', name: argument}),
	interface: (state, argument) =>
		state.capture.source.kind === 'interface'
			? ask(state, argument === '' ? {type: 'list-interfaces'} : {type: 'switch', name: argument})
			: refused(state, 'nothing is captured here: for that, start netanal-tui IFACE'),
	'own-session': toggleOwnSsh,
	'count-once': toggleOnce,
	alert: alertCommand,
	'filter-apply': applyFilter,
	'filter-cancel': cancelFilter,
	'filter-older': onEditor(editor => lookedBack(editor, 1)),
	'filter-newer': onEditor(editor => lookedBack(editor, -1)),
	'filter-choice': onEditor(editor => choiceMarked(editor, 1)),
	'filter-choice-before': onEditor(editor => choiceMarked(editor, -1)),
};

function exportAs(state: DashboardState, argument: string): Update {
	if (argument === '') {
		const {exportObstacle} = state.capture;
		const opened = withPart({...state, notice: null}, 'overlays', {chooser: exportChooser()});
		return only(exportObstacle === null ? opened : noticed(opened, 'bad', exportObstacle));
	}
	const named = EXPORTS.find(({id}) => id === argument.toLowerCase());
	return named === undefined
		? refused(state, `no format '${argument}': ${EXPORTS.map(({id}) => id).join(', ')}`)
		: exported(state, named.id);
}

const ALREADY_WRITTEN = {
	file: 'these packets are in a file already: netanal-tui export cuts and filters it',
	stdin: 'a pipe is not written from here: COMMAND | tee FILE.pcap | netanal-tui -',
} as const;

/** Writes what is wanted, or ends what is being written. @param only whose packets alone; absent = all */
function written(state: DashboardState, only?: OnlyRow): Update {
	const {source, writing} = state.capture;
	if (source.fleet !== undefined) {
		return refused(state, 'the packets are where the sensors are: netanal-tui capture IFACE -w FILE there');
	}
	return source.kind === 'interface'
		? ask(state, {type: 'write', begin: writing === null, ...(writing === null && only && {only})})
		: refused(state, ALREADY_WRITTEN[source.kind]);
}

/** In the details: of their row alone. */
export const writeRow: Handler = state => written(state, onlyOf(subjectOf(state)));

function editFilter(state: DashboardState): Update {
	if (state.capture.source.fleet !== undefined) {
		return refused(state, 'each sensor has its own capture filter: start it with -f; / finds rows');
	}
	if (state.capture.source.kind === 'stdin') {
		return refused(
			state,
			"a pipe is read once: give the filter to the sender's tcpdump, or start with -f; / finds rows",
		);
	}
	const {typed, questions, past} = state.filter;
	const subject = subjectOf(state);
	const choices = [...parts(subject), ...PRESETS];
	const editor = openEditor(typed, questions, {past, choices});
	const whole = state.overlays.details === null ? null : expressionOf(subject);
	// from its details, a row is what to filter by
	return withEditor(
		{...state, notice: null},
		whole === null
			? editor
			: choiceTaken({...editor, choices: [{label: 'this row', text: whole, joins: true}, ...choices], chosen: 0}),
	);
}

/** Has a filter put in force, under a new number: what is answered to an older question is of no interest any more. */
function applied(state: DashboardState, editor: FilterEditor, text: string | null, isOpen: boolean): Update {
	const question = editor.question + 1;
	const next = withPart(state, 'overlays', {editor: isOpen ? {...editor, phase: 'applying', question} : null});
	const filter = wholeFilter(state.filter, text);
	return ask(withPart(next, 'filter', {questions: question}), {type: 'apply-filter', text, filter, question});
}

function applyFilter(state: DashboardState): Update {
	const {editor} = state.overlays;
	if (editor === null || editor.phase === 'applying') {
		return only(state);
	}
	if (editor.chosen !== null) {
		return withEditor(state, choiceTaken(editor));
	}
	const text = filterText(editor);
	return text === state.filter.typed ? changed(state, 'overlays', {editor: null}) : applied(state, editor, text, true);
}

function cancelFilter(state: DashboardState): Update {
	const {editor} = state.overlays;
	if (editor?.phase === 'applying') {
		// it may come into force yet: the old one is put back after it
		return applied(state, editor, editor.inForce, false);
	}
	// the number moves on, so that an answer still under way finds nobody
	const closed = withPart(state, 'overlays', {editor: null});
	return changed(closed, 'filter', {questions: state.filter.questions + 1});
}

function toggleOnce(state: DashboardState): Update {
	const {source, isOnce} = state.capture;
	return source.fleet === undefined
		? ask(state, {type: 'set-once', isOnce: !isOnce})
		: refused(state, 'packets are counted where they are captured: start the sensor with --once');
}

function toggleOwnSsh(state: DashboardState): Update {
	const {typed, ownSsh} = state.filter;
	if (ownSsh === null) {
		return refused(state, 'this is no SSH session: there is nothing to leave out');
	}
	const isLeftOut = !ownSsh.isLeftOut;
	const filter = withoutSsh(typed, isLeftOut ? ownSsh.expression : null);
	return ask(state, {type: 'set-own-ssh', isLeftOut, filter});
}
