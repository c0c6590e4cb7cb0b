/** The dashboard as a pure function: state and what happened → the next state, and what the world is asked to do. */
import {sanitize} from '../../format/sanitize.js';
import type {Context} from '../../input/commands.js';
import {commandFor, type Keymap} from '../../input/keymap.js';
import {answered, typeKey} from '../filter-editor/state.js';
import {nextOrder} from '../talkers/state.js';
import {runCommand} from './commands.js';
import {NO_RATES, nextRates} from './rates.js';
import {safeSnapshot} from './safe-snapshot.js';
import type {Action, DashboardState, Notice, Update, View} from './state.js';

/** Milliseconds for which a notice stands. */
const NOTICE = 8000;

export const only = (state: DashboardState): Update => ({state, effects: []});

/** @param now milliseconds, never less than before */
export function update(previous: DashboardState, action: Action, now: number, keymap: Keymap): Update {
	const expired = previous.notice !== null && now >= previous.notice.until;
	const state: DashboardState = {...previous, now, notice: expired ? null : previous.notice};
	switch (action.type) {
		case 'key':
			return onKey(state, action.key, keymap);
		case 'tick':
			return only(state);
		case 'resize':
			return only({...state, size: action.size});
		case 'snapshot':
			return only(onSnapshot(state, action));
		case 'engine':
			return only({
				...state,
				engine: action.state,
				startedAt: state.startedAt ?? (action.state === 'running' ? now : null),
			});
		case 'filter':
			return only({...state, filter: action.change.filter});
		case 'error':
			return only({...state, failure: sanitize(action.message)});
		case 'checked':
			return only({
				...state,
				editor: state.editor && answered(state.editor, action.question, action.problem),
			});
		case 'applied':
			return only(onApplied(state, action));
		case 'exported':
			return only({...state, notice: notice(state, 'good', `written ${sanitize(action.path)}`)});
		case 'export-failed':
			return only({...state, notice: notice(state, 'bad', sanitize(action.message))});
	}
}

export function notice(state: DashboardState, level: Notice['level'], text: string): Notice {
	return {level, text, until: state.now + NOTICE};
}

/** Where a key is heard: the topmost of what is open. */
export function contextOf(state: DashboardState): Context {
	if (state.editor !== null) {
		return 'filter';
	}
	return state.help === null ? 'main' : 'help';
}

function onKey(state: DashboardState, key: Parameters<typeof typeKey>[1], keymap: Keymap): Update {
	const command = commandFor(keymap, contextOf(state), key.id);
	if (command !== null) {
		return runCommand(command, state);
	}
	if (state.editor === null) {
		return only(state);
	}
	const editor = typeKey(state.editor, key);
	const isNewQuestion = editor.question !== state.editor.question;
	return {
		state: {...state, editor, questions: editor.question},
		effects: isNewQuestion ? [{type: 'check-filter', text: editor.field.text.trim(), question: editor.question}] : [],
	};
}

function onSnapshot(state: DashboardState, action: Extract<Action, {type: 'snapshot'}>): DashboardState {
	const {snapshot: original, wall} = action;
	const snapshot = safeSnapshot(original);
	// the speed of reading a file is no rate of the traffic in it
	const isLive = snapshot.source.kind === 'interface';
	const rates = isLive ? nextRates(state.live?.rates ?? NO_RATES, snapshot, state.now) : NO_RATES;
	const live: View = {
		original,
		snapshot,
		rates,
		order: nextOrder(isLive ? (state.live?.order ?? []) : [], snapshot.endpoints.top, rates.endpoints),
		wall,
		elapsed: state.startedAt === null ? 0 : (state.now - state.startedAt) / 1000,
	};
	return {...state, live, failure: snapshot.error?.message ?? state.failure};
}

function onApplied(state: DashboardState, action: Extract<Action, {type: 'applied'}>): DashboardState {
	const {editor} = state;
	if (editor === null || editor.question !== action.question) {
		return state;
	}
	if (action.problem !== null) {
		return {...state, editor: answered(editor, action.question, action.problem)};
	}
	const text = action.text === null ? 'no filter any more: everything is counted' : `filter in force: ${action.text}`;
	return {
		...state,
		editor: null,
		filter: action.text,
		notice: notice(state, 'good', sanitize(text)),
	};
}
