/** Bits per second as a line, packets per second as a sparkline; two sparklines where there is no room for a chart. */

import {useCallback} from 'react';
import {sparkline} from '../../format/bars.js';
import {toWidth} from '../../format/cells.js';
import {span} from '../../format/durations.js';
import {packetRate} from '../../format/numbers.js';
import {unitRate} from '../../format/units.js';
import type {Theme} from '../../theme/theme.js';
import {chartSeries, type Series} from '../model/bandwidth.js';
import type {BandwidthModel} from '../model/selectors/bandwidth.js';
import {AXIS, type ChartMark, lineChart} from './drawing/line-chart.js';
import {Live, useLiveNote} from './drawing/live.js';
import {innerSize, Panel, type PanelProps} from './drawing/panel.js';

const SMALLEST_CHART = 5;

/** What the chart draws in so many columns; null before the first snapshot. */
export const series = (model: BandwidthModel, columns: number): Series | null =>
	model.snapshot && chartSeries(model.snapshot, columns, model);

/** The second of the chart at a cell of the panel's inside; null beside it, and where the capture had not begun. */
export function secondAt(
	model: BandwidthModel,
	{x, width, height}: {x: number; width: number; height: number},
): number | null {
	const isChart = height - 1 >= SMALLEST_CHART;
	const columns = width - 1 - AXIS;
	const data = isChart ? series(model, columns) : null;
	const column = x - AXIS;
	if (data === null || model.last === null || column < 0 || column >= columns || Number.isNaN(data.bytes[column])) {
		return null;
	}
	return model.last - Math.round((columns - 1 - column) * data.interval);
}

const MARKS = {drops: 'lossMark', filter: 'filterMark', time: 'timeMark', alert: 'alertMark'} as const;

/** What happened in the time that the chart shows. */
function marksOf({marks, last}: BandwidthModel, theme: Theme): ChartMark[] {
	return last === null
		? []
		: marks.map(({second, kind}) => ({
				ago: last - second,
				sign: theme.glyphs[MARKS[kind]],
				token: kind === 'drops' || kind === 'alert' ? 'bad' : 'warning',
			}));
}

function sparkLine(
	label: string,
	values: number[],
	text: string,
	width: number,
	theme: Theme,
	isChart: boolean,
): string {
	const right = toWidth(text, 9, 'right', '');
	const room = Math.max(0, width - label.length - right.length - 2);
	return (
		theme.paint('axis', label) +
		theme.paint(isChart ? 'chart' : 'received', sparkline(values, room, theme.glyphs.spark)) +
		theme.paint('strong', ` ${right}`)
	);
}

export function bandwidthLines(model: BandwidthModel, width: number, height: number, theme: Theme): string[] {
	const isChart = height - 1 >= SMALLEST_CHART;
	const data = series(model, isChart ? width - 1 - AXIS : width);
	if (data === null) {
		return [theme.paint('muted', toWidth(' waiting for the first packets', width))];
	}
	const rate = packetRate(data.newest.packets);
	if (!isChart) {
		const packets = sparkLine(' packets  ', data.packets, rate, width, theme, false);
		const unit = model.unit === 'packets' ? 'bits' : model.unit;
		const figure = unitRate(unit, {bytes: data.newest.bytes, packets: null});
		const bits = sparkLine(toWidth(` ${unit}`, 10), data.bytes, figure, width, theme, true);
		return [bits, packets].slice(0, height);
	}
	const values = model.unit === 'packets' ? data.packets : data.bytes;
	return [
		...lineChart(values, data.interval, width - 1, height - 1, theme, marksOf(model, theme), model),
		// under the same time axis, column by column
		theme.paint('strong', toWidth(rate, AXIS - 1, 'right', '')) +
			' ' +
			theme.paint('received', sparkline(data.packets, width - 1 - AXIS, theme.glyphs.spark)),
	];
}

function noteOf({span: asked, unit}: BandwidthModel, data: Series): string {
	const highest = `peak ${unitRate(unit, data.peak)}`;
	return asked === null ? highest : `${span(asked)}, ${highest}`;
}

export function Bandwidth({source, ...panel}: PanelProps<BandwidthModel>) {
	const {width} = innerSize(panel.placement);
	const note = useCallback(
		(model: BandwidthModel) => {
			const data = series(model, width - 1 - AXIS);
			return data === null ? undefined : noteOf(model, data);
		},
		[width],
	);
	return (
		<Panel {...panel} title="Bandwidth" drawNote={useLiveNote(source, note)}>
			<Live source={source} draw={bandwidthLines} {...innerSize(panel.placement)} />
		</Panel>
	);
}
