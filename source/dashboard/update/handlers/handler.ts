import type {DashboardState, Effect, Update} from '../../model/state.js';

/** What a command does. @param argument what was typed after its name on the command line; '' after a key */
export type Handler = (state: DashboardState, argument: string) => Update;

export const change = (state: DashboardState, part: Partial<DashboardState>): Update => ({
	state: {...state, ...part},
	effects: [],
});

export const ask = (state: DashboardState, effect: Effect): Update => ({state, effects: [effect]});

/** Milliseconds for which a notice stands. */
const NOTICE = 8000;

export const noticed = (state: DashboardState, level: 'good' | 'bad', text: string): DashboardState => ({
	...state,
	notice: {level, text, until: state.now + NOTICE},
});
