/** Whose the traffic is on this machine: its processes, what is of nobody known as a row of its own, so that all of it is there. */
import {toWidth} from '../../format/cells.js';
import {count} from '../../format/numbers.js';
import type {Theme} from '../../theme/theme.js';
import {allRows, scrolled, selectedPlace} from '../model/selection.js';
import type {ProcessesModel} from '../model/selectors/processes.js';
import {searchNote} from './drawing/list.js';
import {Live} from './drawing/live.js';
import {innerSize, Panel, type PanelProps} from './drawing/panel.js';
import {processColumns} from './drawing/process-columns.js';
import {useSlice} from './drawing/source.js';
import {placeColumns, rowLine, titleLine} from './drawing/table.js';

/** Column of the cursor. */
const GUTTER = 1;

/** The columns in a panel that is so wide inside. */
export function placedProcesses(model: ProcessesModel, width: number, theme: Theme) {
	const arrows = {down: theme.glyphs.received, up: theme.glyphs.sent};
	return placeColumns(processColumns(model, arrows), width - GUTTER - 1, model.sorting.column);
}

export function processLines(model: ProcessesModel, width: number, height: number, theme: Theme): string[] {
	const {rows, isFile, selection, isFocused, sorting} = model;
	const placed = placedProcesses(model, width, theme);
	const title = ' '.repeat(GUTTER) + titleLine(placed, theme, sorting);
	if (rows === null) {
		const text = isFile
			? ' n/a: a capture does not tell whose packets are'
			: ' n/a: nobody looks; it takes Linux and root, without --no-processes';
		return [title, theme.paint('muted', toWidth(text, width))];
	}
	const room = Math.max(0, height - 1);
	const selected = isFocused ? selectedPlace(selection, allRows(rows.map(({key}) => key))) : -1;
	const top = scrolled(selection.top, selected, rows.length, room);
	return [
		title,
		...rows.slice(top, top + room).map((row, index) => {
			const isSelected = top + index === selected;
			const cursor = isSelected ? theme.paint('accent', theme.glyphs.cursor) : ' ';
			return cursor + rowLine(placed, row, isSelected, theme);
		}),
	];
}

const note = ({rows, distinct, sorting, search, isMissed}: ProcessesModel) =>
	rows === null
		? ''
		: [
				`${count(distinct)} ${distinct === 1 ? 'process' : 'processes'}`,
				...searchNote(search, isMissed),
				`by ${sorting.column}`,
			].join(', ');

export function Processes({source, ...panel}: PanelProps<ProcessesModel>) {
	return (
		<Panel {...panel} title="Processes" note={useSlice(source, note)}>
			<Live source={source} draw={processLines} {...innerSize(panel.placement)} />
		</Panel>
	);
}
