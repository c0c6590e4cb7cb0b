import {UNITS} from '../../../format/units.js';
import type {PANELS} from '../../../input/commands/panels.js';
import {focused} from '../../model/arrange.js';
import {headerHeight} from '../../model/header-lines.js';
import {PANEL_NAMES, type PanelName} from '../../model/panel-names.js';
import {headerTexts} from '../../model/selectors/header.js';
import type {DashboardState} from '../../model/state.js';
import {wholeView} from '../../model/state.js';
import {change, type Handler, noticed} from './handler.js';

const focusedOn = (state: DashboardState, panel: PanelName) =>
	focused(state.size, headerHeight(headerTexts(state), state.size), state, panel);

const goTo =
	(panel: PanelName): Handler =>
	state =>
		change(state, focusedOn(state, panel));

const step =
	(by: 1 | -1): Handler =>
	state => {
		const index = PANEL_NAMES.indexOf(state.focus) + by + PANEL_NAMES.length;
		return change(state, focusedOn(state, PANEL_NAMES[index % PANEL_NAMES.length]));
	};

const units: Handler = (state, argument) => {
	const named = UNITS.find(unit => unit === argument.toLowerCase());
	if (argument !== '' && named === undefined) {
		return {state: noticed(state, 'bad', `no unit '${argument}': bits, bytes or packets`), effects: []};
	}
	return change(state, {unit: named ?? UNITS[(UNITS.indexOf(state.unit) + 1) % UNITS.length]});
};

const reset: Handler = state => {
	const view = wholeView(state);
	if (state.baseline !== null) {
		const next: DashboardState = {...state, baseline: null};
		return {state: noticed(next, 'good', 'totals since the start of the capture again'), effects: []};
	}
	if (view === null) {
		return change(state, {});
	}
	return {state: noticed({...state, baseline: view}, 'good', 'counting from now on; the capture goes on'), effects: []};
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
	'next-panel': step(1),
	'previous-panel': step(-1),
	zoom: state => change(state, {isZoomed: !state.isZoomed}),
	names: state => change(state, {hasNames: !state.hasNames}),
	units,
	'reset-counters': reset,
};
