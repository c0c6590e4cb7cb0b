/** What comes of an action or a command: the next state, and what the world is asked to do. */
import type {Effect} from '../model/actions.js';
import {type LogEntry, logged} from '../model/log.js';
import {type DashboardState, type PartName, withPart} from '../model/state.js';

export interface Update {
	state: DashboardState;
	effects: readonly Effect[];
}

/** What a command does. @param argument what was typed after its name on the command line; '' after a key */
export type Handler = (state: DashboardState, argument: string) => Update;

/** The state and no more. */
export const only = (state: DashboardState): Update => ({state, effects: []});

/** With some fields of one part changed. */
export const changed = <Part extends PartName>(
	state: DashboardState,
	part: Part,
	fields: Partial<DashboardState[Part]>,
): Update => only(withPart(state, part, fields));

export const ask = (state: DashboardState, effect: Effect): Update => ({state, effects: [effect]});

/** Nothing is done, which the footer says. */
export const refused = (state: DashboardState, text: string): Update => only(noticed(state, 'bad', text));

/** Milliseconds for which a notice stands. */
const NOTICE = 8000;

/** With a notice in the footer. */
export const noticed = (state: DashboardState, level: 'good' | 'bad', text: string): DashboardState => ({
	...state,
	notice: {level, text, until: state.now + NOTICE},
});

/** With a line in the log of events. */
export const withLogLine = (state: DashboardState, level: LogEntry['level'], text: string): DashboardState => ({
	...state,
	log: logged(state.log, state.now, level, text),
});

/** With both. */
export const announced = (state: DashboardState, level: 'good' | 'bad', text: string): DashboardState =>
	noticed(withLogLine(state, level, text), level, text);
