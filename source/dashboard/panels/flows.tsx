/** Which flows carry most, one row each: application, ends, server name, state, rate, age. */
import {count} from '../../format/numbers.js';
import type {Theme} from '../../theme/theme.js';
import type {FlowsModel} from '../model/selectors/lists.js';
import {flowColumns} from './drawing/flow-columns.js';
import {listLines, listNote} from './drawing/list.js';
import {Live, useLiveNote} from './drawing/live.js';
import {innerSize, Panel, type PanelProps} from './drawing/panel.js';

/** Cells below which the ends of a flow make room for its rate. */
const NARROW = 50;

/** @param width cells inside the panel */
export const flowColumnsIn = (model: FlowsModel, width: number, theme: Theme) =>
	flowColumns({...model, isNarrow: width < NARROW, arrows: theme.glyphs});

export function flowLines(model: FlowsModel, width: number, height: number, theme: Theme): string[] {
	return listLines(model, flowColumnsIn(model, width, theme), {width, height}, theme);
}

const note = (model: FlowsModel, theme: Theme) =>
	listNote('flows', model, theme, {left: model.closed === 0 ? [] : [`${count(model.closed)} closed`]});

export function Flows({source, ...panel}: PanelProps<FlowsModel>) {
	return (
		<Panel {...panel} title="Flows" drawNote={useLiveNote(source, note)}>
			<Live source={source} draw={flowLines} {...innerSize(panel.placement)} />
		</Panel>
	);
}
