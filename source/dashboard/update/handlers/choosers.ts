import type {CHOOSERS} from '../../../input/commands/choosers.js';
import {chosenNext, type ExportFormat} from '../../model/chooser.js';
import type {DashboardState, Update} from '../../model/state.js';
import {change, type Handler} from './handler.js';

const move =
	(by: 1 | -1): Handler =>
	state =>
		change(state, {chooser: state.chooser && chosenNext(state.chooser, by)});

function take(state: DashboardState): Update {
	const item = state.chooser?.items[state.chooser.index];
	const closed: DashboardState = {...state, chooser: null};
	if (state.chooser === null || item === undefined) {
		return change(closed, {});
	}
	if (state.chooser.kind === 'export') {
		return exported(closed, item.id as ExportFormat);
	}
	return item.id === state.source.name
		? change(closed, {})
		: {state: closed, effects: [{type: 'switch', name: item.id}]};
}

/** What is shown goes into a file: the second that is looked at, else the newest. */
export const exported = (state: DashboardState, format: ExportFormat): Update => ({
	state,
	effects: [{type: 'export', snapshot: state.held?.original ?? null, format}],
});

export const chooserHandlers: Readonly<Record<(typeof CHOOSERS)[number]['id'], Handler>> = {
	'chooser-take': take,
	'chooser-close': state => change(state, {chooser: null}),
	'chooser-up': move(-1),
	'chooser-down': move(1),
};
