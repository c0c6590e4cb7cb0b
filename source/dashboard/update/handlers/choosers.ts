import type {CHOOSERS} from '../../../input/commands/choosers.js';
import {chosenNext, type ExportFormat} from '../../model/chooser.js';
import {type DashboardState, withPart} from '../../model/state.js';
import {withoutRule} from '../alerts.js';
import {ask, changed, type Handler, only, type Update} from '../outcome.js';

const move =
	(by: 1 | -1): Handler =>
	state =>
		changed(state, 'overlays', {chooser: state.overlays.chooser && chosenNext(state.overlays.chooser, by)});

function take(state: DashboardState): Update {
	const {chooser} = state.overlays;
	const item = chooser?.items[chooser.index];
	const closed = withPart(state, 'overlays', {chooser: null});
	if (chooser === null || item === undefined) {
		return only(closed);
	}
	if (chooser.kind === 'alert') {
		return withoutRule(closed, item.id);
	}
	if (chooser.kind === 'export') {
		return exported(closed, item.id as ExportFormat);
	}
	return item.id === state.capture.source.name ? only(closed) : ask(closed, {type: 'switch', name: item.id});
}

/** What is shown goes into a file: the second that is looked at, else the newest. */
export const exported = (state: DashboardState, format: ExportFormat): Update =>
	ask(state, {type: 'export', snapshot: state.time.held?.original ?? null, format});

export const chooserHandlers: Readonly<Record<(typeof CHOOSERS)[number]['id'], Handler>> = {
	'chooser-take': take,
	'chooser-close': state => changed(state, 'overlays', {chooser: null}),
	'chooser-up': move(-1),
	'chooser-down': move(1),
};
