/** The dashboard as a pure function: state and what happened → the next state, and what the world is asked to do. */
import {sanitize} from '../../format/sanitize.js';
import {commandFor, type Keymap} from '../../input/keymap.js';
import type {Key} from '../../terminal/keys.js';
import type {InterfaceChange} from '../engine-port.js';
import {PAST_FILTERS, remembered} from '../model/filter-choices.js';
import {answered} from '../model/filter-editor.js';
import {nextHistories} from '../model/histories.js';
import {trafficOf} from '../model/local.js';
import {logged} from '../model/log.js';
import {withLosses} from '../model/losses.js';
import {safeSnapshot} from '../model/safe-snapshot.js';
import {captureStatus} from '../model/selectors/status.js';
import {
	type Action,
	chartedSeconds,
	type DashboardState,
	type Effect,
	heldSecond,
	secondOf,
	type Update,
	type View,
} from '../model/state.js';
import {advanced, mergedSamples, onCaptureAction, ratesAt, withFilterMark, withLossMark} from './capture-actions.js';
import {runCommand} from './commands.js';
import {contextOf} from './context.js';
import {wholeFilter} from './handlers/capture.js';
import {noticed} from './handlers/handler.js';
import {withOrders} from './orders.js';
import {typeInto} from './typing.js';

export const only = (state: DashboardState): Update => ({state, effects: []});

/** @param now milliseconds, never less than before */
export function update(previous: DashboardState, action: Action, now: number, keymap: Keymap): Update {
	const expired = previous.notice !== null && now >= previous.notice.until;
	const state: DashboardState = {...previous, now, notice: expired ? null : previous.notice};
	const moved = advanced(state, now - previous.now);
	const next = reduce(moved.state, action, keymap);
	const ordered = withOrders(previous, next.state);
	return {state: ordered, effects: [...moved.effects, ...next.effects, ...pastRowWanted(ordered)]};
}

/** The details of a second that is looked at want what their row did until then. */
function pastRowWanted(state: DashboardState): Effect[] {
	const {details, pastRow} = state;
	const second = heldSecond(state);
	if (details === null || second === null) {
		return [];
	}
	const {list, key} = details;
	const isKnown = pastRow?.list === list && pastRow.key === key && pastRow.second === second;
	return isKnown ? [] : [{type: 'recall-row', list, key, second}];
}

function reduce(state: DashboardState, action: Action, keymap: Keymap): Update {
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
			return only(onEngine(state, action));
		case 'filter':
			return only(withFilterMark(onFilter(state, action.change.filter), action.change.filter, action.wall));
		case 'interface':
			return only(onInterface(state, action.change));
		case 'privileges':
			return only(onPrivileges(state, action));
		case 'error': {
			const failure = sanitize(action.message);
			return only({...told(state, 'bad', failure), failure});
		}
		case 'checked':
			return only({
				...state,
				editor: state.editor && answered(state.editor, action.question, action.problem),
			});
		case 'applied':
			return onApplied(state, action);
		case 'exported':
			return only(toldAndNoticed(state, 'good', `written ${sanitize(action.path)}`));
		case 'export-failed':
			return only(toldAndNoticed(state, 'bad', sanitize(action.message)));
		default:
			return onCaptureAction(state, action);
	}
}

/** With a line in the log of events. */
export function told(state: DashboardState, level: 'info' | 'good' | 'bad', text: string): DashboardState {
	return {...state, log: logged(state.log, state.now, level, text)};
}

export function toldAndNoticed(state: DashboardState, level: 'good' | 'bad', text: string): DashboardState {
	return noticed(told(state, level, text), level, text);
}

function onKey(state: DashboardState, key: Key, keymap: Keymap): Update {
	const context = contextOf(state);
	const command = commandFor(keymap, context, key.id);
	return command === null ? typeInto(state, context, key) : runCommand(command, state);
}

