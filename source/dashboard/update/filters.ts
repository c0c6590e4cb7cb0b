/** The capture filter: what is in force, and what becomes of one that is to be. */
import {sanitize} from '../../format/sanitize.js';
import type {Action} from '../model/actions.js';
import {PAST_FILTERS, remembered} from '../model/filter-choices.js';
import {answered} from '../model/filter-editor.js';
import {withoutSsh} from '../model/own-ssh.js';
import {marked} from '../model/playback.js';
import {type DashboardState, type FilterState, withPart} from '../model/state.js';
import {announced, noticed, only, type Update, withLogLine} from './outcome.js';

/** The filter of an engine that has `text` as the user's part. */
export const wholeFilter = ({ownSsh}: FilterState, text: string | null): string | null =>
	withoutSsh(text, ownSsh?.isLeftOut ? ownSsh.expression : null);

/** Another filter is in force. @param wall epoch seconds */
export function onFilter(state: DashboardState, filter: string | null, wall: number): DashboardState {
	const text = filter === null ? 'no capture filter any more' : `capture filter: ${sanitize(filter)}`;
	// what was typed is a part of it while the own session is left out
	const typed = state.filter.ownSsh?.isLeftOut ? state.filter.typed : filter;
	return withFilterMark(withPart(withLogLine(state, 'info', text), 'filter', {typed, inForce: filter}), filter, wall);
}

/** With a mark where another filter came into force. */
export function withFilterMark(state: DashboardState, filter: string | null, wall: number): DashboardState {
	const text = filter === null ? 'no filter' : sanitize(filter);
	const playback = marked(state.time.playback, {
		second: Math.floor(wall + state.time.clockShift),
		kind: 'filter',
		text,
	});
	return withPart(state, 'time', {playback});
}

/** libpcap's answer to a question of the editor. */
export function onChecked(
	state: DashboardState,
	{question, problem}: Extract<Action, {type: 'checked'}>,
): DashboardState {
	const {editor} = state.overlays;
	return withPart(state, 'overlays', {editor: editor && answered(editor, question, problem)});
}

export function onApplied(state: DashboardState, action: Extract<Action, {type: 'applied'}>): Update {
	const {question, text: typed, problem} = action;
	const {editor} = state.overlays;
	if (editor === null || editor.question !== question) {
		return only(state);
	}
	if (problem !== null) {
		return only(withPart(state, 'overlays', {editor: answered(editor, question, problem)}));
	}
	const text = typed === null ? 'no filter any more: everything is counted' : `filter in force: ${typed}`;
	const past = typed === null ? state.filter.past : remembered(state.filter.past, typed, PAST_FILTERS);
	const closed = withPart(state, 'overlays', {editor: null});
	const next = withPart(closed, 'filter', {typed, inForce: wholeFilter(state.filter, typed), past});
	return {
		state: noticed(next, 'good', sanitize(text)),
		effects: past === state.filter.past ? [] : [{type: 'remember-filter', past}],
	};
}

export function onOwnSsh(state: DashboardState, action: Extract<Action, {type: 'own-ssh'}>): DashboardState {
	const {typed, ownSsh} = state.filter;
	if (action.problem !== null || ownSsh === null) {
		return announced(state, 'bad', sanitize(action.problem?.message ?? ''));
	}
	const {isLeftOut} = action;
	const text = isLeftOut ? 'the own SSH session is left out' : 'the own SSH session is counted too';
	const inForce = withoutSsh(typed, isLeftOut ? ownSsh.expression : null);
	return announced(withPart(state, 'filter', {ownSsh: {...ownSsh, isLeftOut}, inForce}), 'good', text);
}
