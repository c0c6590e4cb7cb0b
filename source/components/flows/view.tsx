/** Which flows carry most, one row each: application, ends, server name, state, rate, age. */
import type {Flow} from '../../engine/snapshot.js';
import type {Theme} from '../../theme/theme.js';
import {rowsOf, shownNames} from '../app/rows.js';
import {type DashboardState, shownView, showsRates} from '../app/state.js';
import {inside, Panel, type PanelProps} from '../panel.js';
import {listLines, listNote} from '../table/list.js';
import {useTheme} from '../theme-context.js';
import {flowColumns} from './columns.js';
import {flowAge} from './state.js';

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
