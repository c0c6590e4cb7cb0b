/** Which flows carry most, one row each: application, ends, server name, state, rate, age. */
import type {Theme} from '../../theme/theme.js';
import type {FlowsModel} from '../model/selectors/lists.js';
import {flowColumns} from './drawing/flow-columns.js';
import {listLines, listNote} from './drawing/list.js';
import {innerSize, Panel, type PanelProps} from './drawing/panel.js';
import {useTheme} from './drawing/theme-context.js';

/** Cells below which the ends of a flow make room for its rate. */
const NARROW = 50;

export function flowLines(model: FlowsModel, width: number, height: number, theme: Theme): string[] {
	const columns = flowColumns({...model, isNarrow: width < NARROW});
	return listLines(model, columns, {width, height}, theme);
}

export function Flows({model, placement, isFocused}: PanelProps<FlowsModel>) {
	const theme = useTheme();
	const {width, height} = innerSize(placement);
	const note = listNote('flows', model, theme);
	return (
		<Panel
			placement={placement}
			isFocused={isFocused}
			title="Flows"
			note={note}
			lines={flowLines(model, width, height, theme)}
		/>
	);
}
