import type {CHOOSERS} from '../../../input/commands/choosers.js';
import {textField} from '../../../input/text-field.js';
import {
	type Chooser,
	chooserItems,
	chooserRoom,
	chosenFar,
	chosenNext,
	type ExportFormat,
	searched,
} from '../../model/chooser.js';
import {type DashboardState, withPart} from '../../model/state.js';
import {withoutRule} from '../alerts.js';
import {ask, changed, type Handler, only, type Update} from '../outcome.js';

const onChooser =
	(next: (chooser: Chooser, state: DashboardState) => Chooser): Handler =>
	state =>
		changed(state, 'overlays', {chooser: state.overlays.chooser && next(state.overlays.chooser, state)});

const move = (by: 1 | -1) => onChooser(chooser => chosenNext(chooser, by));

/** A page less one row. */
const page = (by: 1 | -1) =>
	onChooser((chooser, {size}) => chosenFar(chooser, by * Math.max(1, chooserRoom(chooser, size.rows) - 1)));

function take(state: DashboardState): Update {
	const {chooser} = state.overlays;
	const item = chooser === null ? undefined : chooserItems(chooser)[chooser.index];
	const closed = withPart(state, 'overlays', {chooser: null});
	if (chooser !== null && item === undefined && chooser.search !== null) {
		return only(state);
	}
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

/** What is shown goes into a file: the second that is looked at, else the newest; from the reset on, where there was one. */
export function exported(state: DashboardState, format: ExportFormat): Update {
	const {held, baseline} = state.time;
	return ask(state, {type: 'export', snapshot: held?.original ?? null, format, ...(baseline && {baseline})});
}

export const chooserHandlers: Readonly<Record<(typeof CHOOSERS)[number]['id'], Handler>> = {
	'chooser-take': take,
	'chooser-close': state => changed(state, 'overlays', {chooser: null}),
	'chooser-up': move(-1),
	'chooser-down': move(1),
	'chooser-page-up': page(-1),
	'chooser-page-down': page(1),
	'chooser-first': onChooser(chooser => chosenFar(chooser, Number.NEGATIVE_INFINITY)),
	'chooser-last': onChooser(chooser => chosenFar(chooser, Number.POSITIVE_INFINITY)),
	'chooser-search': onChooser(chooser => searched(chooser, textField())),
	'chooser-search-take': take,
	'chooser-search-clear': onChooser(chooser => searched(chooser, null)),
	'chooser-search-up': move(-1),
	'chooser-search-down': move(1),
};
