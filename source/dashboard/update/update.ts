/** The dashboard as a pure function: state and what happened → the next state, and what the world is asked to do. */
import {isDeepStrictEqual} from 'node:util';
import {commandFor, type Keymap} from '../../input/keymap.js';
import type {Key} from '../../terminal/keys.js';
import type {Action, Effect} from '../model/actions.js';
import {played} from '../model/playback.js';
import {heldSecond} from '../model/selectors/view.js';
import {wantedRows} from '../model/selectors/wanted.js';
import {type DashboardState, type Parts, withPart} from '../model/state.js';
import {onAlert} from './alerts.js';
import {onCaptureAction} from './capture-actions.js';
import {runCommand} from './commands.js';
import {contextOf} from './context.js';
import {onDetail, onEngine, onError, onInterface, onOwnAddresses, onPrivileges} from './engine-events.js';
import {onApplied, onChecked, onFilter} from './filters.js';
import {withPlayback} from './handlers/time.js';
import {onPress, onWheel} from './mouse.js';
import {withOrders} from './orders.js';
import {only, type Update} from './outcome.js';
import {onSnapshot} from './snapshots.js';
import {typeInto} from './typing.js';

/** @param now milliseconds, never less than before */
export function update(previous: DashboardState, action: Action, now: number, keymap: Keymap): Update {
	const expired = previous.notice !== null && now >= previous.notice.until;
	const state: DashboardState = {...previous, now, notice: expired ? null : previous.notice};
	const moved = advanced(state, now - previous.now);
	const next = reduce(moved.state, action, keymap);
	const ordered = withOrders(previous, next.state);
	const asked = withWanted(ordered);
	return {
		state: asked.state,
		effects: [...moved.effects, ...next.effects, ...pastRowWanted(ordered), ...asked.effects],
	};
}

/** Asks for the rows that the screen is about, where these are others than before. */
function withWanted(state: DashboardState): Update {
	const rows = wantedRows(state);
	return isDeepStrictEqual(rows, state.rows.asked)
		? only(state)
		: {state: withPart(state, 'rows', {asked: rows}), effects: [{type: 'look', rows}]};
}

/** Time has passed since the state was made: a file that is played goes on. */
function advanced(state: DashboardState, milliseconds: number): Update {
	const {playback} = state.time;
	return playback.playing ? withPlayback(state, played(playback, milliseconds)) : only(state);
}

/** The details of a second that is looked at want what their row did until then. */
function pastRowWanted({overlays, time}: Parts<'overlays' | 'time'>): Effect[] {
	const second = heldSecond(time);
	if (overlays.details === null || second === null) {
		return [];
	}
	const {list, key} = overlays.details;
	const {pastRow} = time;
	const isKnown = pastRow?.list === list && pastRow.key === key && pastRow.second === second;
	return isKnown ? [] : [{type: 'recall-row', list, key, second}];
}

function reduce(state: DashboardState, action: Action, keymap: Keymap): Update {
	switch (action.type) {
		case 'key':
			return onKey(state, action.key, keymap);
		case 'press':
			return onPress(state, action);
		case 'wheel':
			return onWheel(state, action);
		case 'tick':
			return only(state);
		case 'resize':
			return only({...state, size: action.size});
		case 'snapshot':
			return only(onSnapshot(state, action));
		case 'engine':
			return only(onEngine(state, action));
		case 'filter':
			return only(onFilter(state, action.change.filter, action.wall));
		case 'interface':
			return only(onInterface(state, action.change));
		case 'own-addresses':
			return only(onOwnAddresses(state, action.addresses));
		case 'detail':
			return only(onDetail(state, action.detail));
		case 'alert':
			return onAlert(state, action.alert);
		case 'privileges':
			return only(onPrivileges(state, action));
		case 'error':
			return only(onError(state, action.message));
		case 'checked':
			return only(onChecked(state, action));
		case 'applied':
			return onApplied(state, action);
		default:
			return onCaptureAction(state, action);
	}
}

function onKey(state: DashboardState, key: Key, keymap: Keymap): Update {
	const context = contextOf(state);
	const command = commandFor(keymap, context, key.id);
	return command === null ? typeInto(state, context, key) : runCommand(command, state);
}