function onSnapshot(state: DashboardState, action: Extract<Action, {type: 'snapshot'}>): DashboardState {
	const {snapshot: original, wall} = action;
	const safe = safeSnapshot(original);
	const most = chartedSeconds(state);
	const snapshot = {...safe, bandwidth: {...safe.bandwidth, samples: mergedSamples(state.live, safe, most)}};
	const rates = ratesAt(state, snapshot);
	const traffic = trafficOf(original, rates, state.inside);
	const live: View = {
		original,
		snapshot,
		rates,
		traffic,
		wall,
		elapsed: state.startedAt === null ? 0 : (state.now - state.startedAt) / 1000,
	};
	const before = state.live?.snapshot.drops ?? null;
	const second = secondOf(snapshot, wall);
	return {
		...withLossMark(state, state.live, snapshot, wall),
		live,
		wallOffset: wall - state.now / 1000,
		histories: nextHistories(state.histories, rates.lists, second, traffic, most),
		log: before === null ? state.log : withLosses(state.log, state.now, before, snapshot.drops),
		failure: snapshot.error?.message ?? state.failure,
	};
}

function onEngine(state: DashboardState, action: Extract<Action, {type: 'engine'}>): DashboardState {
	const next: DashboardState = {
		...state,
		engine: action.state,
		// of another interface; what is told while the first one is opened holds
		link: action.state === 'running' && state.engine !== 'starting' ? 'up' : state.link,
		startedAt: state.startedAt ?? (action.state === 'running' ? state.now : null),
	};
	return action.state === state.engine
		? next
		: told(next, action.state === 'failed' ? 'bad' : 'info', captureStatus({...next, link: 'up'}).text);
}

const LINK_WORDS = {up: 'is up', 'no-link': 'has no link', down: 'is down'} as const;

/** A renamed one is called by its new name from now on: the old one may be another's by now. */
function onInterface(state: DashboardState, {name, up, carrier}: InterfaceChange): DashboardState {
	const link = up ? (carrier ? 'up' : 'no-link') : 'down';
	const old = state.source.name;
	const renamed =
		name === old
			? state
			: told({...state, source: {...state.source, name}}, 'info', `${sanitize(old)} is now ${sanitize(name)}`);
	return link === state.link
		? renamed
		: {...told(renamed, link === 'up' ? 'good' : 'bad', `interface ${sanitize(name)} ${LINK_WORDS[link]}`), link};
}

function onPrivileges(state: DashboardState, action: Extract<Action, {type: 'privileges'}>): DashboardState {
	const {privileges, exportObstacle} = action;
	const {user, warning} = privileges;
	const text = {
		none: null,
		dropped: `privileges given up: running as ${sanitize(user)}`,
		kept: warning === null ? 'running as root, as asked for with --keep-privileges' : 'running as root',
	}[privileges.state];
	const next: DashboardState = {...state, privileges, exportObstacle};
	const said = text === null ? next : told(next, privileges.state === 'kept' ? 'bad' : 'info', text);
	return warning === null ? said : toldAndNoticed(said, 'bad', sanitize(warning));
}

function onFilter(state: DashboardState, filter: string | null): DashboardState {
	const text = filter === null ? 'no capture filter any more' : `capture filter: ${sanitize(filter)}`;
	// what was typed is a part of it while the own session is left out
	const typed = state.session?.isLeftOut ? state.filter : filter;
	return {...told(state, 'info', text), filter: typed, inForce: filter};
}

function onApplied(state: DashboardState, action: Extract<Action, {type: 'applied'}>): Update {
	const {editor} = state;
	if (editor === null || editor.question !== action.question) {
		return only(state);
	}
	if (action.problem !== null) {
		return only({...state, editor: answered(editor, action.question, action.problem)});
	}
	const text = action.text === null ? 'no filter any more: everything is counted' : `filter in force: ${action.text}`;
	const past = action.text === null ? state.pastFilters : remembered(state.pastFilters, action.text, PAST_FILTERS);
	const next = {
		...state,
		editor: null,
		filter: action.text,
		inForce: wholeFilter(state, action.text),
		pastFilters: past,
	};
	return {
		state: noticed(next, 'good', sanitize(text)),
		effects: past === state.pastFilters ? [] : [{type: 'remember-filter', past}],
	};
}
