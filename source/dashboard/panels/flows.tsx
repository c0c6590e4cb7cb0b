/** Which flows carry most, one row each: application, ends, server name, state, rate, age. */
import type {Flow} from '../../engine/snapshot.js';
import type {Theme} from '../../theme/theme.js';
import {flowAge} from '../model/flow-state.js';
import {rowsOf, shownNames} from '../model/rows.js';
import {type DashboardState, shownView, showsRates} from '../model/state.js';
import {flowColumns} from './drawing/flow-columns.js';
import {listLines, listNote} from './drawing/list.js';
import {inside, Panel, type PanelProps} from './drawing/panel.js';
import {useTheme} from './drawing/theme-context.js';

/** Cells below which the ends of a flow make room for its rate. */
const NARROW = 50;

export function flowLines(state: DashboardState, width: number, height: number, theme: Theme): string[] {
	const view = shownView(state);
	const columns = flowColumns({
		isLive: showsRates(state),
		isNarrow: width < NARROW,
		unit: state.unit,
		nameOf: shownNames(state),
		age: (flow: Flow) => (view === null ? null : flowAge(state, view, flow)),
	});
	return listLines(state, 'flows', rowsOf(state, 'flows'), columns, {width, height}, theme);
}

export function Flows({state, placement}: PanelProps) {
	const theme = useTheme();
	const {width, height} = inside(placement);
	const table = shownView(state)?.snapshot.flows;
	const note = table && listNote(state, 'flows', table, theme);
	return (
		<Panel
			state={state}
			placement={placement}
			title="Flows"
			note={note}
			lines={flowLines(state, width, height, theme)}
		/>
	);
}
