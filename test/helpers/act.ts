/** The reducer with an analysis that tells rows: those of a snapshot's top lists, and others at once when they are looked at. */
import type {Action} from '../../source/dashboard/model/actions.js';
import type {DashboardState} from '../../source/dashboard/model/state.js';
import {update} from '../../source/dashboard/update/update.js';
import {NO_ROWS} from '../../source/engine/rows.js';
import type {Snapshot} from '../../source/engine/snapshot.js';
import {createKeymap} from '../../source/input/keymap.js';
import {rowsBetween} from './rows.js';

const keymap = createKeymap();

const told = (state: DashboardState, snapshot: Snapshot, wall: number) =>
	rowsBetween(state.time.live?.original ?? null, snapshot, 1, state.rows.asked ?? NO_ROWS, Math.floor(wall));

/** @returns the effects without those that look at rows */
export function act(before: DashboardState, action: Action, now: number) {
	const whole = action.type === 'snapshot' ? {rows: told(before, action.snapshot, action.wall), ...action} : action;
	const {state, effects} = update(before, whole, now, keymap);
	const {live} = state.time;
	const isAsked = effects.some(({type}) => type === 'look') && action.type !== 'snapshot' && live !== null;
	const after = isAsked
		? update(
				state,
				{type: 'snapshot', snapshot: live.original, rows: told(state, live.original, live.wall), wall: live.wall},
				now,
				keymap,
			).state
		: state;
	return {state: after, effects: effects.filter(({type}) => type !== 'look')};
}
