import {clockTime} from '../../../format/durations.js';
import {UNITS} from '../../../format/units.js';
import type {PANELS} from '../../../input/commands/panels.js';
import {focused} from '../../model/arrange.js';
import {PANEL_NAMES, type PanelName} from '../../model/panel-names.js';
import {baselineTime} from '../../model/reset.js';
import {headerLinesOf} from '../../model/selectors/arrangement.js';
import {placesModel} from '../../model/selectors/places.js';
import {shownProcesses} from '../../model/selectors/processes.js';
import {wholeView} from '../../model/selectors/view.js';
import {type DashboardState, withPart} from '../../model/state.js';
import {changed, type Handler, noticed, only, refused} from '../outcome.js';

const focusedOn = (state: DashboardState, panel: PanelName) =>
	only({...state, panels: focused(state.size, headerLinesOf(state), state.panels, panel)});

const goTo =
	(panel: PanelName): Handler =>
	state =>
		focusedOn(state, panel);

const step =
	(by: 1 | -1): Handler =>
	state => {
		// of these there is something to see only where they are asked for
		const isThere: Partial<Record<PanelName, boolean>> = {
			sensors: state.panels.hasSensors ?? false,
			places: placesModel(state).groups !== null,
			processes: shownProcesses(state) !== null,
			interfaces: state.panels.hasInterfaces ?? false,
		};
		const names = PANEL_NAMES.filter(panel => isThere[panel] ?? true);
		const index = names.indexOf(state.panels.focus);
		const next = index < 0 && by < 0 ? -1 : index + by;
		return focusedOn(state, names[(next + names.length) % names.length]);
	};

const units: Handler = (state, argument) => {
	const named = UNITS.find(unit => unit === argument.toLowerCase());
	if (argument !== '' && named === undefined) {
		return refused(state, `no unit '${argument}': bits, bytes or packets`);
	}
	return changed(state, 'display', {
		unit: named ?? UNITS[(UNITS.indexOf(state.display.unit) + 1) % UNITS.length],
	});
};

/** A capture goes on; of a file or a pipe, it is from a moment of the packets on. */
function countingText({capture}: DashboardState, {time}: DashboardState): string {
	return capture.source.kind === 'interface' || time.baseline === null
		? 'counting from now on; the capture goes on'
		: `counting from ${clockTime(baselineTime(time.baseline))} on`;
}

const reset: Handler = state => {
	const view = wholeView(state);
	if (view === null && state.time.baseline === null) {
		return only(state);
	}
	const isCounting = state.time.baseline !== null;
	const next = withPart(state, 'time', {baseline: isCounting ? null : view});
	const text = isCounting ? 'totals since the start of the capture again' : countingText(state, next);
	return only(noticed(next, 'good', text));
};

export const panelHandlers: Readonly<Record<(typeof PANELS)[number]['id'], Handler>> = {
	'panel-overview': goTo('overview'),
	'panel-protocols': goTo('protocols'),
	'panel-talkers': goTo('talkers'),
	'panel-conversations': goTo('conversations'),
	'panel-flows': goTo('flows'),
	'panel-bandwidth': goTo('bandwidth'),
	'panel-drops': goTo('drops'),
	'panel-log': goTo('log'),
	'panel-sizes': goTo('sizes'),
	'panel-sensors': state =>
		state.panels.hasSensors
			? focusedOn(state, 'sensors')
			: refused(state, 'there are no sensors here: netanal-tui fleet URL shows those of a fleet'),
	'panel-places': goTo('places'),
	'panel-processes': goTo('processes'),
	'panel-health': goTo('health'),
	'panel-interfaces': goTo('interfaces'),
	'next-panel': step(1),
	'previous-panel': step(-1),
	zoom: state => changed(state, 'panels', {isZoomed: !state.panels.isZoomed}),
	names: state => changed(state, 'display', {hasNames: !state.display.hasNames}),
	units,
	'reset-counters': reset,
};
