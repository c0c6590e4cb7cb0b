/** How each sensor of a fleet does; the one that is looked at alone is marked. */
import {toWidth} from '../../format/cells.js';
import {count, shortCount} from '../../format/numbers.js';
import type {Theme} from '../../theme/theme.js';
import {scrolled} from '../model/selection.js';
import {SENSOR_STATES, type SensorsModel} from '../model/selectors/sensors.js';
import {searchNote} from './drawing/list.js';
import {Live} from './drawing/live.js';
import {innerSize, Panel, type PanelProps} from './drawing/panel.js';
import {sensorColumns} from './drawing/sensor-columns.js';
import {useSlice} from './drawing/source.js';
import {placeColumns, rowLine, titleLine} from './drawing/table.js';

/** Seconds by which figures may be older than the newest message before it is said. */
const TOLD_BEHIND = 2;
/** Columns of the cursor, and of the mark of the one that is looked at. */
const GUTTER = 2;

export function sensorLines(model: SensorsModel, width: number, height: number, theme: Theme): string[] {
	const {sensors, selection, alone} = model;
	const placed = placeColumns(sensorColumns(model), width - GUTTER - 1);
	const title = ' '.repeat(GUTTER) + titleLine(placed, theme);
	if (sensors === null || sensors.length === 0) {
		return [title, theme.paint('muted', toWidth(' no sensor was heard yet', width))];
	}
	const room = Math.max(0, height - 1);
	const selected = sensors.findIndex(({name}) => name === selection.key);
	const top = scrolled(selection.top, selected, sensors.length, room);
	return [
		title,
		...sensors.slice(top, top + room).map((sensor, index) => {
			const isSelected = top + index === selected;
			const cursor = isSelected ? theme.paint('accent', theme.glyphs.cursor) : ' ';
			const mark = sensor.name === alone ? theme.paint('accent', theme.glyphs.ok) : ' ';
			return cursor + mark + rowLine(placed, sensor, isSelected, theme);
		}),
	];
}

/** `3 sensors, 12 messages left out, 1 stale, web1 alone`: what is as it should be goes without saying. */
function note({counts, ignored, behind, alone, search, isMissed}: SensorsModel): string {
	const all = SENSOR_STATES.reduce((sum, state) => sum + counts[state], 0);
	const trouble = SENSOR_STATES.filter(state => state !== 'live' && counts[state] > 0);
	return [
		`${count(all)} ${all === 1 ? 'sensor' : 'sensors'}`,
		...(ignored > 0 ? [`${shortCount(ignored)} messages left out`] : []),
		...(behind >= TOLD_BEHIND ? [`figures ${Math.ceil(behind)} s behind`] : []),
		...trouble.map(state => `${count(counts[state])} ${state}`),
		...(alone === null ? [] : [`${alone} alone`]),
		...searchNote(search, isMissed),
	].join(', ');
}

export function Sensors({source, ...panel}: PanelProps<SensorsModel>) {
	return (
		<Panel {...panel} title="Sensors" note={useSlice(source, note)}>
			<Live source={source} draw={sensorLines} {...innerSize(panel.placement)} />
		</Panel>
	);
}
